"""Acts in plain words: what a person reads for a verb like "commitments.take_up" where it stands on record."""

from typing import Any

_labels: dict[str, Any] = {}
_with_public_statement: set[str] = set()


def register(verb: str, label: Any, *, statement_is_public: bool = False) -> None:
    """Name an act, as a short phrase that says what was done: "Took up". Transitions and signatures do it themselves.

    `statement_is_public` only where the statement is a fixed wording, or names none but holders of posts: the
    ledger's pages then show it to those who may see the thing.
    """
    _labels[verb] = label
    (_with_public_statement.add if statement_is_public else _with_public_statement.discard)(verb)


def is_statement_public(verb: str) -> bool:
    return verb in _with_public_statement


def label_for(verb: str) -> str:
    if verb in _labels:
        return str(_labels[verb])
    return verb.rpartition(".")[2].replace("_", " ").capitalize()
