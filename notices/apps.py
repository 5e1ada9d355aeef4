from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from core import navigation
        from notices import telling

        telling.register_all()
        navigation.register(_("Messages"), "notices:settings", order=50, place="account", signed_in_only=True)
