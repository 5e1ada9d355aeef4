"""What a final edition still needs, and from whom: the list on the release page, and what the verbs refuse for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import State
from core.canonical import sha256
from core.dates import readable
from drafting import agreement, corrections, editions
from drafting.models import Edition, Signature
from network.choices import Side
from plans.choices import Owner
from publications import coverage
from publications.content import commitments_of, contents_of
from signoffs import rows

if TYPE_CHECKING:
    from plans.models import Plan
    from publications.models import Release

SIGN = "publications.sign"
WHO = {
    State.DRAFTING: lambda: _("both leads"),
    State.AGREED: lambda: _("the lead official"),
    State.CLEARANCE: lambda: _("the departments and the minister"),
}
OWNERS = {
    Owner.GOVERNMENT: lambda: _("the lead official"),
    Owner.CIVIL_SOCIETY: lambda: _("the coordinator"),
    Owner.BOTH: lambda: _("both leads"),
}


@dataclass(frozen=True)
class Need:
    text: str
    who: str
    href: str = ""


def before_sealing(plan: Plan, reasons: dict[str, str] | None = None) -> list[Need]:
    """What must happen before the final edition can be sealed; `reasons` by kind of coverage for what stays open."""
    return [*_commitments(plan), *_parts(plan), *_coverage(plan, reasons or {})]


def before_publishing(release: Release) -> list[str]:
    """What has happened since that stands against publishing what was sealed and signed."""
    plan, found = release.plan, []
    sealed = {one["ref"]: one for one in release.edition.data["commitments"]}
    now = {one.ref: one for one in plan.commitments.filter(ref__in=sealed)}
    approved = rows.last_sent(now.values())
    for ref, content in sealed.items():
        one = now.get(ref)
        if one is None or one.state != State.APPROVED or one.pk not in approved:
            found.append(_("Commitment %(ref)s is no longer approved.") % {"ref": ref})
        elif approved[one.pk].sha256 != sha256(content):
            words = _("Commitment %(ref)s was approved anew, in other words than those that are sealed.")
            found.append(words % {"ref": ref})
    if Side.GOVERNMENT not in signatures(release.edition):
        found.append(_("The lead official has not signed it."))
    if not editions.verify(release.edition):
        found.append(_("The sealed text does not have the hash that was signed."))
    return found


def signatures(edition: Edition) -> dict[Side, Signature]:
    """Who signed the plan's edition since it was last sealed, by side: what was signed before a final edition was
    cancelled does not count for the next, though its words be the same."""
    sealed_at = edition.releases.order_by("-pk").values("sealed_at")[:1]
    rows = Signature.objects.filter(edition=edition, verb=SIGN, superseded_by=None, signed_at__gte=Subquery(sealed_at))
    return {Side(row.side): row for row in rows.select_related("person", "post__organisation", "post__network")}


def _commitments(plan: Plan) -> list[Need]:
    found = list(commitments_of(plan))
    if not any(one.state == State.APPROVED for one in found):
        return [Need(_("No commitment is approved yet"), _("the minister"))]
    return [
        Need(
            _("Commitment %(ref)s: %(state)s") % {"ref": one.ref, "state": one.get_state_display()},
            WHO[State(one.state)](),
            one.get_absolute_url(),
        )
        for one in found
        if one.state != State.APPROVED
    ] + [*_corrections(found), *_other_themes(plan, found)]


def _corrections(commitments: list[Any]) -> list[Need]:
    """Whoever signed words that were corrected since has their days to object."""
    waits = corrections.pending(commitments)
    return [
        Need(
            _("Commitment %(ref)s: whoever signed may object to a correction until %(day)s")
            % {"ref": one.ref, "day": readable(timezone.localdate(waits[one.pk].object_until))},
            _("those who signed"),
            one.get_absolute_url(),
        )
        for one in commitments
        if one.pk in waits
    ]


def _other_themes(plan: Plan, commitments: list[Any]) -> list[Need]:
    """What was approved stands under the theme that it names; one that was renamed since would leave it homeless."""
    themes = {theme.title for theme in plan.themes.all()}
    return [
        Need(
            _("Commitment %(ref)s was approved under the theme “%(theme)s”, which has another title now")
            % {"ref": one.ref, "theme": content["theme"]},
            _("the lead official"),
            one.get_absolute_url(),
        )
        for one, content in zip(commitments, contents_of(commitments), strict=True)
        if one.state == State.APPROVED and content["theme"] and content["theme"] not in themes
    ]


def _parts(plan: Plan) -> list[Need]:
    """Every part that says something, unless the network withholds it, is agreed by whom it belongs to."""
    found = []
    for part in plan.parts.select_related("text__latest", "plan"):
        if part.text.body.strip() and not part.is_withheld and not agreement.is_agreed(part):
            text = _("“%(title)s” is not agreed as it stands") % {"title": part.title}
            found.append(Need(text, OWNERS[Owner(part.owner)](), part.get_absolute_url()))
    return found


def _coverage(plan: Plan, reasons: dict[str, str]) -> list[Need]:
    return [
        Need(
            _("%(kind)s: %(words)s. Answer the rest, or say in public why it stays open")
            % {"kind": one.label, "words": one.in_words},
            _("both sides"),
            reverse("publications:release", args=[plan.slug]),
        )
        for one in coverage.of(plan)
        if not one.is_full and not reasons.get(one.kind, "").strip()
    ]


def left_out(plan: Plan) -> dict[str, list[Any]]:
    """What will not be in it, named on the page: proposals of one side, parts withheld, parts that are empty."""
    parts = list(plan.parts.select_related("text__latest"))
    return {
        "proposed": list(plan.commitments.filter(state=State.PROPOSED).select_related("plan")),
        "withheld": [part for part in parts if part.is_withheld],
        "empty": [part for part in parts if not part.is_withheld and not part.text.body.strip()],
    }
