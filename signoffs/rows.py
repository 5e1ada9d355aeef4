"""The rows of the board, and of whatever asks the same questions about fewer commitments."""

from __future__ import annotations

from collections.abc import Iterable

from commitments.choices import State
from commitments.models import Commitment
from drafting import editions, subjects
from drafting.models import Edition, Signature
from signoffs.columns import Row
from signoffs.models import Sending

FIXED = (State.CLEARANCE, State.APPROVED)  # here the words that were sent are the words that count


def rows_of(commitments: Iterable[Commitment]) -> list[Row]:
    """In the order given; a number of queries that does not grow with them."""
    commitments = list(commitments)
    sent = last_sent(commitments)
    now = _hashes([one for one in commitments if not (one.state in FIXED and one.pk in sent)])
    return [_row(one, sent.get(one.pk), now.get(one.pk, "")) for one in commitments]


def row_of(commitment: Commitment) -> Row:
    return rows_of([commitment])[0]


def last_sent(commitments: Iterable[Commitment]) -> dict[int, Edition]:
    """The edition that is, or last was, in clearance, by key of the commitment."""
    found = Sending.objects.filter(commitment__in=[one.pk for one in commitments]).order_by("sent_at", "pk")
    return {sending.commitment_id: sending.edition for sending in found.select_related("edition")}


def _row(commitment: Commitment, edition: Edition | None, now: str) -> Row:
    is_fixed = edition is not None and commitment.state in FIXED
    return Row(commitment, edition.sha256 if edition and is_fixed else now, edition)


def _hashes(commitments: list[Commitment]) -> dict[int, str]:
    """What they say now, of those about which anything was ever signed: of the others nothing is compared with it."""
    keys = [one.pk for one in commitments]
    if not keys:
        return {}
    kind = subjects.content_type_of(Commitment)
    signed = Signature.objects.filter(edition__content_type=kind, edition__object_id__in=keys).order_by()
    wanted = set(signed.values_list("edition__object_id", flat=True).distinct())
    found = Commitment.objects.filter(pk__in=wanted).with_content() if wanted else []
    return {one.pk: editions.sha256_of(one) for one in found}
