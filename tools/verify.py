#!/usr/bin/env python3
"""Is this signature on these words on record? Answers without the application, from three things that anyone can keep.

    python3 verify.py PROOF.json --key KEY [--text TEXT]

PROOF.json  the proof file that the page of the act gives
KEY         the ledger's public key as printed on published documents (name+id+base64), or a file that holds it
TEXT        the signed text, byte for byte as the page of the edition gives it; without it only the act is checked

Prints what the act says and ends with 0 if everything holds; prints why not and ends with 1 if anything does not.
One file, Python's standard library only (3.8 or later). It follows RFC 8032 (Ed25519), RFC 6962 and 9162 (the tree),
C2SP signed-note and tlog-checkpoint (the checkpoint) and the project's docs/adr/0005-ledger.md (the leaf).
"""

import argparse
import base64
import binascii
import hashlib
import json
import sys


class Invalid(Exception):
    """Something does not hold; the message says what."""


# Ed25519 (RFC 8032, 5.1), verification only: nothing here handles a secret, so it need not run in constant time.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(raw):
    number = int.from_bytes(raw, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def is_signed(public, message, signature):
    """Whether `signature` (64 bytes) is that of the Ed25519 key `public` (32 bytes) under `message`."""
    if len(public) != 32 or len(signature) != 64:
        return False
    point, scalar = decode(public), int.from_bytes(signature[32:], "little")
    if point is None or scalar >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = multiply(digest, point)
    return encode(add(multiply(scalar, BASE), (P - x, y, z, P - t))) == signature[:32]


# The key and the checkpoint (C2SP signed-note, tlog-checkpoint)

ED25519 = b"\x01"
DASH = "\u2014 "


def key_id(name, public):
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def from_base64(text):
    """The bytes; of several spellings of the same bytes only the one that encoding gives is taken."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError(text)
    return raw


def from_hex(text):
    raw = bytes.fromhex(text)
    if raw.hex() != text:
        raise ValueError(text)
    return raw


def read_key(text):
    """(name, 32 bytes) of a verifier key."""
    try:
        name, identity, encoded = text.strip().split("+", 2)
        raw = from_base64(encoded)
    except (ValueError, binascii.Error):
        raise Invalid("The key is not a verifier key (name+id+base64).") from None
    if len(raw) != 33 or raw[:1] != ED25519 or key_id(name, raw[1:]).hex() != identity:
        raise Invalid("The key is not an Ed25519 verifier key, or its id does not fit it.")
    return name, raw[1:]


def read_checkpoint(note, key):
    """(number of acts, root) that the checkpoint states, if the key has signed it under its own name."""
    name, public = key
    text, separator, signatures = note.replace("\r\n", "\n").rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], int(lines[1]), from_base64(lines[2])
    except (IndexError, ValueError, binascii.Error):
        raise Invalid("The checkpoint does not have its three lines: origin, size, root.") from None
    plain = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    if not separator or len(root) != 32 or size < 0 or not text.startswith(plain):
        raise Invalid("The checkpoint does not have its three lines: origin, size, root.")
    if origin != name:
        raise Invalid("The checkpoint is of another ledger than the key.")
    for line in signatures.split("\n"):
        signer, _space, encoded = line[len(DASH) :].rpartition(" ")
        try:
            raw = from_base64(encoded)
        except (ValueError, binascii.Error):
            continue
        is_ours = line.startswith(DASH) and signer == name and raw[:4] == key_id(name, public)
        if is_ours and is_signed(public, text.encode(), raw[4:]):
            return size, root
    raise Invalid("The checkpoint is not signed with this key.")


# The tree (RFC 6962, 2.1; RFC 9162, 2.1.3.2)


def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf, index, size, path):
    """The root to which the path leads from the hash of a leaf; None if the path is of another length."""
    if not 0 <= index < size:
        return None
    first, last = index, size - 1
    for step in path:
        if last == 0:
            return None
        if first % 2 or first == last:
            leaf = node_hash(step, leaf)
            while first % 2 == 0 and first:
                first, last = first >> 1, last >> 1
        else:
            leaf = node_hash(leaf, step)
        first, last = first >> 1, last >> 1
    return leaf if last == 0 else None


# The act


FIELDS = {"format", "index", "leaf", "leaf_hash", "path", "size", "root", "checkpoint", "key", "openings"}


def no_doubles(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Invalid("The file says something twice.")
    return found


def parse(text):
    try:
        found = json.loads(text, object_pairs_hook=no_doubles)
    except ValueError:
        raise Invalid("This is not JSON.") from None
    if not isinstance(found, dict):
        raise Invalid("This is not a proof file.")
    return found


def sealed(leaf):
    """The salted hashes in a leaf, by the name of what they hide."""
    actor = leaf["actor"]
    places = {
        "thing_name": leaf["thing"]["name"],
        "person": actor["person"],
        "name": actor["name"],
        "on_behalf_of": actor["on_behalf_of"],
        "reason": leaf["reason"],
        "statement": leaf["statement"],
        "post": actor["post"],
        "organisation": actor["organisation"],
        "private": leaf.get("private"),
    }
    return {name: place["sha256"] for name, place in places.items() if isinstance(place, dict)}


def open_seal(opening):
    """The hash to which salt and value belong: SHA-256 of the 32 bytes of salt and the value in UTF-8."""
    salt, value = opening["salt"], opening["value"]
    if set(opening) != {"salt", "value"} or len(salt) != 64:
        raise Invalid("An opening is not a salt and a value.")
    return hashlib.sha256(from_hex(salt) + value.encode()).hexdigest()


def verify(proof, key_text, text=None):
    """What the act says, as a dict; raises Invalid. `proof` is the parsed file, `text` the signed bytes if given."""
    try:
        return _verify(proof, read_key(key_text), text)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Invalid(f"The proof file is damaged ({error}).") from None


def _verify(proof, key, text):
    if proof["format"] != "ogpnap-proof/1" or set(proof) != FIELDS:
        raise Invalid("This is not a proof file that I know.")
    size, root = read_checkpoint(proof["checkpoint"], key)
    leaf = proof["leaf"].encode()
    said = parse(proof["leaf"])
    if said["format"] != "ogpnap-act/1":
        raise Invalid("This is not an act that I know.")
    if root_from(leaf_hash(leaf), said["index"], size, [from_hex(step) for step in proof["path"]]) != root:
        raise Invalid("The path does not lead from the act to the signed root.")
    stated = {
        "index": said["index"],
        "leaf_hash": leaf_hash(leaf).hex(),
        "size": size,
        "root": root.hex(),
        "key": "+".join((key[0], key_id(*key).hex(), base64.b64encode(ED25519 + key[1]).decode())),
    }
    for name, value in stated.items():
        if type(proof[name]) is not type(value) or proof[name] != value:
            raise Invalid(f"The proof file contradicts itself ({name}).")
    opened, hidden = {}, sealed(said)
    for name, opening in proof["openings"].items():
        if name not in hidden or open_seal(opening) != hidden[name]:
            raise Invalid(f"What is given as “{name}” does not fit the act.")
        opened[name] = opening["value"]
    if text is not None and said["data"].get("sha256") != hashlib.sha256(text).hexdigest():
        raise Invalid("The act is about other words than this text.")
    return {"said": said, "opened": opened, "size": size, "text_checked": text is not None}


def tell(result):
    """The lines a person reads."""
    said, opened = result["said"], result["opened"]
    actor, data = said["actor"], said["data"]
    if "private" in opened:
        data = {**data, **parse(opened["private"])}
    body = [opened.get(part) if isinstance(actor[part], dict) else actor[part] for part in ("post", "organisation")]
    rows = [
        ("act", f"{said['verb']}, number {said['index']} of {result['size']}"),
        ("about", opened.get("thing_name") or f"{said['thing']['label']} {said['thing']['id']}"),
        ("edition", data.get("edition")),
        ("SHA-256 of the text", data.get("sha256")),
        ("statement", opened.get("statement")),
        ("person", opened.get("name")),
        ("post", ", ".join(part for part in body if part)),
        ("for the organisation", data.get("organisation")),
        ("side", actor["side"]),
        ("on behalf of", opened.get("on_behalf_of")),
        ("how they proved it", data.get("authentication")),
        ("reason", said["reason"] if isinstance(said["reason"], str) else opened.get("reason")),
        ("time", said["at"]),
        ("takes the place of act", data.get("supersedes")),
    ]
    return [f"{name + ':':<24}{value}" for name, value in rows if value not in (None, "")]


def main():
    parser = argparse.ArgumentParser(description="Check a signature offline.")
    parser.add_argument("proof", help="the proof file of the act")
    parser.add_argument("--key", required=True, help="the ledger's public key, or a file that holds it")
    parser.add_argument("--text", help="the file with the signed text")
    options = parser.parse_args()
    try:
        with open(options.proof, encoding="utf-8", newline="") as file:
            proof = parse(file.read())
        key = options.key
        if "+" not in key:
            with open(key, encoding="utf-8") as file:
                key = file.read()
        text = None
        if options.text:
            with open(options.text, "rb") as file:
                text = file.read()
        result = verify(proof, key, text)
    except (OSError, UnicodeDecodeError, Invalid) as error:
        print(f"NOT VALID: {error}")
        return 1
    print("VALID")
    print("\n".join(tell(result)))
    if not result["text_checked"]:
        print("No text was given: only the act was checked, not the words it is about.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
