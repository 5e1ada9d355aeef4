"""The words that somebody was shown before signing, kept for a day: if the text moves on meanwhile, the page can say
what is new since they read it. Theirs alone; where it is gone the page compares with what they signed before."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import Model

A_DAY = 24 * 3600


def keep(thing: Model, user: Any, sha256: str, content: dict[str, Any]) -> None:
    cache.set(_key(thing, user, sha256), content, A_DAY)


def recall(thing: Model, user: Any, sha256: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = cache.get(_key(thing, user, sha256)) if len(sha256) == 64 else None
    return found


def _key(thing: Model, user: Any, sha256: str) -> str:
    # With person and thing: a hash alone, which the ledger makes public, opens nothing.
    return f"drafting.onscreen:{thing._meta.label_lower}:{thing.pk}:{user.pk}:{sha256}"
