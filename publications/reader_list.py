"""The list of those who read a circulated draft: who has read it, when and how, as everybody on it sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import readable_moment
from network.models import Tenure, User
from publications.choices import Opened
from publications.models import Circulation, CirculationOpening, CirculationReader


@dataclass(frozen=True)
class Row:
    """`reads` is who reads for the entry today; `openings` are theirs, `earlier` those of who held the post before."""

    number: int
    name: str
    href: str
    reads: str
    side: str
    openings: list[str]
    earlier: list[str]
    can_remove: bool

    @property
    def is_read(self) -> bool:
        return bool(self.openings)

    @property
    def is_vacant(self) -> bool:
        return not self.reads


@dataclass(frozen=True)
class ReaderList:
    rows: list[Row]

    @property
    def read_count(self) -> int:
        return sum(row.is_read for row in self.rows)

    @property
    def in_words(self) -> str:
        """9 of 14 have read it."""
        words = ngettext("%(read)d of %(all)d has read it", "%(read)d of %(all)d have read it", self.read_count)
        return words % {"read": self.read_count, "all": len(self.rows)}


def of(circulation: Circulation, user: Any) -> ReaderList:
    """As `user` sees it, who may see it: three queries, and what they may change."""
    entries = list(circulation.readers.on_list().select_related("person", "post__organisation", "post__network"))
    posts = [entry.post_id for entry in entries if entry.post_id]
    tenures = Tenure.objects.current().filter(post__in=posts).select_related("person")
    holders = {tenure.post_id: tenure.person for tenure in tenures}
    openings: dict[int, list[CirculationOpening]] = {}
    for opening in CirculationOpening.objects.filter(reader__in=entries).select_related("person"):
        openings.setdefault(opening.reader_id, []).append(opening)
    rows = []
    for entry in entries:
        entry.circulation = circulation
        holder = holders.get(entry.post_id) if entry.post_id else entry.person
        rows.append(_row(entry, holder, openings.get(entry.pk, []), user))
    return ReaderList(rows)


def _row(entry: CirculationReader, holder: User | None, openings: Iterable[CirculationOpening], user: Any) -> Row:
    mine = [one for one in openings if holder and one.person_id == holder.pk]
    others = [one for one in openings if not holder or one.person_id != holder.pk]
    return Row(
        number=entry.number,
        name=str(entry),
        href=entry.post.get_absolute_url() if entry.post else "",
        reads=str(holder) if holder else "",
        side=entry.side,
        openings=_in_words(mine),
        earlier=[f"{person}: {', '.join(_in_words(theirs))}" for person, theirs in _by_person(others).items()],
        can_remove=bool(user.has_perm("publications.choose_reader", entry)),
    )


def _by_person(openings: Iterable[CirculationOpening]) -> dict[User, list[CirculationOpening]]:
    found: dict[User, list[CirculationOpening]] = {}
    for one in openings:
        found.setdefault(one.person, []).append(one)
    return found


def _in_words(openings: Iterable[CirculationOpening]) -> list[str]:
    """the page, 3 June 2026, 10:00 (4 times, last on 5 June 2026, 9:12): one line for each way."""
    rows = list(openings)
    return [_line(what, moments) for what in Opened if (moments := [one.opened_at for one in rows if one.what == what])]


def _line(what: Opened, moments: list[datetime]) -> str:
    line = f"{what.label}, {readable_moment(moments[0])}"
    if len(moments) == 1:
        return line
    words = {"count": len(moments), "last": readable_moment(moments[-1])}
    return f"{line} ({_('%(count)d times, last on %(last)s') % words})"
