"""Suggesting other words for a passage, and deciding: what is accepted is merged into whatever was saved in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.canonical import normalise
from core.history import save_as
from drafting import anchors, telling, workflow
from drafting.alignment import paragraphs
from drafting.choices import SuggestionState
from drafting.merge import Merge, merge
from drafting.models import MAX_LENGTH, Revision, Suggestion, Text
from drafting.services import Saved, save_text
from ledger.actors import actor_for
from ledger.machine import ReasonNeeded

LONGEST_REASON = 3_000
MOST_OPEN = 300  # of one person on one text

Decision = tuple[Suggestion, str, str]


@transaction.atomic
def suggest(
    text: Text,
    *,
    base: Revision | None,
    quote_start: int,
    quote_end: int,
    replacement: str,
    reason: str,
    by: Any,
    at: datetime | None = None,
) -> Suggestion:
    """Suggest `replacement` for the characters from `quote_start` to `quote_end` of what `base` says.

    Paragraphs at either end that stay as they are do not become part of the passage. Raises ValidationError when
    nothing would change, or it is too long, or too much; ReasonNeeded without a reason.
    """
    if base is not None and base.text_id != text.pk:
        raise ValueError("the base revision belongs to another text")
    if not reason.strip():
        raise ReasonNeeded
    body = base.body if base else ""
    start, end, words = narrowed(body, quote_start, quote_end, normalise(replacement))
    _check_lengths(body, start, end, words, reason)
    Text.objects.select_for_update().get(pk=text.pk)
    anchor = anchors.make(body, start, end)
    passage = {"base": base, "replacement": words, **asdict(anchor)}
    own = Suggestion.objects.filter(text=text, author=by, state=SuggestionState.OPEN)
    _check_own(own, passage)
    actor = actor_for(by, text.owner or text)
    last = Suggestion.objects.filter(text=text).aggregate(last=Max("number"))["last"] or 0
    suggestion = Suggestion(
        text=text,
        number=last + 1,
        reason=reason.strip(),
        author=by,
        side=actor.side,
        post=actor.post,
        organisation=actor.organisation,
        created_at=at or timezone.now(),
        **passage,
    )
    save_as(suggestion, by=by, at=at)
    telling.suggested(suggestion)
    return suggestion


@transaction.atomic
def accept(suggestion: Suggestion, *, reason: str, by: Any, at: datetime | None = None) -> Saved:
    """Take its words into the text as it stands now. Raises Conflict when somebody changed the same words since."""
    return _take_in(
        suggestion.text,
        body=suggested_body(suggestion),
        base=suggestion.base,
        decisions=[(suggestion, SuggestionState.ACCEPTED, reason)],
        by=by,
        at=at,
    )


@transaction.atomic
def meet(
    text: Text,
    *,
    body: str,
    base: Revision | None,
    suggestions: Sequence[Decision],
    by: Any,
    at: datetime | None = None,
) -> Saved:
    """Save a text written from `base` that decides on several: (suggestion, outcome, reason) for each.

    Raises Conflict as saving does; then nothing is saved or decided.
    """
    if not suggestions:
        raise ValidationError(_("Say of at least one suggestion what becomes of it."))
    return _take_in(text, body=body, base=base, decisions=suggestions, by=by, at=at)


@transaction.atomic
def refuse(suggestion: Suggestion, *, reason: str, by: Any, at: datetime | None = None) -> None:
    workflow.hold_open([suggestion])
    workflow.decide(suggestion, SuggestionState.NOT_ACCEPTED, reason=reason, by=by, at=at)
    telling.decided([suggestion], by=by)


@transaction.atomic
def withdraw(suggestion: Suggestion, *, reason: str = "", by: Any, at: datetime | None = None) -> None:
    workflow.hold_open([suggestion])
    workflow.withdraw(suggestion, reason=reason, by=by, at=at)


def suggested_body(suggestion: Suggestion) -> str:
    """What the text would say if nothing had been saved since the suggestion was made."""
    body = suggestion.base.body if suggestion.base else ""
    start, end = span_in_base(suggestion)
    return body[:start] + suggestion.replacement + body[end:]


def joined(suggestion: Suggestion, text: Text) -> Merge:
    """The suggestion ("mine") put together with what the text says now ("theirs")."""
    return merge(suggestion.base.body if suggestion.base else "", suggested_body(suggestion), text.body)


def anchor_of(suggestion: Suggestion) -> anchors.Anchor:
    return anchors.Anchor(suggestion.quote, suggestion.before, suggestion.after)


def span_in_base(suggestion: Suggestion) -> tuple[int, int]:
    """Where its passage stands in the revision it was made from: context tells it from all others."""
    body = suggestion.base.body if suggestion.base else ""
    start = body.index(anchor_of(suggestion).stretch) + len(suggestion.before)
    return start, start + len(suggestion.quote)


def narrowed(body: str, start: int, end: int, replacement: str) -> tuple[int, int, str]:
    """The passage without the paragraphs and the space at its ends that stay; a removed one goes with its space."""
    if not 0 <= start <= end <= len(body):
        raise ValueError("the passage lies outside the text")
    quote = body[start:end]
    if quote.strip():
        start, end = start + len(quote) - len(quote.lstrip()), end - len(quote) + len(quote.rstrip())
        replacement = replacement.strip()
    old, new = paragraphs(body[start:end]), paragraphs(replacement)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start += sum(map(len, old[:head]))
    end -= sum(map(len, old[len(old) - tail :]))
    replacement = "".join(new[head : len(new) - tail])
    if start == end:
        return start, end, replacement if replacement.strip() else ""
    return (*_with_its_space(body, start, end), "") if not replacement else (start, end, replacement)


def _with_its_space(body: str, start: int, end: int) -> tuple[int, int]:
    """A passage to be removed with the space that would be left over: before it, or after it where it begins a line."""
    before, after = body[:start], body[end:]
    space_before = before[len(before.rstrip()) :]
    space_after = after[: len(after) - len(after.lstrip())]
    begins_line = not before.strip() or "\n" in space_before
    ends_line = not after.strip() or "\n" in space_after
    if not before.strip() or (begins_line and not ends_line):
        return start, end + len(space_after)
    return start - len(space_before), end


def _take_in(
    text: Text,
    *,
    body: str,
    base: Revision | None,
    decisions: Sequence[Decision],
    by: Any,
    at: datetime | None,
) -> Saved:
    if len({suggestion.pk for suggestion, _outcome, _reason in decisions}) < len(decisions):
        raise ValueError("one decision for each suggestion")
    Text.objects.select_for_update().get(pk=text.pk)
    workflow.hold_open([suggestion for suggestion, _outcome, _reason in decisions])
    for suggestion, _outcome, _reason in decisions:
        if suggestion.text_id != text.pk:
            raise ValueError("the suggestion is about another text")
        workflow.acting_for_a_side(by, suggestion)
    taken = [
        {"suggestion": suggestion.number, "outcome": str(outcome)}
        for suggestion, outcome, _reason in decisions
        if outcome in workflow.TAKEN_IN
    ]
    saved = save_text(text, body=body, base=base, by=by, at=at, took_in=taken)
    if taken and saved.revision is None:
        raise ValidationError(_("There is no text yet that could meet a suggestion. Write it first."))
    for suggestion, outcome, reason in decisions:
        workflow.decide(suggestion, outcome, reason=reason, by=by, at=at, revision=saved.revision)
    telling.decided([suggestion for suggestion, _outcome, _reason in decisions], by=by)
    return saved


def _check_lengths(body: str, start: int, end: int, words: str, reason: str) -> None:
    if body[start:end] == words:
        raise ValidationError({"replacement": _("Nothing is changed yet. Change the words as you would have them.")})
    length = len(body) - (end - start) + len(words)
    if length > MAX_LENGTH:
        message = _(
            "With your words the text would have %(length)s characters. The longest a text may be is %(limit)s."
        )
        raise ValidationError({"replacement": message % {"length": f"{length:,}", "limit": f"{MAX_LENGTH:,}"}})
    if len(reason) > LONGEST_REASON:
        message = _("Your reason has %(length)s characters. The longest it may be is %(limit)s.")
        raise ValidationError({"reason": message % {"length": f"{len(reason):,}", "limit": f"{LONGEST_REASON:,}"}})


def _check_own(own: Any, passage: dict[str, Any]) -> None:
    same = own.filter(**passage).first()
    if same:
        message = _("You have made this suggestion already: it is S%(number)d, and waits for a decision.")
        raise ValidationError(message % {"number": same.number})
    if own.count() >= MOST_OPEN:
        message = ngettext(
            "You have %(count)d open suggestion on this text. Withdraw it, or wait for a decision.",
            "You have %(count)d open suggestions on this text. Withdraw some, or wait for decisions.",
            MOST_OPEN,
        )
        raise ValidationError(message % {"count": MOST_OPEN})


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
