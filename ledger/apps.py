from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        from core import navigation
        from ledger import wording

        navigation.register(_("Ledger"), "ledger:index", order=80)
        wording.register("ledger.erase", _("Erased a name or words"))
