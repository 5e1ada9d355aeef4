from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Network")

    def ready(self) -> None:
        from core import navigation
        from network import capabilities, checks  # noqa: F401
        from network.acting import register_with_ledger

        navigation.register(_("Network"), "network:index", order=60)
        navigation.register(_("Posts and roles"), "network:account", order=10, place="account", signed_in_only=True)
        register_with_ledger()
