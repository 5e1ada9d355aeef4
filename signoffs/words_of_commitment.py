"""The words of a commitment's edition where somebody signs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.shown import parts_of
from signoffs.words import Words

if TYPE_CHECKING:
    from drafting.models import Edition


def words_of(edition: Edition) -> Words:
    return Words("signoffs/parts/words_of_commitment.html", [part for part in parts_of(edition.data) if part[2]])
