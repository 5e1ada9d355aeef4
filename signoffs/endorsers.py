"""Endorsements on the pages of others: columns of the board, a panel and a button on a commitment's page, the desk.
All of it asks signoffs.endorsing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.choices import State
from commitments.models import Commitment
from commitments.panels import Panel
from commitments.steps import Step
from drafting import subjects
from drafting.models import Edition
from network import roles
from network.choices import PostKind, Role, Side
from network.models import Organisation, Post
from plans.models import Plan
from signoffs import endorsing, mandates
from signoffs.choices import Stance, Stand
from signoffs.columns import Cell, Column, Provider, Row
from signoffs.endorsement_telling import address, endorse_address
from signoffs.endorsing import Thing, Voice
from signoffs.models import Endorsement

if TYPE_CHECKING:
    from network.models import Tenure

STANDS = {
    Stance.SUPPORTS: Stand.YES,
    Stance.RESERVATIONS: Stand.YES,
    Stance.DOES_NOT_SUPPORT: Stand.NO,
    Stance.WITHDRAWN: Stand.NO,
}
FIXED = (State.AGREED, State.CLEARANCE, State.APPROVED)


def columns_of(plan: Plan, user: Any) -> list[Column]:
    """The organisations that said something which this reader may see, and those that may: they act for a side."""
    said = Endorsement.objects.filter(plan=plan, commitment__isnull=False).visible_to(user)
    wanted = Q(pk__in=said.values("organisation"))
    if roles.side_of(user) in (Side.GOVERNMENT, Side.CIVIL_SOCIETY) and plan.shows_drafts_to(user):
        posts = roles.posts_with_a_role(plan, Role.REPRESENTATIVE)
        may = Post.objects.filter(pk__in=posts, kind=PostKind.REPRESENTATIVE, side=Side.CIVIL_SOCIETY)
        wanted |= Q(pk__in=may.values("organisation"))
    group = _("Organisations")
    return [
        Column(key_of(one), one.acronym or one.name, one.name, group) for one in Organisation.objects.filter(wanted)
    ]


def cells_of(rows: Sequence[Row], user: Any) -> Mapping[tuple[int, str], Cell]:
    said = Endorsement.objects.filter(commitment__in=[row.commitment.pk for row in rows])
    by_commitment: dict[int, list[Endorsement]] = {}
    for one in said.visible_to(user).with_acts():
        by_commitment.setdefault(one.commitment_id or 0, []).append(one)
    found = {}
    for row in rows:
        named = by_commitment.get(row.commitment.pk, [])
        for voice in endorsing.choir_of(named, {one.pk for one in named}, row.sha256).voices:
            found[row.commitment.pk, key_of(voice.now.organisation)] = _cell(row, voice)
    return found


PROVIDER = Provider("endorsements", 50, columns=columns_of, cells=cells_of)


def key_of(organisation: Organisation) -> str:
    return f"organisation-{organisation.slug}"


def _cell(row: Row, voice: Voice) -> Cell:
    stance = Stance(voice.now.stance)
    place = [row.commitment.plan.slug, row.commitment.ref]
    if voice.is_of_earlier_text:
        number = voice.now.signature.edition.number
        notes = (str(stance.label), _("edition %(number)d") % {"number": number})
        href = reverse("commitments:edition", args=[*place, number])
        return Cell(Stand.EARLIER, _("endorsed an earlier text"), href, notes)
    return Cell(STANDS[stance], str(stance.label), address(row.commitment))


def panel_for(user: Any, commitment: Commitment) -> Panel | None:
    choir = endorsing.choir(commitment, user)
    if not choir:
        return None
    context = {"choir": choir, "commitment": commitment, "href": address(commitment)}
    return Panel("signoffs/parts/endorsements_panel.html", context)


def steps_for(user: Any, commitment: Commitment) -> list[Step]:
    if not user.is_authenticated or not user.has_perm("signoffs.endorse", commitment):
        return []
    tenures = mandates.of_representative(user, commitment)
    several = len({tenure.post.organisation_id for tenure in tenures}) > 1
    return [_step(commitment, tenure, several) for tenure in tenures]


def _step(commitment: Commitment, tenure: Tenure, several: bool) -> Step:
    organisation = tenure.post.organisation
    assert organisation is not None
    before, now = endorsing.standing(commitment, organisation), endorsing.edition_now(commitment)
    reasons = endorsing.objections(commitment, now)
    href = endorse_address(commitment) + (f"?for={organisation.slug}" if several else "")
    blocked = () if endorsing.stances_open_to(before, reasons) else tuple(reasons)
    return Step(_label(before, now) % {"organisation": organisation}, href, blocked=blocked)


def _label(before: Endorsement | None, now: Edition | None) -> str:
    if before is None or before.stance == Stance.WITHDRAWN:
        return _("Endorse it for %(organisation)s, or not")
    if now is not None and before.signature.edition_id != now.pk:
        return _("Sign again for %(organisation)s: the text was changed")
    return _("Change what %(organisation)s says of it")


def waiting_for(user: Any) -> QuerySet[Commitment]:
    """Commitments whose words stand still and on which an organisation that this person speaks for has not taken a
    stance since they were changed: for the desk. One condition for each mandate."""
    kind = subjects.content_type_of(Commitment)
    latest = Edition.objects.filter(content_type=kind, object_id=OuterRef("pk")).order_by("-number")
    said = Endorsement.objects.standing().filter(commitment=OuterRef("pk"), signature__edition=OuterRef("words"))
    silent = Q(pk__in=[])
    for tenure in mandates.held_by_representative(user):
        may = Q(pk__in=[])
        for holder in (tenure.post, user):
            may |= Q(plan__in=roles.things_of(holder, Plan, Role.REPRESENTATIVE).values("pk"))
            may |= Q(pk__in=roles.things_of(holder, Commitment, Role.REPRESENTATIVE).values("pk"))
        silent |= may & ~Q(Exists(said.filter(organisation=tenure.post.organisation_id)))
    found = Commitment.objects.filter(state__in=FIXED).annotate(words=Subquery(latest.values("pk")[:1]))
    return found.filter(silent).select_related("plan").order_by("plan", "position", "pk")


def handed_over(post: Post) -> list[tuple[str, str]]:
    """What a representative's successor takes over: the stances of the organisation, each with its page."""
    if post.kind != PostKind.REPRESENTATIVE or post.organisation_id is None:
        return []
    said = Endorsement.objects.standing().filter(organisation=post.organisation_id).exclude(stance=Stance.WITHDRAWN)
    return [
        (f"{one.commitment or one.plan}: {one.get_stance_display()}", endorse_address(_thing(one)))
        for one in said.select_related("plan", "commitment__plan").order_by("plan", "commitment__position", "pk")
    ]


def _thing(endorsement: Endorsement) -> Thing:
    return endorsement.commitment or endorsement.plan
