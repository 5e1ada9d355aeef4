from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments import late_changes, telling
from commitments.choices import LateKind, Origin, Part, State
from commitments.models import Commitment, CommitmentOrganisation, Section, WorkingGroup
from commitments.services.changes import NotEditable, delete_as, save_changes
from core.dates import parse_written
from core.history import save_as
from drafting.owners import Closed
from drafting.services import start_text
from ledger.services import record
from network import roles
from network.choices import Role
from network.models import Post
from plans.models import Plan, Theme

if TYPE_CHECKING:
    from network.models import Organisation, User

FIELDS = frozenset(
    [
        "title",
        "theme",
        "origin",
        "other_actors_text",
        "starts_text",
        "starts_on",
        "ends_text",
        "ends_on",
        "values",
        "policy_areas",
        "continues",
    ]
)
IMPORTED_FIELDS = frozenset(["ogp_id", "status", "result", "next_steps"])


class CutOffPassed(ValidationError):
    """Nothing new comes in after the plan's cut-off without the consent of both sides."""

    def __init__(self) -> None:
        super().__init__(
            _("The plan's cut-off has passed: nothing new comes in without the consent of both sides."), code="cut_off"
        )


def next_ref(plan: Plan) -> str:
    """The number after the highest whole number in use."""
    refs = plan.commitments.values_list("ref", flat=True)
    return str(max((int(ref) for ref in refs if re.fullmatch(r"[0-9]{1,9}", ref)), default=0) + 1)


@transaction.atomic
def propose(
    *,
    plan: Plan,
    title: str,
    origin: str,
    by: User | None,
    theme: Theme | None = None,
    ref: str = "",
    at: dt.datetime | None = None,
    is_taken_up: bool = False,
    sections: Mapping[str, str] | None = None,
    **fields: Any,
) -> Commitment:
    """Put a commitment forward: one empty text per section of the plan's template, or the bodies in ``sections``.

    ``is_taken_up`` is for plans that come from a file: they start in drafting. Raises CutOffPassed, and
    ValidationError on a reference that is in use or cannot stand in an address.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    is_late = plan.is_past_cut_off(at)
    if is_late and not late_changes.is_consented(plan, LateKind.PROPOSE):
        raise CutOffPassed
    unknown = set(fields) - FIELDS - IMPORTED_FIELDS
    if unknown:
        raise TypeError(f"propose() got unknown fields: {sorted(unknown)}")
    commitment = Commitment(
        plan=plan,
        ref=_free_ref(plan, ref),
        title=title,
        theme=theme,
        origin=Origin(origin),
        proposed_by_side=(roles.side_of(by, at=at) if by else None) or "",
        proposed_at=at or timezone.now(),
        position=plan.commitments.count(),
        state=State.DRAFTING if is_taken_up else State.PROPOSED,
        **_with_dates(fields),
    )
    save_as(commitment, by=by, at=at)
    _start_sections(commitment, sections or {}, by=by, at=at)
    save_as(WorkingGroup(commitment=commitment), by=by, at=at)
    if by and not is_taken_up:
        _let_proposer_write(commitment, by=by, at=at)
    change = late_changes.use(plan, LateKind.PROPOSE, commitment, at=at) if is_late else None
    late = {"late_change": change.number} if change else {}
    record(verb="commitments.propose", thing=commitment, by=by, data={"origin": str(origin), **late}, at=at)
    telling.proposed(commitment, by=by, at=at)
    return commitment


def _free_ref(plan: Plan, ref: str) -> str:
    ref = ref.strip() or next_ref(plan)
    Commitment._meta.get_field("ref").clean(ref, None)
    if plan.commitments.filter(ref=ref).exists():
        raise ValidationError({"ref": _("This reference is already used in the plan.")})
    return ref


def _start_sections(
    commitment: Commitment, bodies: Mapping[str, str], *, by: User | None, at: dt.datetime | None
) -> None:
    template_sections = list(commitment.plan.template.sections.all())
    unknown = set(bodies) - {section.key for section in template_sections}
    if unknown:
        raise ValidationError({"sections": _("The template has no section “%s”.") % ", ".join(sorted(unknown))})
    for template_section in template_sections:
        text = start_text(body=bodies.get(template_section.key, ""), by=by, at=at)
        Section.objects.create(commitment=commitment, template_section=template_section, text=text)


def _let_proposer_write(commitment: Commitment, *, by: User, at: dt.datetime | None) -> None:
    """Who proposes writes: the post through which they hold a role on the plan, so that a leaver takes nothing along,
    or else the person. Leads need no role on the commitment."""
    if roles.roles_of(by, commitment.plan, at=at) & {Role.COORDINATOR, Role.LEAD_OFFICIAL}:
        return
    posts = Post.objects.held_by(by, at).filter(pk__in=roles.posts_with_a_role(commitment.plan))
    roles.grant(Role.DRAFTER, commitment, to=posts.order_by("pk").first() or by, by=by, at=at)


def lock_editable(commitment: Commitment) -> Commitment:
    """The row as it is now, locked; raises NotEditable outside proposed and drafting."""
    row = Commitment.objects.select_for_update(of=("self",)).select_related("plan").get(pk=commitment.pk)
    if not row.is_editable:
        raise NotEditable
    return row


def hold_open(section: Section) -> None:
    """Keep the commitment as it is until a save of one of its texts is done; raises Closed if it is past writing."""
    try:
        lock_editable(section.commitment)
    except NotEditable as error:
        raise Closed(error.messages) from error


@transaction.atomic
def edit_details(
    commitment: Commitment, *, by: User, base: int | None = None, at: dt.datetime | None = None, **changes: Any
) -> list[str]:
    """Change fields (names in FIELDS) and return those that changed; see ``save_changes`` for ``base``."""
    unknown = set(changes) - FIELDS
    if unknown:
        raise TypeError(f"edit_details() got unknown fields: {sorted(unknown)}")
    row = lock_editable(commitment)
    changed = save_changes(row, follow_written_dates(row, changes), by=by, base=base, at=at)
    commitment.refresh_from_db()
    return changed


def follow_written_dates(row: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Read a newly written date, unless the day was corrected by hand in the same go."""
    result = dict(changes)
    for edge in ("starts", "ends"):
        text, on = f"{edge}_text", f"{edge}_on"
        is_rewritten = text in result and result[text] != getattr(row, text)
        is_by_hand = on in result and result[on] is not None and result[on] != getattr(row, on)
        if is_rewritten and not is_by_hand:
            result[on] = parse_written(result[text], end=edge == "ends")
    return result


def _with_dates(fields: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(fields)
    for edge in ("starts", "ends"):
        if result.get(f"{edge}_text") and not result.get(f"{edge}_on"):
            result[f"{edge}_on"] = parse_written(result[f"{edge}_text"], end=edge == "ends")
    return result


@transaction.atomic
def set_organisations(
    commitment: Commitment,
    *,
    lead: Sequence[Organisation],
    by: User | None,
    supporting_government: Sequence[Organisation] = (),
    supporting_other: Sequence[Organisation] = (),
    at: dt.datetime | None = None,
) -> None:
    """Make exactly these organisations, in this order, the leads and supporters."""
    row = lock_editable(commitment)
    wanted = {
        (part, organisation.pk): position
        for part, organisations in (
            (Part.LEAD, lead),
            (Part.SUPPORTING_GOVERNMENT, supporting_government),
            (Part.SUPPORTING_OTHER, supporting_other),
        )
        for position, organisation in enumerate(dict.fromkeys(organisations))
    }
    for part in row.parts.all():
        position = wanted.pop((Part(part.part), part.organisation_id), None)
        if position is None:
            delete_as(part, by=by)
        elif position != part.position:
            part.position = position
            save_as(part, by=by, at=at)
    for (kind, organisation_id), position in wanted.items():
        new = CommitmentOrganisation(commitment=row, organisation_id=organisation_id, part=kind, position=position)
        save_as(new, by=by, at=at)
