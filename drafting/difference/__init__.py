"""Differences of texts (`compare`) and of structured content (`compare_data`)."""

from drafting.difference.data import Change, compare_data
from drafting.difference.texts import Difference, compare

__all__ = ["Change", "Difference", "compare", "compare_data"]
