"""Suggestions as lists and pages show them: in their context, beside those that touch the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.dates import readable_moment
from drafting.anchors import CONTEXT, Span
from drafting.choices import SuggestionState
from drafting.difference import compare
from drafting.models import Suggestion, Text
from drafting.owners import AfterRefusal, Next
from drafting.pages import TextPages
from drafting.placing import placed

COLOURS = {
    SuggestionState.OPEN: "blue",
    SuggestionState.ACCEPTED: "green",
    SuggestionState.PARTLY: "teal",
    SuggestionState.NOT_ACCEPTED: "red",
    SuggestionState.WITHDRAWN: "grey",
}


@dataclass(frozen=True)
class SuggestionRow:
    """One suggestion with ready strings. `is_gone`: its words do not stand in the text any more."""

    number: int
    ref: str
    place: str
    address: str
    author: str
    post: str
    side: str
    made: str
    reason: str
    difference: SafeString
    state: str
    colour: str
    is_open: bool
    is_gone: bool
    decided: str
    decided_by: str
    decided_post: str
    decided_side: str
    decision_reason: str
    revision_number: int | None
    revision_address: str
    next: Next | None


@dataclass(frozen=True)
class Group:
    """Suggestions that touch the same words, or (`is_gone`) whose words are gone."""

    rows: tuple[SuggestionRow, ...]
    is_gone: bool


def places(suggestions: Iterable[Suggestion], text: Text) -> dict[int, Span | None]:
    """By key: where the passage of each stands in the text now; None when its words are gone."""
    return placed([(one.pk, one, one.base_id) for one in suggestions], {text.pk: text.body})


def together(suggestions: Iterable[Suggestion], spans: dict[int, Span | None]) -> list[list[Suggestion]]:
    """Those that touch the same words side by side, in the order of the text; those whose words are gone last."""
    groups: list[list[Suggestion]] = []
    until = -1
    gone = [one for one in suggestions if spans[one.pk] is None]
    here = [(span, one) for one in suggestions if (span := spans[one.pk]) is not None]
    for span, one in sorted(here, key=lambda pair: (pair[0], pair[1].number)):
        start, end = span
        is_same_place = bool(groups) and (start < until or spans[groups[-1][0].pk] == span)
        if is_same_place:
            groups[-1].append(one)
        else:
            groups.append([one])
        until = max(until, end) if is_same_place else end
    return [*groups, gone] if gone else groups


def in_groups(
    groups: Iterable[Sequence[Suggestion]], shown: Iterable[Suggestion], draw: Callable[[Suggestion], SuggestionRow]
) -> list[Group]:
    """The groups as far as this page of the list shows them."""
    wanted = {one.pk for one in shown}
    drawn = [[draw(one) for one in group if one.pk in wanted] for group in groups]
    return [Group(tuple(rows), rows[0].is_gone) for rows in drawn if rows]


def suggestion_row(
    suggestion: Suggestion,
    pages: TextPages,
    *,
    is_gone: bool = False,
    after_refusal: AfterRefusal | None = None,
) -> SuggestionRow:
    assert pages.suggestions is not None
    state = SuggestionState(suggestion.state)
    is_refused = state == SuggestionState.NOT_ACCEPTED
    revision = suggestion.revision
    return SuggestionRow(
        number=suggestion.number,
        ref=f"S{suggestion.number}",
        place=pages.title,
        address=pages.suggestions.one(suggestion.number),
        author=str(suggestion.author),
        post=_joined(suggestion.post, suggestion.organisation),
        side=suggestion.side,
        made=readable_moment(suggestion.created_at),
        reason=suggestion.reason,
        difference=difference_in_context(suggestion),
        state=str(state.label),
        colour=COLOURS[state],
        is_open=state == SuggestionState.OPEN,
        is_gone=is_gone,
        decided=readable_moment(suggestion.decided_at) if suggestion.decided_at else "",
        decided_by=str(suggestion.decided_by or ""),
        decided_post=_joined(suggestion.decided_post, suggestion.decided_organisation),
        decided_side=suggestion.decided_side,
        decision_reason=suggestion.decision_reason,
        revision_number=revision.number if revision else None,
        revision_address=pages.revision(revision.number) if revision else "",
        next=after_refusal(suggestion) if after_refusal and is_refused else None,
    )


def difference_in_context(suggestion: Suggestion, replacement: str | None = None) -> SafeString:
    """What it would change, with the words before and after; `replacement` in place of its own for a preview."""
    before, after = suggestion.before, suggestion.after
    # The words around were counted in characters: a word cut in two is left out.
    if len(before) >= CONTEXT:
        before = "… " + before[len(before) - len(_after_first_space(before)) :]
    if len(after) >= CONTEXT:
        after = after[: len(_after_first_space(after[::-1]))] + " …"
    new = suggestion.replacement if replacement is None else replacement
    return compare(before + suggestion.quote + after, before + new + after).html


def _after_first_space(words: str) -> str:
    for place, character in enumerate(words):
        if character.isspace():
            return words[place:].lstrip(" ")
    return words


def _joined(*parts: str) -> str:
    return _(", ").join(part for part in parts if part)
