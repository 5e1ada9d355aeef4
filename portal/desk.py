"""What waits for one person: asked of every app, each list with where to go on. Nothing here is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import EDITABLE_STATES, RequestState, State
from commitments.models import Commitment, GroupRequest
from commitments.reading import News, news_of
from core.dates import ago, readable
from drafting import owners, standing
from drafting.models import Suggestion
from drafting.waiting import for_person
from network import roles, two_steps
from network.choices import Role, Side
from network.models import Handover, MembershipRequest, Post, User
from notices import digest
from plans.choices import Owner, RuleChangeState
from plans.models import NarrativePart, Plan, RuleChange
from publications.models import Circulation
from signoffs import approval, endorsers, links, waiting
from signoffs.approval_telling import address as approval_address
from signoffs.endorsement_telling import endorse_address
from signoffs.models import ApprovalRequest, ClearanceRequest
from signoffs.telling import clear_address

LEADS = (Role.LEAD_OFFICIAL, Role.COORDINATOR)
SHOWN = 10


@dataclass(frozen=True)
class Item:
    """A row of components/task_list.html."""

    title: str
    href: str
    hint: str = ""
    status: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Group:
    """One heading of the desk; `more` says in words how many are not shown."""

    title: str
    items: list[Item] = field(default_factory=list)
    more: str = ""
    more_href: str = ""


def waiting_for(user: User) -> list[Group]:
    """Decisions and answers that somebody is waiting for from this person, as far as they may give them."""
    side = roles.side_of(user)
    led = roles.things(user, Plan, LEADS)
    groups = [
        _before_signing(user),
        _commitments(_("Commitments to take up"), _proposals(led, side), _proposal, user),
        _listed(_("Commitments that your department is asked to clear"), waiting.waiting_for(user), _clearance),
        _group(_("Commitments that wait for the minister"), approval.requests_for(user), _approval),
        _listed(_("Editions that wait for your side’s agreement"), list(for_person(user)), _edition),
        _group(_("Agreed commitments to send for clearance"), _agreed(user), _to_send),
        _group(_("Final drafts to read"), _unread(user), _circulation),
        _group(_("Suggestions to decide on"), _suggestions(user), _suggestion),
        _group(_("Rules of a plan that the other side asks to change"), _rule_changes(led, side), _rule_change),
        _group(_("People who ask to write in a working group"), _group_requests(led, side), _group_request),
        _group(_("Requests to join the network"), MembershipRequest.objects.visible_to(user).waiting(), _join_request),
        _group(_("Posts that were handed over to you"), _handovers(user), _handover),
        _group(_("Commitments that your organisation may endorse"), endorsers.waiting_for(user), _to_endorse),
    ]
    return [group for group in groups if group.items]


def writing_of(user: User) -> list[Group]:
    """The texts that are this person's to write."""
    side = roles.side_of(user)
    mine = roles.things(user, Commitment, [Role.DRAFTER]).filter(state__in=EDITABLE_STATES)
    in_order = mine.select_related("plan", "theme").order_by("plan", "position")
    groups = [
        _commitments(_("Your working groups"), in_order, _commitment, user),
        _group(_("Parts of the plan that you may write"), _parts(user, side), _part),
    ]
    return [group for group in groups if group.items]


def vacancies_of(user: User) -> list[Group]:
    """Vacant posts on this person's own side, for those who lead a plan."""
    side = roles.side_of(user)
    if not side or not roles.things(user, Plan, LEADS).exists():
        return []
    vacant = Post.objects.vacant().filter(side=side).with_holders()
    group = _group(_("Vacant posts on your side"), vacant, _vacancy)
    return [group] if group.items else []


def new_for(user: User) -> list[Group]:
    """What the next digest will say."""
    return [_news(group) for group in digest.items_for(user)]


def lately_told(user: User) -> list[Group]:
    """What the mails of the last seven days said."""
    return [_news(group) for group in digest.lately_sent_to(user)]


def _news(group: digest.Group) -> Group:
    return Group(group.title, [_line(line) for line in group.lines])


def _line(line: digest.Line) -> Item:
    times = " " + _("(%(count)d times)") % {"count": line.count} if line.count > 1 else ""
    return Item(line.title, line.href, f"{line.label}{times}, {line.when}. {line.why}")


def _listed(title: str, rows: list[Any], as_item: Any) -> Group:
    left = len(rows) - SHOWN
    more = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left} if left > 0 else ""
    return Group(title, [as_item(row) for row in rows[:SHOWN]], more)


def _group(title: str, found: QuerySet[Any], as_item: Any) -> Group:
    return _grouped(title, list(found[: SHOWN + 1]), found, as_item)


def _grouped(title: str, rows: list[Any], found: QuerySet[Any], as_item: Any) -> Group:
    left = found.count() - SHOWN if len(rows) > SHOWN else 0
    more = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left} if left else ""
    return Group(title, [as_item(row) for row in rows[:SHOWN]], more)


def _commitments(title: str, found: QuerySet[Commitment], as_item: Any, user: User) -> Group:
    """Each row with what is new in it to this person."""
    rows = list(found[: SHOWN + 1])
    news = news_of(rows[:SHOWN], user)
    return _grouped(title, rows, found, lambda one: _with_news(as_item(one), news.get(one.pk)))


def _with_news(item: Item, news: News | None) -> Item:
    return replace(item, hint=" · ".join(part for part in (item.hint, news.sentence) if part)) if news else item


def _proposals(led: QuerySet[Plan], side: Side | None) -> QuerySet[Commitment]:
    proposed = Commitment.objects.filter(plan__in=led.values("pk"), state=State.PROPOSED)
    return proposed.exclude(proposed_by_side=side or "").select_related("plan").order_by("proposed_at")


def _proposal(commitment: Commitment) -> Item:
    hint = _("Proposed by %(side)s on %(date)s") % {
        "side": commitment.get_proposed_by_side_display(),
        "date": readable(commitment.proposed_at),
    }
    return Item(str(commitment), commitment.get_absolute_url(), hint, _("Your decision"), "blue")


def _before_signing(user: User) -> Group:
    """What somebody in a post that signs has still to set up, so that they find out before it is urgent."""
    items = []
    if two_steps.is_missing(user):
        hint = _("Signing asks for a code of an app on your phone, or a passkey, each time.")
        items.append(Item(_("Set up two-step sign-in"), reverse("mfa_index"), hint, _("You cannot sign yet"), "red"))
    for post in links.posts_without_contacts(user):
        hint = _("Then you can approve by a personal link as well, without signing in.")
        address = reverse("by_link:contacts", args=[post.slug])
        items.append(Item(_("Record your two contacts"), address, hint, _("If you like"), "grey"))
    return Group(_("Before you sign"), items)


def _approval(request: ApprovalRequest) -> Item:
    commitment = request.sending.commitment
    hint = _("All departments have cleared it since %(date)s") % {"date": readable(request.asked_at)}
    return Item(str(commitment), approval_address(commitment), hint, _("Approve or decline"), "blue")


def _clearance(request: ClearanceRequest) -> Item:
    is_late = request.due_on < timezone.localdate()
    hint = _("%(department)s, due %(date)s") % {"department": request.organisation, "date": readable(request.due_on)}
    href = f"{clear_address(request.sending.commitment)}?department={request.organisation.slug}"
    status = _("Late") if is_late else _("Your answer")
    return Item(str(request.sending.commitment), href, hint, status, "red" if is_late else "blue")


def _edition(waits: Any) -> Item:
    """Of every kind of text: the other side has agreed to it as it is now, and this person's side is asked."""
    registration, thing, yes = waits
    words = {"number": yes.edition.number, "ago": ago(yes.signed_at), "who": standing.who(yes)}
    hint = _("Edition %(number)d, agreed %(ago)s by %(who)s") % words
    return Item(registration.name(thing), registration.agree_address(thing), hint, _("Your answer"), "blue")


def _agreed(user: User) -> QuerySet[Commitment]:
    led = roles.things(user, Plan, [Role.LEAD_OFFICIAL])
    return Commitment.objects.filter(plan__in=led.values("pk"), state=State.AGREED).select_related("plan", "theme")


def _to_send(commitment: Commitment) -> Item:
    return Item(str(commitment), commitment.get_absolute_url(), _("Agreed by both sides"), _("Send it"), "blue")


def _rule_changes(led: QuerySet[Plan], side: Side | None) -> QuerySet[RuleChange]:
    asked = RuleChange.objects.filter(plan__in=led.values("pk"), state=RuleChangeState.WAITING)
    return asked.exclude(asked_side=side or "").select_related("plan").order_by("asked_at")


def _rule_change(change: RuleChange) -> Item:
    return Item(str(change), change.get_absolute_url(), change.plan.title, _("Your answer"), "blue")


def _unread(user: User) -> QuerySet[Circulation]:
    return Circulation.objects.unread_by(user).select_related("plan").order_by("until", "pk")


def _circulation(circulation: Circulation) -> Item:
    hint = _("Until the end of %(date)s") % {"date": readable(circulation.until)}
    return Item(circulation.plan.title, circulation.get_absolute_url(), hint, _("To read"), "blue")


def _suggestions(user: User) -> QuerySet[Suggestion]:
    related = ("text__section__commitment__plan", "text__section__template_section", "text__narrative_part__plan")
    return Suggestion.objects.waiting_for(user).select_related(*related).order_by("created_at", "pk")


def _suggestion(suggestion: Suggestion) -> Item:
    found = owners.find(suggestion.text)
    assert found is not None, "only suggestions on texts that belong to something wait for anybody"
    registration, owner = found
    title = _("S%(number)d on %(place)s") % {"number": suggestion.number, "place": registration.title(owner)}
    hint = _("Suggested on %(date)s") % {"date": readable(suggestion.created_at)}
    href = registration.suggestion_address(owner, suggestion.number)
    return Item(title, href, hint, _("Your decision"), "blue")


def _group_requests(led: QuerySet[Plan], side: Side | None) -> QuerySet[GroupRequest]:
    """Of people of one's own side: the other lead answers theirs."""
    waiting = GroupRequest.objects.filter(commitment__plan__in=led.values("pk"), state=RequestState.WAITING)
    sides = roles.sides_of(waiting.order_by().values_list("person", flat=True))
    waiting = waiting.filter(person__in=[pk for pk, acts_for in sides.items() if acts_for == side])
    return waiting.select_related("commitment__plan", "person").order_by("asked_at")


def _group_request(request: GroupRequest) -> Item:
    href = reverse("commitments:group", args=[request.commitment.plan.slug, request.commitment.ref])
    hint = _("Asked on %(date)s") % {"date": readable(request.asked_at)}
    return Item(f"{request.person.name}: {request.commitment}", href, hint, _("Your answer"), "blue")


def _join_request(request: MembershipRequest) -> Item:
    hint = _("Asked on %(date)s") % {"date": readable(request.submitted_at)}
    return Item(
        _("Request %(reference)s") % {"reference": request}, request.get_absolute_url(), hint, _("Your answer"), "blue"
    )


def _handovers(user: User) -> QuerySet[Handover]:
    mine = Handover.objects.filter(accepted_at=None, tenure__post__in=Post.objects.held_by(user).values("pk"))
    return mine.exclude(tenure__person=user).select_related("tenure__post", "tenure__person").order_by("opened_at")


def _handover(handover: Handover) -> Item:
    hint = _("Left by %(person)s") % {"person": handover.tenure.person.name}
    href = reverse("network:handover", args=[handover.tenure.post.slug])
    return Item(str(handover.tenure.post), href, hint, _("Read and accept"), "blue")


def _to_endorse(commitment: Commitment) -> Item:
    return Item(
        str(commitment), endorse_address(commitment), commitment.plan.title, _("Your organisation’s word"), "blue"
    )


def _commitment(commitment: Commitment) -> Item:
    theme = commitment.theme.title if commitment.theme else ""
    return Item(
        str(commitment),
        commitment.get_absolute_url(),
        theme,
        str(State(commitment.state).label),
        commitment.state_colour,
    )


def _parts(user: User, side: Side | None) -> QuerySet[NarrativePart]:
    writers = roles.things(user, Plan, [Role.DRAFTER, *LEADS])
    owners: Iterable[str] = (Owner.BOTH, side) if side in (Side.GOVERNMENT, Side.CIVIL_SOCIETY) else ()
    found = NarrativePart.objects.filter(plan__in=writers.values("pk"), owner__in=owners)
    return found.select_related("plan").order_by("plan", "position")


def _part(part: NarrativePart) -> Item:
    return Item(part.title, part.get_absolute_url(), part.plan.title, str(Owner(part.owner).label))


def _vacancy(post: Any) -> Item:
    hint = _("Vacant since %(date)s") % {"date": readable(post.vacant_since)}
    return Item(str(post), post.get_absolute_url(), hint, _("Vacant"), "orange")
