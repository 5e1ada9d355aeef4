"""Where the words of many threads or suggestions stand now."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from drafting.anchors import Anchor, Span, followed, in_place
from drafting.models import Revision, Suggestion, Thread

Key = TypeVar("Key", bound=Hashable)


def placed(
    anchored: Sequence[tuple[Key, Thread | Suggestion, int | None]], bodies: Mapping[int, str]
) -> dict[Key, Span | None]:
    """By key: where the words of each stand in its text now, None when they are gone.

    `anchored`: key, the thread or suggestion, the revision it was made on; `bodies`: what each text says, by its key.
    One query, and only if the words of one do not stand as they were.
    """
    found = {key: in_place(anchor_of(one), bodies[one.text_id]) for key, one, _base in anchored}
    lost = [entry for entry in anchored if found[entry[0]] is None]
    bases = Revision.objects.in_bulk({base for _key, _one, base in lost if base}) if lost else {}
    for key, one, base in sorted(lost, key=lambda entry: entry[2] or 0):  # those of one revision in a row
        found[key] = followed(anchor_of(one), bases[base].body if base else "", bodies[one.text_id])
    return found


def anchor_of(one: Thread | Suggestion) -> Anchor:
    return Anchor(one.quote, one.before, one.after)
