"""Who may publish, import and export. The table is read by has_perm, the help page and the tests."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from network import roles
from network.choices import PostKind, Role
from network.rights import Standing, allow, capability, declare
from plans.rules import plan_of


def is_lead_official_somewhere(user: Any, thing: Any) -> bool:
    """In post as a lead official of any organisation."""
    return bool(user.is_authenticated and user.tenures.current().filter(post__kind=PostKind.LEAD_OFFICIAL).exists())


def is_of_own_side(user: Any, reader: Any) -> bool:
    return bool(reader.side) and roles.side_of(user) == reader.side


def is_on_the_list(user: Any, circulation: Any) -> bool:
    return bool(circulation.readers.visible_to(user).exists())


declare(
    capability(
        "publications.see",
        _("Read what is published of a plan, as page, PDF and data"),
        allow(Standing.EVERYONE),
    ),
    capability("publications.publish", _("Publish a consultation draft of a plan"), allow(Role.LEAD_OFFICIAL)),
    capability(
        "publications.see_release",
        _("See what a plan's final edition still needs, and from whom"),
        allow(*Role),
    ),
    capability(
        "publications.seal", _("Seal a plan's final edition, or cancel it"), allow(Role.LEAD_OFFICIAL), on=plan_of
    ),
    capability(
        "publications.sign",
        _("Sign a plan's final edition for one's side"),
        allow(Role.LEAD_OFFICIAL, Role.COORDINATOR),
    ),
    capability(
        "publications.schedule",
        _("Set the hour at which the plan is published"),
        allow(Role.LEAD_OFFICIAL),
        on=plan_of,
    ),
    capability(
        "publications.agree",
        _("Agree to a draft of the whole plan for one's side, or send it back"),
        allow(Role.LEAD_OFFICIAL, Role.COORDINATOR),
    ),
    capability(
        "publications.circulate",
        _("Circulate the final draft to named readers, and end it"),
        allow(Role.LEAD_OFFICIAL, Role.COORDINATOR),
    ),
    capability(
        "publications.choose_reader",
        _("Put somebody on the list of those who read the final draft, or take them off"),
        allow(Role.LEAD_OFFICIAL, Role.COORDINATOR, when=is_of_own_side, note=_("posts and people of their own side")),
        on=lambda reader: (reader.circulation.plan,),
    ),
    capability(
        "publications.read_circulated",
        _("Read a final draft that circulates"),
        allow(Standing.SIGNED_IN, when=is_on_the_list, note=_("on its list, until its last day")),
        on=lambda circulation: (),
    ),
    capability(
        "publications.render_again",
        _("Have a PDF prepared again after it failed"),
        allow(Role.LEAD_OFFICIAL, Role.COORDINATOR),
    ),
    capability(
        "publications.export",
        _("Export a plan as it stands now, as a plan file"),
        allow(Role.LEAD_OFFICIAL, Role.COORDINATOR),
    ),
    capability(
        "publications.import_plan",
        _("Import a plan from a plan file"),
        allow(Standing.SIGNED_IN, when=is_lead_official_somewhere, note=_("in post as lead official")),
        on=lambda plan: (),
    ),
)
