"""Where the departments stand towards commitments: one function that the board, the desk, the pages and the guard of
approval ask alike. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commitments.choices import Part
from commitments.models import Commitment, CommitmentOrganisation
from drafting import corrections, signing, subjects
from drafting.models import Correction, Edition, Signature
from ledger.models import Entry
from network import roles
from network.choices import PostKind, Role, Side
from network.models import Post, Tenure
from plans.models import Plan
from signoffs.choices import Stand
from signoffs.columns import Row
from signoffs.models import ClearanceRequest
from signoffs.rows import row_of

if TYPE_CHECKING:
    from network.models import Organisation, User
    from signoffs.querysets import ClearanceRequestQuerySet

CLEAR = signing.register(
    signing.Verb("signoffs.clear", gettext_lazy("Cleared for a department"), is_yes=True, reason_is_public=False)
)
RETURN = signing.register(
    signing.Verb("signoffs.return", gettext_lazy("Returned to drafting by a department"), is_yes=False)
)
VERBS = (CLEAR.name, RETURN.name)
PARTS = (Part.LEAD, Part.SUPPORTING_GOVERNMENT)


@dataclass(frozen=True)
class ClearingPost:
    """The post that clears for a department, with those that act for it; `post` is None where there is none."""

    post: Post | None = None
    deputies: tuple[Post, ...] = ()

    @property
    def is_vacant(self) -> bool:
        """Nobody can clear: neither the post itself is held nor one that acts for it."""
        return self.post is None or all(one.is_vacant for one in (self.post, *self.deputies))

    @property
    def vacant_days(self) -> int:
        return self.post.vacant_days if self.post else 0

    @property
    def reached(self) -> list[Post]:
        """Whom a request reaches: the post, or while nobody holds it those that act for it."""
        if self.post is None:
            return []
        return [one for one in self.deputies if not one.is_vacant] if self.post.is_vacant else [self.post]


@dataclass(frozen=True)
class Department:
    """Where one department stands towards one commitment.

    `answer` is what it said of the words that count now, or else the last thing it said; `request` is open.
    """

    organisation: Organisation
    is_lead: bool
    state: Stand
    answer: Signature | None
    request: ClearanceRequest | None
    clearing: ClearingPost

    @property
    def is_asked(self) -> bool:
        """It has still to answer, whatever it said before."""
        return self.request is not None and self.state != Stand.YES

    @property
    def days(self) -> int:
        """For how many whole days it has been asked."""
        return (timezone.now() - self.request.asked_at).days if self.request else 0

    @property
    def days_late(self) -> int:
        return max((timezone.localdate() - self.request.due_on).days, 0) if self.request and self.is_asked else 0


def departments_of(rows: Sequence[Row]) -> dict[int, list[Department]]:
    """By key of the commitment: those that lead it first, then those that support it. Four queries for any number."""
    keys = [row.commitment.pk for row in rows]
    parts = _parts(keys)
    organisations = {organisation.pk for found in parts.values() for organisation, _is_lead in found}
    said, asked, posts = _answers(keys), _requests(keys), clearing_posts(organisations)
    corrected = _corrections({row.commitment.pk: row.sha256 for row in rows}, said)
    return {
        row.commitment.pk: [
            _department(
                organisation,
                is_lead,
                row.sha256,
                said.get((row.commitment.pk, organisation.pk), []),
                asked.get((row.commitment.pk, organisation.pk)),
                posts.get(organisation.pk, ClearingPost()),
                corrected.get(row.commitment.pk, []),
            )
            for organisation, is_lead in parts.get(row.commitment.pk, [])
        ]
        for row in rows
    }


def departments(commitment: Commitment) -> list[Department]:
    return departments_of([row_of(commitment)])[commitment.pk]


def asked_of(commitment: Commitment) -> list[Organisation]:
    """The departments whose clearance it needs: of government, leading or supporting it."""
    return [organisation for organisation, _is_lead in _parts([commitment.pk]).get(commitment.pk, [])]


def stand_of(
    said: Sequence[Signature], sha256: str, *, is_asked: bool, corrected: Sequence[Correction] = ()
) -> tuple[Stand, Signature | None]:
    """Where a department stands that `said` this, the latest first, towards the words with this hash.

    A yes to exactly these words counts whenever it was given, even if it returned others since; so does one to words
    that were editorially corrected since, unless it objected. A no is answered by asking anew.
    """
    of_these = next((one for one in said if one.edition.sha256 == sha256), None)
    of_these = of_these or next((one for one in said if corrections.counts(one, sha256, corrected)), None)
    if of_these is not None and of_these.is_yes:
        return Stand.YES, of_these
    last = said[0] if said else None
    if last is not None and last.is_yes:
        return Stand.EARLIER, last
    if is_asked:
        return Stand.WAITING, last
    return (Stand.NO, last) if last else (Stand.NOT_ASKED, None)


def clearing_posts(organisations: Iterable[int]) -> dict[int, ClearingPost]:
    """By key of the organisation. Of several clearing posts the first that somebody holds. One query."""
    keys = set(organisations)
    own = Q(kind=PostKind.CLEARING_OFFICER, organisation__in=keys)
    acting = Q(deputy_of__kind=PostKind.CLEARING_OFFICER, deputy_of__organisation__in=keys)
    posts, deputies = defaultdict(list), defaultdict(list)
    for post in Post.objects.with_holders().select_related("deputy_of").filter(own | acting).order_by("pk"):
        if post.deputy_of_id and post.deputy_of and post.deputy_of.kind == PostKind.CLEARING_OFFICER:
            deputies[post.deputy_of_id].append(post)
        elif post.organisation_id:
            posts[post.organisation_id].append(post)
    chosen = {key: min(found, key=lambda post: (post.is_vacant, post.pk)) for key, found in posts.items()}
    return {key: ClearingPost(post, tuple(deputies[post.pk])) for key, post in chosen.items()}


def mandate_of(user: User, request: ClearanceRequest, at: datetime | None = None) -> Tenure | None:
    """The tenure by which the person answers the request: in the post that was asked, or in one that acts for it."""
    if request.post_id is None:
        return None
    asked = Q(post=request.post_id) | Q(post__deputy_of=request.post_id)
    held = Tenure.objects.current(at).filter(asked, person=user.pk)
    found = held.select_related("post__organisation", "post__network", "post__deputy_of__organisation", "person")
    return min(found, key=lambda tenure: (tenure.post_id != request.post_id, tenure.pk), default=None)


def requests_for(user: User, at: datetime | None = None) -> ClearanceRequestQuerySet:
    """Open requests to the posts for which this person answers, answered ones among them."""
    mine = Tenure.objects.current(at).filter(person=user.pk)
    asked = Q(post__in=mine.values("post")) | Q(post__in=mine.values("post__deputy_of"))
    clearing = [Role.CLEARING_OFFICER]
    may = Q(sending__commitment__in=roles.things(user, Commitment, clearing, at).values("pk"))
    may |= Q(sending__commitment__plan__in=roles.things(user, Plan, clearing, at).values("pk"))
    found = ClearanceRequest.objects.open().filter(asked & may)
    return found.select_related("organisation", "sending__commitment__plan", "sending__edition")


def edition_in_clearance(commitment: Commitment) -> Edition | None:
    """The words that the departments are, or last were, asked about: those that the minister then approves."""
    return row_of(commitment).edition


def all_departments_cleared(commitment: Commitment, by: Any) -> str | None:
    """The guard of approval: None, or who has still to clear these words, and what to do where nobody can."""
    found = departments(commitment)
    if not found:
        return _("No department of government leads or supports it, so none can clear it.")
    waiting = [one for one in found if one.state != Stand.YES]
    return " ".join(_still_to_clear(one) for one in waiting) or None


def _still_to_clear(department: Department) -> str:
    words = _("%(department)s has not cleared these words.") % {"department": department.organisation}
    return " ".join(part for part in (words, what_to_do(department)) if part)


def what_to_do(department: Department) -> str:
    """Where nobody can clear for a department: what the lead official does about it."""
    clearing = department.clearing
    if clearing.post is None:
        return _("It has no clearing post: the lead official creates one and appoints somebody.")
    if not clearing.is_vacant:
        return ""
    return ngettext(
        "Its clearing post has been vacant for %(days)d day: the lead official appoints somebody.",
        "Its clearing post has been vacant for %(days)d days: the lead official appoints somebody.",
        clearing.vacant_days,
    ) % {"days": clearing.vacant_days}


def _parts(keys: Iterable[int]) -> dict[int, list[tuple[Organisation, bool]]]:
    rows = CommitmentOrganisation.objects.filter(
        commitment__in=list(keys), part__in=PARTS, organisation__side=Side.GOVERNMENT
    ).select_related("organisation")
    found: dict[int, list[tuple[Organisation, bool]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.part != Part.LEAD, row.position, row.pk)):
        if row.organisation not in [organisation for organisation, _is_lead in found[row.commitment_id]]:
            found[row.commitment_id].append((row.organisation, row.part == Part.LEAD))
    return found


def _answers(keys: Iterable[int]) -> dict[tuple[int, int], list[Signature]]:
    """What each department said of each commitment, the latest first."""
    found: dict[tuple[int, int], list[Signature]] = defaultdict(list)
    rows = Signature.objects.filter(
        edition__content_type=subjects.content_type_of(Commitment), edition__object_id__in=list(keys), verb__in=VERBS
    )
    related = ("edition", "person", "post__organisation", "post__network", "on_behalf_of__organisation")
    for row in rows.select_related(*related).defer("edition__content").order_by("-pk"):
        if row.organisation_id:
            found[row.edition.object_id, row.organisation_id].append(row)
    return found


def _corrections(
    now: Mapping[int, str], said: Mapping[tuple[int, int], Sequence[Signature]]
) -> dict[int, list[Correction]]:
    """By commitment; asked only where a department said yes to other words than those that count now."""
    other = {key for (key, _organisation), rows in said.items() for one in rows if one.edition.sha256 != now[key]}
    return corrections.of_keys(subjects.content_type_of(Commitment), sorted(other)) if other else {}


def answers_of(commitment: Commitment, organisation: Organisation) -> list[Signature]:
    """All that the department ever said of the commitment, the latest first."""
    return _answers([commitment.pk]).get((commitment.pk, organisation.pk), [])


def everything_said(commitment: Commitment) -> list[Signature]:
    """All answers of all departments, the latest first."""
    found = [one for said in _answers([commitment.pk]).values() for one in said]
    return sorted(found, key=lambda one: -one.pk)


def changes_of_dates(commitment: Commitment) -> list[Entry]:
    """The dates that were changed while it was in clearance, with their reasons, the latest first."""
    return list(Entry.objects.about(commitment).filter(verb="signoffs.change_due"))


def _requests(keys: Iterable[int]) -> dict[tuple[int, int], ClearanceRequest]:
    rows = ClearanceRequest.objects.open().filter(sending__commitment__in=list(keys)).select_related("sending")
    return {(row.sending.commitment_id, row.organisation_id): row for row in rows}


def _department(
    organisation: Organisation,
    is_lead: bool,
    sha256: str,
    said: Sequence[Signature],
    request: ClearanceRequest | None,
    clearing: ClearingPost,
    corrected: Sequence[Correction] = (),
) -> Department:
    state, answer = stand_of(said, sha256, is_asked=request is not None, corrected=corrected)
    return Department(organisation, is_lead, state, answer, request, clearing)
