"""Where each side stands with a text, and all that was ever signed of it, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.dates import ago, readable_moment
from drafting import agreement, shown, signing
from drafting.agreeables import Agreeable, Stand, agreeable_of
from drafting.models import Signature
from drafting.subjects import subject_of
from network.choices import Side

SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One side in words; `note` is the reason it gave, `href` the edition it speaks of."""

    side: str
    says: str
    colour: str
    status: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Since:
    """What changed since the edition to which one side, or both, agreed."""

    number: int
    title: str
    changed: Sequence[shown.Part]
    weaker: Sequence[Any]


@dataclass(frozen=True)
class Row:
    """One signature."""

    act: str
    who: str
    post: str
    when: str
    words: str
    note: str
    edition_href: str
    entry_href: str
    entry: int
    is_replaced: bool


@dataclass(frozen=True)
class Standing:
    lines: Sequence[Line]
    is_agreed: bool
    since: Sequence[Since]
    signatures: Sequence[Row]
    signatures_href: str
    more: int
    agree_href: str = ""
    agree_label: str = ""
    send_back_href: str = ""


def of(thing: Any, user: Any, *, content: dict[str, Any] | None = None) -> Standing:
    """`content` is the thing's canonical content, where the caller has it already."""
    registration = agreeable_of(thing)
    stands = agreement.stands(thing)
    rows = signatures(thing, user, most=SHOWN + 1)
    side = agreement.side_that_may(thing, user)
    mine = next((stand for stand in stands if stand.side == side), None)
    is_open = mine is not None and not list(registration.closed(thing))
    can_agree = mine is not None and is_open and not mine.has_agreed
    return Standing(
        lines=[_line(registration, thing, stand) for stand in stands],
        is_agreed=bool(stands) and all(stand.has_agreed for stand in stands),
        since=_since(registration, thing, stands, content),
        signatures=rows[:SHOWN],
        signatures_href=registration.signatures_address(thing),
        more=max(len(rows) - SHOWN, 0),
        agree_href=registration.agree_address(thing) if can_agree else "",
        agree_label=button(mine) if can_agree and mine else "",
        send_back_href=registration.send_back_address(thing)
        if mine and is_open and agreement.to_send_back(thing, mine.side)
        else "",
    )


def button(stand: Stand) -> str:
    again = stand.agreed_earlier
    if stand.side == Side.GOVERNMENT:
        return _("Agree again for government") if again else _("Agree for government")
    return _("Agree again for civil society") if again else _("Agree for civil society")


def signatures(thing: Any, user: Any, *, most: int | None = None) -> list[Row]:
    """The latest first, of all that was ever signed, as far as this person may know of it."""
    registration = agreeable_of(thing)
    related = ("edition", "person", "post__organisation", "post__network", "on_behalf_of", "entry")
    found = Signature.objects.of(thing).visible_to(user).select_related(*related, "superseded_by")
    return [_row(registration, thing, row) for row in found.defer("edition__content")[:most]]


def _line(registration: Agreeable, thing: Any, stand: Stand) -> Line:
    answer = stand.answer
    if answer is None:
        return Line(stand.side, _not_yet(stand.side), "grey", _("Not yet"))
    words = {"number": answer.edition.number, "ago": ago(answer.signed_at), "who": who(answer)}
    href = registration.edition_address(thing, answer.edition.number)
    if stand.carried and stand.has_agreed:
        says = _corrected(stand.side) % {**words, "corrected": stand.carried.edition.number}
        return Line(stand.side, says, "green", _("Agreed"), href=href)
    if stand.has_agreed:
        return Line(stand.side, _agreed(stand.side) % words, "green", _("Agreed"), href=href)
    if stand.has_sent_back:
        says = _sent_back(stand.side) % words
        if not stand.is_current:
            says += " " + _("The text has been changed since.")
        return Line(stand.side, says, "red", _("Sent back"), answer.remark, href)
    if stand.taken_back is not None and stand.is_current:
        return Line(
            stand.side, _reopened(stand.side) % words, "yellow", _("Reopened"), stand.taken_back.public_reason, href
        )
    return Line(stand.side, _earlier(stand.side) % words, "yellow", _("Earlier text"), href=href)


def _not_yet(side: Side) -> str:
    return _("Government has not agreed yet.") if side == Side.GOVERNMENT else _("Civil society has not agreed yet.")


def _agreed(side: Side) -> str:
    if side == Side.GOVERNMENT:
        return _("Agreed for government on edition %(number)d, %(ago)s, by %(who)s.")
    return _("Agreed for civil society on edition %(number)d, %(ago)s, by %(who)s.")


def _corrected(side: Side) -> str:
    if side == Side.GOVERNMENT:
        return _(
            "Agreed for government on edition %(number)d, %(ago)s, by %(who)s; editorially corrected in edition "
            "%(corrected)d."
        )
    return _(
        "Agreed for civil society on edition %(number)d, %(ago)s, by %(who)s; editorially corrected in edition "
        "%(corrected)d."
    )


def _sent_back(side: Side) -> str:
    if side == Side.GOVERNMENT:
        return _("Government sent edition %(number)d back, %(ago)s, by %(who)s.")
    return _("Civil society sent edition %(number)d back, %(ago)s, by %(who)s.")


def _reopened(side: Side) -> str:
    if side == Side.GOVERNMENT:
        return _("Government agreed on edition %(number)d; it was reopened since.")
    return _("Civil society agreed on edition %(number)d; it was reopened since.")


def _earlier(side: Side) -> str:
    if side == Side.GOVERNMENT:
        return _("Government agreed on edition %(number)d, %(ago)s, by %(who)s; the text is now different.")
    return _("Civil society agreed on edition %(number)d, %(ago)s, by %(who)s; the text is now different.")


def who(signature: Signature) -> str:
    """Who signs for a side acts in a post: the person, the post, and whose it is."""
    if signature.on_behalf_of:
        words = {"person": signature.person, "post": signature.post, "other": signature.on_behalf_of}
        return _("%(person)s (%(post)s) on behalf of %(other)s") % words
    return _("%(person)s (%(post)s)") % {"person": signature.person, "post": signature.post}


def _since(registration: Agreeable, thing: Any, stands: Sequence[Stand], content: dict[str, Any] | None) -> list[Since]:
    """One for each edition to which a side agreed and whose words are not those of now."""
    editions = {
        stand.answer.edition.number: stand.answer.edition
        for stand in stands
        if stand.answer and stand.agreed_earlier and not stand.is_current
    }
    if not editions:
        return []
    now = content or subject_of(thing).canonical(thing)
    return [since(registration, edition, now) for _number, edition in sorted(editions.items(), reverse=True)]


def since(registration: Agreeable, edition: Any, now: dict[str, Any]) -> Since:
    before = edition.data
    changed = shown.only_changed(shown.changed_parts(registration.parts(before), registration.parts(now)))
    title = _("What changed since edition %(number)d") % {"number": edition.number}
    return Since(edition.number, title, changed, registration.weaker(before, now))


def _row(registration: Agreeable, thing: Any, row: Signature) -> Row:
    return Row(
        act=str(signing.verb_named(row.verb).label),
        who=str(row.person),
        post=_("%(post)s, on behalf of %(other)s") % {"post": row.post, "other": row.on_behalf_of}
        if row.on_behalf_of
        else str(row.post),
        when=readable_moment(row.signed_at),
        words=str(row.edition),
        note=row.remark,
        edition_href=registration.edition_address(thing, row.edition.number),
        entry_href=row.entry.get_absolute_url(),
        entry=row.entry_id,
        is_replaced=hasattr(row, "superseded_by"),
    )
