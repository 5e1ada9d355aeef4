"""The list of acts narrowed by side, act and kind of thing: plain links, over what stands in leaves in clear."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.canonical import normalise
from ledger import reading, wording
from ledger.models import Entry
from ledger.querysets import EntryQuerySet

SIDES = {"government": _("Government"), "civil_society": _("Civil society"), "independent": _("Independent")}


@dataclass(frozen=True)
class Choice:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Filter:
    label: str
    choices: list[Choice]


def narrow(entries: EntryQuerySet, query: QueryDict) -> EntryQuerySet:
    """`about` is a kind ("commitments.commitment") or one thing ("commitments.commitment:12")."""
    side, act, about = (normalise(query.get(name, "")) for name in ("side", "act", "about"))
    if side:
        entries = entries.filter(side=side)
    if act:
        entries = entries.filter(verb=act)
    if about:
        label, _colon, key = about.partition(":")
        entries = entries.filter(thing_label=label, **({"thing_id": key} if key else {}))
    return entries


def links(query: QueryDict) -> list[Filter]:
    verbs = Entry.objects.order_by("verb").values_list("verb", flat=True).distinct()
    labels = Entry.objects.order_by("thing_label").values_list("thing_label", flat=True).distinct()
    acts = sorted(((verb, wording.label_for(verb)) for verb in verbs), key=lambda pair: pair[1])
    kinds = sorted(((label, capfirst(reading.kind_of(label))) for label in labels), key=lambda pair: pair[1])
    return [
        _filter(query, "side", str(_("Side")), [(side, str(label)) for side, label in SIDES.items()]),
        _filter(query, "act", str(_("Act")), acts),
        _filter(query, "about", str(_("About")), kinds),
    ]


def _filter(query: QueryDict, name: str, label: str, options: list[tuple[str, str]]) -> Filter:
    current = query.get(name, "")
    choices = [Choice(text, _address(query, name, value), value == current) for value, text in options]
    return Filter(label, [Choice(str(_("All")), _address(query, name, ""), not current), *choices])


def _address(query: QueryDict, name: str, value: str) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"
