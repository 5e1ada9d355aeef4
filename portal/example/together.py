"""What people of the example said about a text: conversations, and other words that they suggest."""

from collections.abc import Callable, Mapping
from functools import partial

from commitments.services import asks
from drafting import anchors, comments, suggestions
from drafting.models import Suggestion, Text
from network.models import User
from portal.example.story import Replay, Table

TextOf = Callable[[Table], Text]


def tell(table: Table, text_of: TextOf, *, replay: Replay, people: Mapping[str, User]) -> None:
    """`text_of` finds the text that a conversation or a suggestion of this table is about, when its time has come."""
    for thread in table.get("threads", []):
        replay.at(thread["at"], partial(_converse, thread, text_of, people))
    for suggestion in table.get("suggestions", []):
        replay.at(suggestion["at"], partial(_suggest, suggestion, text_of, people))
        for act, does in (("decision", _decide), ("carried", _carry)):
            if act in suggestion:
                replay.at(suggestion[act]["at"], partial(does, suggestion, text_of, people))


def _converse(table: Table, text_of: TextOf, people: Mapping[str, User]) -> None:
    text = text_of(table)
    anchor = anchors.make(text.body, *_place(text, table["on"])) if "on" in table else None
    thread = comments.start_thread(
        text,
        anchor=anchor,
        body=table["body"],
        audience=table["audience"],
        by=people[table["by"]],
        at=table["at"],
    )
    for said in table.get("answers", []):
        comments.answer(thread, said["body"], people[said["by"]], at=said["at"])
    if "resolved" in table:
        done = table["resolved"]
        comments.resolve(thread, done["body"], people[done["by"]], at=done["at"])


def _suggest(table: Table, text_of: TextOf, people: Mapping[str, User]) -> None:
    text = text_of(table)
    start, end = _place(text, table["on"])
    suggestions.suggest(
        text,
        base=text.latest,
        quote_start=start,
        quote_end=end,
        replacement=table["replacement"],
        reason=table["reason"],
        by=people[table["by"]],
        at=table["at"],
    )


def _decide(table: Table, text_of: TextOf, people: Mapping[str, User]) -> None:
    decision = table["decision"]
    decide = suggestions.accept if decision["outcome"] == "accept" else suggestions.refuse
    decide(_made(table, text_of), reason=decision["reason"], by=people[decision["by"]], at=decision["at"])


def _carry(table: Table, text_of: TextOf, people: Mapping[str, User]) -> None:
    carried = table["carried"]
    asks.carry_suggestion(_made(table, text_of), by=people[carried["by"]], at=carried["at"])


def _made(table: Table, text_of: TextOf) -> Suggestion:
    return text_of(table).suggestions.get(created_at=table["at"])


def _place(text: Text, words: str) -> tuple[int, int]:
    start = text.body.index(words)
    return start, start + len(words)
