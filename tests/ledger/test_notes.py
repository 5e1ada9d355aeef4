import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import notes

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
STATEMENT = notes.Statement("plan.example.org/ledger", 20, "ab" * 32)


def test_a_checkpoint_is_a_signed_note_line_by_line():
    text, signature_line = notes.sign(STATEMENT, KEY).split("\n\n")
    assert text.split("\n") == ["plan.example.org/ledger", "20", base64.b64encode(b"\xab" * 32).decode()]
    dash, name, encoded = signature_line.removesuffix("\n").split(" ")
    raw = base64.b64decode(encoded)
    assert (dash, name) == ("\u2014", "plan.example.org/ledger")
    assert raw[:4] == hashlib.sha256(b"plan.example.org/ledger\n\x01" + PUBLIC).digest()[:4]
    KEY.public_key().verify(raw[4:], (text + "\n").encode())


def test_it_is_read_back_also_with_windows_line_ends_and_other_signatures():
    note = notes.sign(STATEMENT, KEY)
    assert notes.read(note, PUBLIC) == STATEMENT
    assert notes.read(note.replace("\n", "\r\n"), PUBLIC) == STATEMENT
    assert notes.read(note + "\u2014 witness.example AAAAAAAA\n", PUBLIC) == STATEMENT


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n20\n", "\n21\n"),
        lambda note: note.replace("\n20\n", "\n+20\n"),
        lambda note: note.replace("plan.", "plans."),
        lambda note: note.replace("q6ur", "q6us"),
        lambda note: note.partition("\n\n")[0],
        lambda note: note[:-8] + "\n",
        lambda note: note.replace("\u2014", "-"),
        lambda note: "",
        lambda note: "\n\n",
    ],
)
def test_anything_else_is_refused(change):
    changed = change(notes.sign(STATEMENT, KEY))
    with pytest.raises(notes.BadNote):
        notes.read(changed, PUBLIC)


def test_another_key_is_refused():
    stranger = Ed25519PrivateKey.generate()
    with pytest.raises(notes.BadNote, match="not signed with the key"):
        notes.read(notes.sign(STATEMENT, stranger), PUBLIC)


def test_the_verifier_key_can_be_kept_as_text():
    key = notes.verifier_key("plan.example.org/ledger", KEY)
    assert notes.VerifierKey.parse(str(key)) == key
    for wrong in ("", "a+b", str(key)[:-2], str(key).replace("plan", "plen")):
        with pytest.raises(notes.BadNote):
            notes.VerifierKey.parse(wrong)
