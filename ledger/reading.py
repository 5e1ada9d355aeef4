"""What a reader of the ledger's public pages is told about an act: nothing about things that are hidden from them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ledger import visibility, wording
from ledger.actors import Person
from ledger.choices import OpeningField
from ledger.models import Entry
from ledger.services import name_of


@dataclass(frozen=True)
class Telling:
    """Ready strings; `thing` and `statement` are empty for a thing that the reader may not see."""

    index: int
    href: str
    act: str
    at: str
    kind: str
    thing: str
    thing_href: str
    actor: str
    post: str
    organisation: str
    side: str
    reason: str
    statement: str
    openings: dict[str, dict[str, str]]


def tell(entries: Iterable[Entry], reader: Person) -> list[Telling]:
    """The acts in words for `reader`; entries come with_openings()."""
    entries = list(entries)
    things = visibility.visible_things(entries, reader)
    may_open, may_name = visibility.opened(entries, reader)
    return [
        _telling(
            entry,
            things.get((entry.thing_label, entry.thing_id)),
            is_opened=entry.index in may_open,
            is_named=entry.index in may_name,
        )
        for entry in entries
    ]


def kind_of(thing_label: str) -> str:
    try:
        return str(apps.get_model(thing_label)._meta.verbose_name)
    except (LookupError, ValueError):
        return thing_label


def _telling(entry: Entry, thing: Model | None, *, is_opened: bool, is_named: bool) -> Telling:
    openings = _disclosed(entry, thing, is_opened=is_opened, is_named=is_named)
    address = getattr(thing, "get_absolute_url", None)
    return Telling(
        index=entry.index,
        href=entry.get_absolute_url(),
        act=wording.label_for(entry.verb),
        at=date_format(localtime(entry.at), "j F Y, H:i"),
        kind=capfirst(kind_of(entry.thing_label)),
        thing=name_of(thing) if thing else "",
        thing_href=address() if address else "",
        actor=_actor(entry, openings),
        post=_clear(entry, OpeningField.POST, openings),
        organisation=_clear(entry, OpeningField.ORGANISATION, openings),
        side=entry.side,
        reason=entry.public_reason or openings.get(OpeningField.REASON, {}).get("value", ""),
        statement=openings.get(OpeningField.STATEMENT, {}).get("value", ""),
        openings=openings,
    )


OF_A_SEALED_ACT = {
    OpeningField.POST,
    OpeningField.ORGANISATION,
    OpeningField.STATEMENT,
    OpeningField.REASON,
    OpeningField.PRIVATE,
}


def _disclosed(entry: Entry, thing: Model | None, *, is_opened: bool, is_named: bool) -> dict[str, dict[str, str]]:
    """The openings a reader may have: names of those who act in a post, words about things they may see; of a sealed
    act what `visibility.register_sealed` says.

    A thing's earlier name stays closed: it may be older than its publication.
    """
    allowed: set[str] = set()
    if entry.is_sealed:
        allowed |= OF_A_SEALED_ACT if is_opened else set()
        allowed |= {OpeningField.NAME, OpeningField.ON_BEHALF_OF} if is_named else set()
    else:
        allowed |= {OpeningField.NAME, OpeningField.ON_BEHALF_OF} if entry.post else set()
        allowed |= {OpeningField.STATEMENT} if thing and wording.is_statement_public(entry.verb) else set()
    if thing and entry.thing_name == name_of(thing):
        allowed.add(OpeningField.THING_NAME)
    return {
        opening.field: {"salt": opening.salt, "value": opening.value}
        for opening in entry.openings.all()
        if opening.field in allowed
    }


def _clear(entry: Entry, field: OpeningField, openings: dict[str, dict[str, str]]) -> str:
    """What the leaf says in clear, or what was opened for this reader."""
    value = entry.content["actor"][field]
    return value if isinstance(value, str) else openings.get(field, {}).get("value", "")


def _actor(entry: Entry, openings: dict[str, dict[str, str]]) -> str:
    if name := openings.get(OpeningField.NAME, {}).get("value", ""):
        principal = openings.get(OpeningField.ON_BEHALF_OF, {}).get("value", "")
        values = {"name": name, "principal": principal}
        return _("%(name)s on behalf of %(principal)s") % values if principal else name
    if entry.content["actor"]["person"] is None:
        return _("The system")
    if entry.is_sealed:
        return _("A person in a post")
    if entry.post:
        return _("A person whose name has been erased")
    return _("A person not acting in a post")
