"""What waits for one person's yes: asked of every kind of thing that the sides agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from drafting import agreement, subjects
from drafting.agreeables import Agreeable, Stand, agreeable_of, registered
from drafting.models import Signature
from network import roles
from network.choices import Side

MOST = 100  # things of one kind whose words are looked at


def for_person(user: Any) -> Iterator[tuple[Agreeable, Any, Signature]]:
    """Each thing with the other side's standing yes that this person's side is asked for, the oldest yes first."""
    side = roles.side_of(user) if user.is_authenticated else None
    if side is None:
        return
    for registration in registered():
        for thing, answer in _asked(registration, user, Side(side)):
            yield registration, thing, answer


def on(things: Sequence[Any], *, are_whole: bool = False) -> dict[int, tuple[Side, Signature]]:
    """By key, of things of one kind: the side whose yes is waited for, and the yes that asks for it. What nobody has
    agreed to yet waits for nobody.

    `are_whole`: their content was fetched with them (`Agreeable.whole`); otherwise that of those with a yes is.
    """
    if not things:
        return {}
    registration, rows = agreeable_of(things[0]), list(things)
    if not are_whole:
        asked = _with_a_yes(registration, [thing.pk for thing in things])
        rows = list(registration.whole(registration.model._default_manager.filter(pk__in=asked)))
    whole = [thing for thing in rows if not list(registration.closed(thing))]
    return {pk: found for pk, stands in agreement.stands_of(whole).items() if (found := _open(stands))}


def _asked(registration: Agreeable, user: Any, side: Side) -> list[tuple[Any, Signature]]:
    led = registration.led_by(user).filter(pk__in=_with_a_yes(registration, None))
    things = list(registration.whole(led)[:MOST])
    may = [thing for thing in things if side in registration.sides(thing) and not list(registration.closed(thing))]
    stands = agreement.stands_of(may)
    found = [(thing, waits[1]) for thing in may if (waits := _open(stands[thing.pk])) and waits[0] == side]
    return sorted(found, key=lambda row: row[1].signed_at)


def _with_a_yes(registration: Agreeable, keys: Sequence[int] | None) -> list[int]:
    """Keys of those to which one side has said yes and not all with the same edition."""
    rows = Signature.objects.standing().filter(
        edition__content_type=subjects.content_type_of(registration.model), verb__in=agreement.VERBS
    )
    if keys is not None:
        rows = rows.filter(edition__object_id__in=keys)
    said: dict[int, list[tuple[str, str, bool]]] = {}
    for pk, row_side, digest, is_yes in rows.values_list("edition__object_id", "side", "edition__sha256", "is_yes"):
        said.setdefault(pk, []).append((row_side, digest, is_yes))
    return [pk for pk, rows_of in said.items() if any(is_yes for *_rest, is_yes in rows_of) and not _is_whole(rows_of)]


def _is_whole(said: list[tuple[str, str, bool]]) -> bool:
    yes = [(side, digest) for side, digest, is_yes in said if is_yes]
    return len({side for side, _digest in yes}) > 1 and len({digest for _side, digest in yes}) == 1


def _open(stands: Sequence[Stand]) -> tuple[Side, Signature] | None:
    """The side that is asked: another stands by a yes to the present words, and it has said neither yes nor no to them
    (nor taken a yes back)."""
    asking = next((stand.answer for stand in stands if stand.has_agreed), None)
    waits = [stand for stand in stands if not stand.has_agreed and not (stand.is_current and stand.answer)]
    return (waits[0].side, asking) if asking and waits else None
