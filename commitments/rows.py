"""Rows and cards of lists with ready strings: the template only sets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from commitments.board import waits_of
from commitments.choices import STATE_COLOURS, Origin, State
from drafting import waiting

if TYPE_CHECKING:
    from commitments.models import Commitment
    from commitments.reading import News


@dataclass(frozen=True)
class Row:
    ref: str
    title: str
    href: str
    theme: str
    state: str
    colour: str
    origin: str
    leads: str
    ends: str
    waits: str = ""
    is_without_agreement: bool = False
    news: News | None = None


def rows_of(commitments: Iterable[Commitment], news: Mapping[int, News] | None = None) -> list[Row]:
    """From a queryset ``with_card()``; `news` is what is new to the reader, by key."""
    commitments = list(commitments)
    asked = waiting.on([one for one in commitments if one.state == State.DRAFTING])
    states = {state.value: str(state.label) for state in State}
    origins = {origin.value: str(origin.label) for origin in Origin}
    stem = ""
    found = []
    for one in commitments:
        stem = stem or reverse("commitments:index", args=[one.plan.slug])
        found.append(
            Row(
                ref=one.ref,
                title=one.title,
                href=f"{stem}{one.ref}/",
                theme=one.theme.title if one.theme else "",
                state=states[one.state],
                colour=STATE_COLOURS[State(one.state)],
                origin=origins[one.origin],
                leads=", ".join(part.organisation.acronym or part.organisation.name for part in one.leads),  # type: ignore[attr-defined]
                ends=one.ends_text,
                waits=waits_of(one, asked),
                is_without_agreement=one.is_without_agreement,
                news=(news or {}).get(one.pk),
            )
        )
    return found
