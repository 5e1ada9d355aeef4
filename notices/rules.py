from django.utils.translation import gettext_lazy as _

from network.choices import Role
from network.rights import allow, capability, declare

LEADS = (Role.LEAD_OFFICIAL, Role.COORDINATOR)

declare(
    capability(
        "notices.see_outbox",
        _("See which messages about the plan will be sent, and why some will not"),
        allow(*LEADS),
    ),
)
