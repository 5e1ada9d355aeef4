from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    name = "drafting"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Drafting")

    def ready(self) -> None:
        from ledger import wording

        wording.register("drafting.freeze", _("Freeze an edition"))
