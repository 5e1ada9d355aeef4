"""What the network lets whom do: the rules under their names, with the words of /help/who-can-do-what/."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from network.rights import Standing, allow, capability, declare
from network.rules import (
    coordinates,
    coordinates_its_network,
    coordinates_the_network_asked,
    is_holder,
    is_leaver,
    is_successor,
    is_the_member,
    may_appoint,
    may_appoint_to_its_post,
    may_edit_organisation,
    may_edit_post,
    oversees_handover,
)


def nowhere(thing: Any) -> tuple[()]:
    """These rules ask for posts in the network, not for roles on the thing."""
    return ()


declare(
    capability(
        "network.appoint",
        _("Appoint somebody to a post"),
        allow(
            Standing.SIGNED_IN,
            when=may_appoint,
            note=_(
                "the lead official to government posts, the deputy or the minister to the lead official's own; the "
                "coordinator to civil-society posts, steering members to the coordinator's own by recorded decision"
            ),
        ),
        on=nowhere,
    ),
    capability(
        "network.end_tenure",
        _("End a tenure"),
        allow(Standing.SIGNED_IN, when=is_holder, note=_("your own")),
        allow(Standing.SIGNED_IN, when=may_appoint_to_its_post, note=_("if you may appoint to the post")),
        on=nowhere,
    ),
    capability(
        "network.edit_post",
        _("Create and edit posts"),
        allow(
            Standing.SIGNED_IN, when=may_edit_post, note=_("the coordinator or the lead official, on their own side")
        ),
        on=nowhere,
    ),
    capability(
        "network.edit_organisation",
        _("Add and edit organisations"),
        allow(
            Standing.SIGNED_IN,
            when=may_edit_organisation,
            note=_("the coordinator or the lead official, on their own side; independent ones both"),
        ),
        on=nowhere,
    ),
    capability(
        "network.edit_network",
        _("Edit what a network says of itself"),
        allow(Standing.SIGNED_IN, when=coordinates, note=_("its coordinator")),
        on=nowhere,
    ),
    capability(
        "network.answer_request",
        _("Read and answer requests to join a network"),
        allow(Standing.SIGNED_IN, when=coordinates_the_network_asked, note=_("its coordinator")),
        on=nowhere,
    ),
    capability(
        "network.end_membership",
        _("End a membership"),
        allow(Standing.SIGNED_IN, when=is_the_member, note=_("your own")),
        allow(Standing.SIGNED_IN, when=coordinates_its_network, note=_("the network's coordinator")),
        on=nowhere,
    ),
    capability(
        "network.read_handover",
        _("Read a handover"),
        allow(Standing.SIGNED_IN, when=is_leaver, note=_("who leaves")),
        allow(Standing.SIGNED_IN, when=is_successor, note=_("who comes")),
        allow(Standing.SIGNED_IN, when=oversees_handover, note=_("who appoints to the post")),
        on=nowhere,
    ),
    capability(
        "network.write_handover",
        _("Write the note of a handover"),
        allow(Standing.SIGNED_IN, when=is_leaver, note=_("who leaves")),
        on=nowhere,
    ),
    capability(
        "network.accept_handover",
        _("Accept a handover"),
        allow(Standing.SIGNED_IN, when=is_successor, note=_("who comes")),
        on=nowhere,
    ),
)
