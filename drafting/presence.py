"""Who has a text open to write in it: a notice, never a lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drafting.models import Presence, Text
from network import roles
from network.models import User

SEEN_WITHIN = timedelta(minutes=2)


def touch(text: Text, person: Any, *, at: datetime | None = None) -> None:
    seen = Presence(text=text, person=person, seen_at=at or timezone.now())
    Presence.objects.bulk_create(
        [seen], update_conflicts=True, unique_fields=["text", "person"], update_fields=["seen_at"]
    )


def leave(text: Text, person: Any) -> None:
    Presence.objects.filter(text=text, person=person).delete()


def others(text: Text, person: Any, *, at: datetime | None = None) -> list[User]:
    """Everybody else who has it open, by name."""
    since = (at or timezone.now()) - SEEN_WITHIN
    here = Presence.objects.filter(text=text, seen_at__gt=since).exclude(person=person.pk).values("person")
    return list(User.objects.filter(pk__in=here, is_active=True).order_by("name", "pk"))


def in_words(text: Text, person: Any) -> str:
    """One sentence on who else has it open, "" for nobody. Costs no more queries for more people."""
    present = others(text, person)
    if not present:
        return ""
    sides = roles.sides_of([other.pk for other in present])
    names = [_named(str(other), sides.get(other.pk)) for other in present]
    sentence = ngettext(
        "%(names)s has this text open too. Both of you can write: nobody’s words are overwritten.",
        "%(names)s have this text open too. All of you can write: nobody’s words are overwritten.",
        len(names),
    )
    return sentence % {"names": get_text_list(names, _("and"))}


def _named(name: str, side: Any) -> str:
    return _("%(name)s (%(side)s)") % {"name": name, "side": side.label} if side else name
