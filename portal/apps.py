from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from core import navigation
        from portal import telling

        telling.register_kinds()
        navigation.register(_("Your desk"), "portal:desk", order=5, signed_in_only=True)
        navigation.register(_("Search"), "portal:search", order=90)
        navigation.register(_("Who can do what"), "portal:who_can_do_what", order=20, place="footer")
