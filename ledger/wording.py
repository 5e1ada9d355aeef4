"""Acts in plain words: the label a person reads for a verb like "commitments.take_up"."""

from typing import Any

_labels: dict[str, Any] = {}


def register(verb: str, label: Any) -> None:
    """Name an act, as a short phrase that begins with the verb: "Take up". Transitions do it themselves."""
    _labels[verb] = label


def label_for(verb: str) -> str:
    if verb in _labels:
        return str(_labels[verb])
    return verb.rpartition(".")[2].replace("_", " ").capitalize()
