"""Proof that one act is on record, as JSON that can be checked without us."""

from typing import Any

from ledger import checkpoints, leaves, notes, tree
from ledger.models import Entry

FORMAT = "ogpnap-proof/1"


class BadProof(ValueError):
    """The proof does not hold; the message says why."""


def make(entry: Entry, openings: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The leaf, its way up to the root, the signed checkpoint with that root, and the openings given."""
    checkpoint = checkpoints.covering(entry)
    return {
        "format": FORMAT,
        "index": entry.index,
        "leaf": entry.leaf,
        "leaf_hash": entry.leaf_hash,
        "path": [step.hex() for step in checkpoints.inclusion_path(entry.index, checkpoint.size)],
        "size": checkpoint.size,
        "root": checkpoint.root,
        "checkpoint": checkpoint.note,
        "key": str(checkpoints.public_key()),
        "openings": openings,
    }


def check(proof: dict[str, Any], public_key: bytes) -> dict[str, str]:
    """Check a proof with nothing but the public key; answers the opened values, raises BadProof."""
    try:
        statement = notes.read(proof["checkpoint"], public_key)
        leaf = proof["leaf"].encode()
        path = [bytes.fromhex(step) for step in proof["path"]]
        content = leaves.parse(leaf)
        sealed = leaves.commitments(content)
        openings = {name: leaves.Secret(**opening) for name, opening in proof["openings"].items()}
        is_opened = {n: leaves.commitment(o.salt, o.value) == sealed.get(n) for n, o in openings.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadProof(str(error)) from error
    root = bytes.fromhex(statement.root)
    if not tree.is_included(tree.leaf_hash(leaf), content["index"], statement.size, path, root):
        raise BadProof("The path does not lead from the leaf to the signed root.")
    if not all(is_opened.values()):
        raise BadProof("An opening does not fit the leaf.")
    return {name: opening.value for name, opening in openings.items()}
