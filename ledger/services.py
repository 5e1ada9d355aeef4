import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from core.canonical import normalise
from ledger import leaves, tree
from ledger.actors import Actor, Person, actor_for
from ledger.choices import OpeningField
from ledger.models import Entry, Node, Opening

LOCK = 0x06962  # any constant of our own: who holds it may append


def record(
    *,
    verb: str,
    thing: Model,
    by: Person,
    reason: str = "",
    reason_is_public: bool = False,
    statement: str = "",
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    actor: Actor | None = None,
    private: Mapping[str, Any] | None = None,
    is_sealed: bool = False,
) -> Entry:
    """Append one act to the ledger, inside the transaction of the act itself (outside: TransactionManagementError).

    The leaf is public: `verb`, kind and number of the thing, post, organisation, side, times and `data` stand in it
    in clear, so `data` holds references and hashes, never words of a draft or names of people. The reason stands in
    clear only if `reason_is_public`. Names, statement and private reasons are committed to (leaves.build), and so is
    `private`; where the act `is_sealed`, post and organisation too: who may open it says `visibility.register_sealed`.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An act is recorded in the transaction that makes it.")
    now = timezone.now()
    act = leaves.Act(
        verb=verb,
        thing_label=thing._meta.label_lower,
        thing_id=str(thing.pk),
        thing_name=name_of(thing),
        actor=actor or actor_for(by, thing),
        at=at or now,
        recorded_at=now,
        reason=reason.strip(),
        is_reason_public=reason_is_public,
        statement=statement,
        data=data,
        private=private,
        is_sealed=is_sealed,
    )
    return append(act)


def name_of(thing: Model) -> str:
    named = getattr(thing, "ledger_name", None)
    return str(named()) if callable(named) else str(thing)


def append(act: leaves.Act) -> Entry:
    """Write the next leaf, its openings and the nodes that it completes. Writers queue up behind each other."""
    _lock()
    index = size()
    leaf, openings = leaves.build(index, act)
    entry = Entry.objects.create(
        index=index,
        leaf=leaf.decode(),
        leaf_hash=tree.leaf_hash(leaf).hex(),
        verb=act.verb,
        thing_label=act.thing_label,
        thing_id=act.thing_id,
        side=act.actor.side,
        at=act.at,
    )
    Opening.objects.bulk_create(
        Opening(entry=entry, field=field, salt=secret.salt, value=secret.value) for field, secret in openings.items()
    )
    _complete_nodes(entry)
    return entry


def size() -> int:
    """How many acts are on record."""
    highest: int | None = Entry.objects.aggregate(highest=Max("index"))["highest"]
    return 0 if highest is None else highest + 1


def nodes(keys: Iterable[tree.NodeKey]) -> dict[tree.NodeKey, bytes]:
    """The hashes of complete subtrees, in at most two queries."""
    keys = set(keys)
    found = {
        (0, index): bytes.fromhex(value)
        for index, value in Entry.objects.filter(index__in=[p for level, p in keys if level == 0]).values_list(
            "index", "leaf_hash"
        )
    }
    upper = [key for key in keys if key[0]]
    rows = Node.objects.filter(level__in={key[0] for key in upper}, position__in={key[1] for key in upper})
    found |= {(level, p): bytes.fromhex(value) for level, p, value in rows.values_list("level", "position", "hash")}
    return found


@transaction.atomic
def erase_person(person: AbstractBaseUser, *, by: Person, reason: str) -> int:
    """Erase `person` from every act: name and number where they acted, and words in which their name stands.

    The tree stays whole and says that it was done; `reason` is public. Returns the number of acts concerned.
    """
    own = Opening.objects.filter(field=OpeningField.PERSON, value=str(person.pk)).values("entry_id")
    acted = Opening.objects.filter(entry_id__in=own, field__in=[OpeningField.NAME, OpeningField.PERSON])
    openings = {opening.pk: opening for opening in [*acted, *_mentioning(str(person))]}
    erase(openings.values(), by=by, reason=reason)
    return len({opening.entry_id for opening in openings.values()})


def _mentioning(name: str) -> list[Opening]:
    """Openings in whose words the whole name stands, except names of other people who acted."""
    name = normalise(name).strip()
    if not name:
        return []
    found = Opening.objects.filter(value__contains=name).exclude(field__in=[OpeningField.NAME, OpeningField.PERSON])
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return [opening for opening in found if whole.search(opening.value)]


@transaction.atomic
def erase(openings: Iterable[Opening], *, by: Person, reason: str) -> None:
    """Delete openings and record which, so that a later check tells an erasure from a loss."""
    openings = list(openings)
    erased: dict[int, list[str]] = {}
    for opening in sorted(openings, key=lambda opening: (opening.entry_id, opening.field)):
        erased.setdefault(opening.entry_id, []).append(opening.field)
    for index in sorted(erased):
        act = _erasure(Entry.objects.get(pk=index), erased[index], by, reason)
        append(act)
    Opening.objects.filter(pk__in=[opening.pk for opening in openings]).delete()


def _erasure(entry: Entry, fields: list[str], by: Person, reason: str) -> leaves.Act:
    now = timezone.now()
    return leaves.Act(
        verb="ledger.erase",
        thing_label=Entry._meta.label_lower,
        thing_id=str(entry.index),
        thing_name="",
        actor=actor_for(by, entry),
        at=now,
        recorded_at=now,
        reason=reason,
        is_reason_public=True,
        data={"fields": sorted(fields)},
    )


def _lock() -> None:
    """PostgreSQL: an advisory lock until the transaction ends. SQLite: an immediate transaction has the file."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _complete_nodes(entry: Entry) -> None:
    keys = list(tree.completed_by(entry.index))
    if not keys:
        return
    lefts = nodes((level - 1, 2 * position) for level, position in keys)
    current = bytes.fromhex(entry.leaf_hash)
    completed: list[Node] = []
    for level, position in keys:
        current = tree.node_hash(lefts[level - 1, 2 * position], current)
        completed.append(Node(level=level, position=position, hash=current.hex()))
    Node.objects.bulk_create(completed)
