"""Proof that one act is on record, as JSON that can be checked without us."""

import hashlib
from typing import Any

from ledger import checkpoints, leaves, notes, tree
from ledger.models import Entry

FORMAT = "ogpnap-proof/1"
FIELDS = {"format", "index", "leaf", "leaf_hash", "path", "size", "root", "checkpoint", "key", "openings"}


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


def check(proof: dict[str, Any], public_key: notes.VerifierKey, text: bytes | None = None) -> dict[str, str]:
    """Check a proof with nothing but the public key; answers the opened values, raises BadProof.

    With `text`, that the act is about exactly these bytes too. tools/verify.py, which has none of our code, answers
    the same.
    """
    try:
        return _check(proof, public_key, text)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadProof(str(error)) from error


def _check(proof: dict[str, Any], public_key: notes.VerifierKey, text: bytes | None) -> dict[str, str]:
    statement = notes.read(proof["checkpoint"], public_key.public)
    leaf = proof["leaf"].encode()
    content = leaves.parse(leaf)
    path = [bytes.fromhex(step) for step in proof["path"]]
    if set(proof) != FIELDS or [step.hex() for step in path] != proof["path"]:
        raise BadProof("This is not a proof as we write it.")
    if statement.origin != public_key.name or content["format"] != leaves.FORMAT:
        raise BadProof("The checkpoint or the act is of another ledger.")
    if not tree.is_included(
        tree.leaf_hash(leaf), content["index"], statement.size, path, bytes.fromhex(statement.root)
    ):
        raise BadProof("The path does not lead from the leaf to the signed root.")
    stated = {
        "format": FORMAT,
        "index": content["index"],
        "leaf_hash": tree.leaf_hash(leaf).hex(),
        "size": statement.size,
        "root": statement.root,
        "key": str(public_key),
    }
    if any(type(proof[name]) is not type(value) or proof[name] != value for name, value in stated.items()):
        raise BadProof("The proof contradicts itself.")
    if text is not None and content["data"].get("sha256") != hashlib.sha256(text).hexdigest():
        raise BadProof("The act is about other words.")
    sealed = leaves.commitments(content)
    openings = {name: leaves.Secret(**opening) for name, opening in proof["openings"].items()}
    if any(leaves.commitment(o.salt, o.value) != sealed.get(name) for name, o in openings.items()):
        raise BadProof("An opening does not fit the leaf.")
    return {name: opening.value for name, opening in openings.items()}
