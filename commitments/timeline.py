"""Everything that happened to a commitment in one line of time: words written, fields changed, acts that bind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments import said, weakened
from commitments.models import Commitment, CommitmentOrganisation, Milestone, MilestoneOrganisation
from commitments.weakened import Find, Number
from commitments.weakening import Finding
from core.dates import readable
from drafting.models import Revision
from ledger import visibility, wording
from ledger.models import Entry
from network.choices import Role
from network.models import Post

if TYPE_CHECKING:
    from network.models import User

FIELDS = (
    "title", "ref", "theme_id", "origin", "other_actors_text", "starts_text", "starts_on", "ends_text", "ends_on",
    "values", "policy_areas", "continues_id", "ogp_id", "status", "result", "next_steps",
)  # fmt: skip
MILESTONE_FIELDS = (
    "text", "ref", "starts_text", "starts_on", "ends_text", "ends_on", "expected_outputs", "status", "result",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    at: dt.datetime
    what: str
    who: str = ""
    post: str = ""
    side: str = ""
    note: str = ""
    href: str = ""
    changes: tuple[Change, ...] = field(default=())
    weaker: tuple[Finding, ...] = ()
    # What became weaker, asked for one page at a time.
    find: Find | None = field(default=None, repr=False, compare=False)
    revision: Number | None = None


def with_weakening(page: Sequence[Event]) -> list[Event]:
    """Each event of a page with what it made weaker. One query."""
    bodies = weakened.read_bodies(event.revision for event in page if event.revision)
    return [replace(event, weaker=tuple(event.find(bodies))) if event.find else event for event in page]


def events(commitment: Commitment, user: Any) -> list[Event]:
    """Newest first, for someone who may see the commitment: the same for all but the rooms of their side. A constant
    number of queries."""
    found = [*_revisions(commitment), *_milestones(commitment), *_organisations(commitment), *_fields(commitment)]
    acts = _acts(commitment, user)
    said_of = [*said.suggestions(commitment, user), *said.comments(commitment, user)]
    talk = [Event(one.at, one.what, one.who, one.post, one.side, one.note, one.href) for one in said_of]
    return sorted([*found, *acts, *talk], key=lambda event: event.at, reverse=True)


def _acts(commitment: Commitment, user: Any) -> Iterator[Event]:
    closed = visibility.closed_to(user, verb="verb", entry="pk")
    entries = list(Entry.objects.about(commitment).exclude(closed))
    slugs = {entry.content["data"].get("post") for entry in entries}
    posts = {
        post.slug: str(post) for post in Post.objects.filter(slug__in=slugs).select_related("organisation", "network")
    }
    for entry in entries:
        yield Event(
            at=entry.at,
            what=wording.label_for(entry.verb),
            who=entry.actor_name,
            post=", ".join(part for part in (entry.post, entry.organisation) if part),
            side=entry.side,
            note=entry.reason or _role(entry, posts),
            href=entry.get_absolute_url(),
        )


def _role(entry: Entry, posts: dict[str, str]) -> str:
    """What a grant gave, and to which post; a person given a role without a post is not named by the leaf."""
    role, post = entry.content["data"].get("role"), entry.content["data"].get("post")
    if not role:
        return ""
    return f"{Role(role).label}: {posts.get(post, post)}" if post else str(Role(role).label)


def _revisions(commitment: Commitment) -> Iterator[Event]:
    revisions = Revision.objects.filter(text__section__commitment=commitment).defer("body")
    for one in revisions.select_related("author", "text__section__template_section"):
        section = one.text.section.template_section
        address = [commitment.plan.slug, commitment.ref, section.key]
        if one.number > 1:
            href = reverse("commitments:compare_section", args=[*address, one.number - 1, one.number])
        else:
            href = reverse("commitments:section_revision", args=[*address, one.number])
        yield Event(
            at=one.created_at,
            what=_("Wrote “%(section)s” (revision %(number)d)") % {"section": section.title, "number": one.number},
            who=str(one.author or ""),
            post=one.post,
            side=one.side,
            note=one.note,
            href=href,
            revision=(one.text_id, one.number) if one.number > 1 else None,
            find=weakened.by_revision(one.text_id, one.number) if one.number > 1 else None,
        )


def _fields(commitment: Commitment) -> Iterator[Event]:
    rows = list(commitment.history.select_related("history_user").order_by("history_id"))
    earlier = Commitment.objects.filter(pk__in={row.continues_id for row in rows}).select_related("plan")
    words = {
        "theme_id": {theme.pk: theme.title for theme in commitment.plan.themes.all()},
        "continues_id": {one.pk: one.ledger_name() for one in earlier},
    }
    for old, new in zip(rows, rows[1:], strict=False):
        if changes := _changes(Commitment, old, new, FIELDS, words):
            find = weakened.by_details(old, new)
            yield Event(new.history_date, _("Changed the details"), _person(new), changes=changes, find=find)


def _milestones(commitment: Commitment) -> Iterator[Event]:
    rows = Milestone.history.filter(commitment_id=commitment.pk).select_related("history_user").order_by("history_id")
    last: dict[int, Any] = {}
    for old, new in _pairs(rows):
        last[new.id] = new
        if old is None:
            yield Event(new.history_date, _("Added a milestone"), _person(new), note=new.text)
            continue
        find = weakened.by_milestone(old, new)
        if new.history_type == "-":
            yield Event(new.history_date, _("Removed a milestone"), _person(new), note=new.text, find=find)
        elif changes := _changes(Milestone, old, new, MILESTONE_FIELDS, {}):
            yield Event(new.history_date, _("Changed a milestone"), _person(new), changes=changes, find=find)
    yield from _released(last)


def _released(milestones: dict[int, Any]) -> Iterator[Event]:
    rows = MilestoneOrganisation.history.filter(milestone_id__in=list(milestones), history_type="-")
    in_order = rows.select_related("history_user", "organisation").order_by("history_id")
    for row, find in weakened.released(in_order, milestones):
        note = f"{row.organisation} – {milestones[row.milestone_id].text}"
        what = _("Removed an organisation from a milestone")
        yield Event(row.history_date, what, _person(row), note=note, find=find)


def _organisations(commitment: Commitment) -> Iterator[Event]:
    history = CommitmentOrganisation.history.filter(commitment_id=commitment.pk)
    rows = list(history.select_related("history_user", "organisation").order_by("history_id"))
    gone = {one.row.history_id: one.find for one in weakened.removals(rows)}
    for old, new in _pairs(rows):
        note = f"{new.organisation} – {new.get_part_display()}"
        if new.history_type == "-":
            find = gone[new.history_id]
            yield Event(new.history_date, _("Removed an organisation"), _person(new), note=note, find=find)
        elif old is None:
            yield Event(new.history_date, _("Named an organisation"), _person(new), note=note)


def _pairs(rows: Iterable[Any]) -> Iterator[tuple[Any | None, Any]]:
    """Each history entry with the one before it of the same row."""
    last: dict[int, Any] = {}
    for row in rows:
        yield last.get(row.id), row
        last[row.id] = row


def _changes(
    model: type[Any], old: Any, new: Any, names: Iterable[str], words: dict[str, dict[int, str]]
) -> tuple[Change, ...]:
    return tuple(
        Change(
            label=str(model._meta.get_field(name.removesuffix("_id") if name != "ogp_id" else name).verbose_name),
            old=_shown(old, name, words),
            new=_shown(new, name, words),
        )
        for name in names
        if getattr(old, name) != getattr(new, name)
    )


def _shown(row: Any, name: str, words: dict[str, dict[int, str]]) -> str:
    value = getattr(row, name)
    if value in (None, "", []):
        return ""
    if name in words:
        return words[name].get(value, "")
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dt.date):
        return readable(value)
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)


def _person(row: Any) -> str:
    person: User | None = row.history_user
    return str(person) if person else ""
