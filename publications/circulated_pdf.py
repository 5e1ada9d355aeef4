"""The PDF that each reader of a circulated text gets, with their name on every page. Kept while they may read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import files, jobs, pdf
from core.dates import readable
from core.models import Job, KeptFile
from network.models import User
from publications.documents import Document, Mark, plan_document
from publications.models import Circulation, CirculationReader
from publications.services import LOOK, PDF

if TYPE_CHECKING:
    from typing import Any

JOB = "publications.render_circulated_pdf"
PREFIX = "circulated"


@dataclass(frozen=True)
class Copy:
    """What one person downloads, by one entry of the list."""

    reader: CirculationReader
    person: User

    @property
    def circulation(self) -> Circulation:
        return self.reader.circulation

    @property
    def name(self) -> str:
        """NAME (POST), as it is printed."""
        return f"{self.person} ({self.reader.post})" if self.reader.post else str(self.person)

    @property
    def key(self) -> str:
        """Everything that is printed in it follows from these: a circulation and its edition never change."""
        printed = f"{self.circulation.edition.sha256} {self.circulation.until} {self.name}"
        return f"{_folder(self.reader)}{hashlib.sha256(printed.encode()).hexdigest()}/{LOOK}"

    @property
    def argument(self) -> str:
        return f"{self.reader.pk}:{self.person.pk}"


def copy_of(circulation: Circulation, person: Any, at: datetime | None = None) -> Copy | None:
    """The copy of this person, who may read now; of several entries that mean them the first has its name printed."""
    return _first(circulation.readers.visible_to(person, at), person)


def kept(copy: Copy) -> KeptFile | None:
    return files.kept(copy.key)


def prepare(copy: Copy) -> Job:
    """The job that makes it; one that failed is done again with all its tries."""
    latest = jobs.latest(JOB, copy.argument)
    return jobs.retry(latest) if latest and latest.is_failed else jobs.enqueue(JOB, copy.argument)


def job_of(copy: Copy) -> Job:
    """What is being done for a file that is not there."""
    latest = jobs.latest(JOB, copy.argument)
    return latest if latest and not latest.is_done else jobs.enqueue(JOB, copy.argument)


def make(argument: str) -> KeptFile | None:
    """Render and keep what the job names; None, and nothing is kept, if they may not read, or no longer when the file
    is ready."""
    copy = _named(argument)
    if copy is None:
        return None
    if found := kept(copy):
        return found
    with translation.override(settings.LANGUAGE_CODE):
        document = document_for(copy)
    made = pdf.render_in_subprocess(document.html, title=document.title, lang=document.lang)
    with transaction.atomic():
        Circulation.objects.select_for_update().get(pk=copy.circulation.pk)
        now = _named(argument)
        if now is None or now.key != copy.key:
            return None
        forget(copy.reader)  # what was printed for an earlier holder of the post
        return files.keep(made.pdf, key=copy.key, name=f"{copy.circulation.plan.slug}-draft.pdf", media_type=PDF)


# What is printed


def document_for(copy: Copy) -> Document:
    circulation = copy.circulation
    mark = mark_of(circulation, copy.name)
    document = plan_document(circulation.edition.data, mark, at=circulation.started_at, plan_file=b"")
    # Without the plan file inside: it would be the whole text without a name.
    return replace(document, attachments=())


def mark_of(circulation: Circulation, name: str = "") -> Mark:
    """What a copy says about itself. With a name it stands on the cover and at the foot of every page; all else is
    the same for everyone."""
    digest, until = circulation.edition.sha256, readable(circulation.until)
    kind, day = _("Final draft, in circulation"), readable(timezone.localdate(circulation.started_at))
    state = _("As it stood on %(day)s. Not published.") % {"day": day}
    facts = [(_("Kind"), kind), (_("State"), state), (_("Circulated until"), until)]
    for_whom = _("For %(name)s, circulated until %(day)s") % {"name": name, "day": until} if name else ""
    footer = f"{for_whom} · SHA-256 {digest[:16]}…"
    lines = [state, for_whom] if name else [state]
    return Mark(kind=kind, lines=lines, footer=footer, title=_("About this draft"), facts=facts, sha256=digest)


# Taking away


def forget(reader: CirculationReader) -> None:
    files.forget(KeptFile.objects.filter(key__startswith=_folder(reader)))


def forget_all(circulation: Circulation) -> None:
    files.forget(KeptFile.objects.filter(key__startswith=f"{PREFIX}/{circulation.pk}/"))


def forget_lapsed(at: datetime | None = None) -> int:
    """Take away what nobody may open any more: the day is over, or the post has another holder. Says how many."""
    found = KeptFile.objects.filter(key__startswith=f"{PREFIX}/")
    if not found.exists():
        return 0
    readers = CirculationReader.objects.running(at).select_related(*WHOLE).defer("circulation__edition__content")
    still = {Copy(reader, person).key for reader in readers if (person := _stands_for(reader, at))}
    return files.forget(found.exclude(key__in=still))


# Inside

WHOLE = ("circulation__plan", "circulation__edition", "post__organisation", "post__network", "person")


def _folder(reader: CirculationReader) -> str:
    return f"{PREFIX}/{reader.circulation_id}/{reader.pk}/"


def _first(entries: Any, person: User) -> Copy | None:
    reader = entries.select_related(*WHOLE).defer("circulation__edition__content").order_by("number").first()
    return Copy(reader, person) if reader else None


def _named(argument: str) -> Copy | None:
    entry, _colon, number = argument.partition(":")
    person = User.objects.filter(pk=int(number), is_active=True).first()
    return _first(CirculationReader.objects.visible_to(person).filter(pk=int(entry)), person) if person else None


def _stands_for(reader: CirculationReader, at: datetime | None) -> User | None:
    tenure = reader.post.current_tenure(at) if reader.post else None
    return tenure.person if tenure else reader.person
