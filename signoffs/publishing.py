"""What is published beside the words of a final edition: who supports it and who does not. Taken at the hour of
publication, kept with the edition, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from commitments.models import Commitment
from plans.models import Plan
from signoffs import endorsing
from signoffs.endorsing import Choir, Voice
from signoffs.models import Endorsement

WHOLE = ""  # the key of the whole plan, where the others are references of commitments
Beside = dict[str, Any]


def beside(plan: Plan, *, sha256: str, commitments: Mapping[str, str]) -> Beside:
    """What stands beside the plan's edition with this hash, and beside each of its commitments (hash by reference).

        {"stances": {ref: [{"organisation", "acronym", "side", "stance", "statement", "on", "edition", "is_earlier"}]},
         "unnamed": {ref: [{"stance", "is_earlier", "count"}]}}

    Plain data; an empty part is left out, so that {} says nothing. Without consent an organisation is only counted.
    """
    refs = dict(Commitment.objects.filter(plan=plan, ref__in=commitments).values_list("pk", "ref"))
    by_ref: dict[str, list[Endorsement]] = {}
    for row in Endorsement.objects.filter(plan=plan).with_acts():
        ref = WHOLE if row.commitment_id is None else refs.get(row.commitment_id)
        if ref is not None:
            by_ref.setdefault(ref, []).append(row)
    choirs = {ref: _choir(found, commitments.get(ref, sha256)) for ref, found in by_ref.items()}
    found = {
        "stances": {ref: [_stance(voice) for voice in choir.voices] for ref, choir in choirs.items() if choir.voices},
        "unnamed": {ref: _unnamed(choir) for ref, choir in choirs.items() if choir.unnamed},
    }
    return {name: part for name, part in found.items() if part}


def _choir(rows: list[Endorsement], sha256: str) -> Choir:
    """As the public will hear it: named are those who agree to it now."""
    chains: dict[int, Endorsement] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        chains[row.organisation_id] = row
    last = list(chains.values())
    return endorsing.choir_of(last, {row.pk for row in last if row.is_name_public}, sha256)


def _stance(voice: Voice) -> dict[str, Any]:
    said, organisation = voice.now, voice.now.organisation
    return {
        "organisation": organisation.name,
        "acronym": organisation.acronym,
        "side": organisation.side,
        "stance": said.stance,
        "statement": said.statement,
        "on": timezone.localdate(said.signature.signed_at).isoformat(),
        "edition": said.signature.edition.number,
        "is_earlier": voice.is_of_earlier_text,
    }


def _unnamed(choir: Choir) -> list[dict[str, Any]]:
    return [
        {"stance": str(group.stance), "is_earlier": group.is_of_earlier_text, "count": group.count}
        for group in choir.unnamed
    ]
