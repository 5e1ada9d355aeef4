"""tools/verify.py answers as the application does, with the application gone."""

import copy
import hashlib
import importlib.util
import json
import random
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from core import canonical
from ledger import checkpoints, notes, proofs

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify.py"
CASES = 1000
MUTATIONS = 5000
# Reads one case in each line, answers with one word in each line. It runs where no code of ours can be imported.
RUNNER = """
import functools, importlib.util, json, sys
spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
tool = importlib.util.module_from_spec(spec); spec.loader.exec_module(tool)
tool.is_signed = functools.lru_cache(None)(tool.is_signed)  # most cases rest on one checkpoint
for line in sys.stdin:
    case = json.loads(line)
    try:
        tool.verify(tool.parse(case["proof"]), case["key"], case["text"].encode() if case["text"] is not None else None)
    except tool.Invalid:
        print("no")
    else:
        print("yes")
for name in ("django", "cryptography", "ledger", "core"):
    try:
        __import__(name)
    except ImportError:
        continue
    print("can import", name)
"""


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("verify", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.is_signed = lru_cache(None)(module.is_signed)
    return module


@pytest.fixture
def signed(act):
    """signed(n): n acts on record, each about a text of its own: [(proof, text)]."""

    def make(count: int):
        texts = [canonical.dumps({"title": f"Commitment {number} – “words”"}).decode() for number in range(count)]
        entries = [
            act(
                statement="I agree to edition 1.",
                reason="A remark" if number % 2 else "",
                data={"edition": 1, "sha256": hashlib.sha256(text.encode()).hexdigest()},
            )
            for number, text in enumerate(texts)
        ]
        found = []
        for entry, text in zip(entries, texts, strict=True):
            openings = {o.field: {"salt": o.salt, "value": o.value} for o in entry.openings.all()}
            found.append((json.loads(json.dumps(proofs.make(entry, openings))), text))
        return found

    return make


def application_says(proof: str, key: str, text: str | None) -> str:
    try:
        parsed = json.loads(proof)
        proofs.check(parsed, notes.VerifierKey.parse(key), text.encode() if text is not None else None)
    except (ValueError, notes.BadNote, TypeError, AttributeError):
        return "no"
    return "yes"


def mutated(rng: random.Random, proof: dict, text: str, others: list) -> tuple[dict, str]:
    """The case with one thing wrong in it (or, one time in four, nothing)."""
    proof, other = copy.deepcopy(proof), rng.choice(others)
    match rng.randrange(12):
        case 0 | 1 | 2:
            pass
        case 3:
            text = other[1]
        case 4:
            name = rng.choice(sorted(proof))
            proof[name] = other[0][name]
        case 5:
            proof["leaf"] = flipped(rng, proof["leaf"])
        case 6:
            proof["checkpoint"] = flipped(rng, proof["checkpoint"])
        case 7:
            text = flipped(rng, text)
        case 8:
            opening = rng.choice(list(proof["openings"].values()))
            field = rng.choice(["salt", "value"])
            opening[field] = flipped(rng, opening[field])
        case 9:
            del proof[rng.choice(sorted(proof))]
        case 10:
            proof["path"] = [*proof["path"], proof["leaf_hash"]] if rng.random() < 0.5 else proof["path"][1:]
        case 11:
            del proof["openings"][rng.choice(sorted(proof["openings"]))]
    return proof, text


def flipped(rng: random.Random, words: str) -> str:
    """The words with one character changed."""
    place = rng.randrange(len(words))
    return words[:place] + chr(ord(words[place]) ^ rng.choice([1, 2, 32])) + words[place + 1 :]


def test_it_agrees_with_the_application_where_the_application_is_gone(signed, tmp_path):
    rng = random.Random(4)
    cases = signed(24)
    key = str(checkpoints.public_key())
    stranger = str(notes.VerifierKey(checkpoints.origin(), bytes(range(32))))
    asked = []
    for _ in range(CASES):
        proof, text = mutated(rng, *rng.choice(cases), cases)
        asked.append(
            (json.dumps(proof), stranger if rng.random() < 0.05 else key, text if rng.random() < 0.9 else None)
        )
    lines = "".join(json.dumps({"proof": proof, "key": key, "text": text}) + "\n" for proof, key, text in asked)
    (tmp_path / "verify.py").write_bytes(TOOL.read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", RUNNER, str(tmp_path / "verify.py")],
        input=lines, capture_output=True, text=True, cwd=tmp_path, env={}, timeout=300, check=True,
    )  # fmt: skip
    expected = [application_says(*case) for case in asked]
    assert done.stdout.split("\n")[:-1] == expected
    assert {"yes", "no"} == set(expected)
    assert expected.count("yes") > CASES / 6


def every_change(proof: dict, text: str):
    """Each byte of each field changed once, and more at random until there are MUTATIONS."""
    places = [("text", None, place) for place in range(len(text))]
    for name in ("format", "leaf", "leaf_hash", "root", "checkpoint", "key"):
        places += [(name, None, place) for place in range(len(proof[name]))]
    places += [("path", step, place) for step, one in enumerate(proof["path"]) for place in range(len(one))]
    for field, opening in proof["openings"].items():
        places += [("openings", (field, part), place) for part in opening for place in range(len(opening[part]))]
    rng = random.Random(5)
    while len(places) < MUTATIONS:
        places.append(rng.choice(places))
    for name, inner, place in places:
        changed, words = copy.deepcopy(proof), text
        bit = rng.choice([1, 2, 4, 8, 16, 32, 64])
        if name == "text":
            words = at(words, place, bit)
        elif name == "path":
            changed["path"][inner] = at(changed["path"][inner], place, bit)
        elif name == "openings":
            field, part = inner
            changed["openings"][field][part] = at(changed["openings"][field][part], place, bit)
        else:
            changed[name] = at(changed[name], place, bit)
        yield (name, inner, place, bit), changed, words
    for name in ("index", "size"):
        for value in (proof[name] + 1, proof[name] - 1, float(proof[name]), str(proof[name]), None, True):
            yield (name, value), {**proof, name: value}, text


def at(words: str, place: int, bit: int) -> str:
    return words[:place] + chr(ord(words[place]) ^ bit) + words[place + 1 :]


def test_no_byte_of_a_signature_can_be_changed(signed, tool):
    proof, text = signed(5)[2]
    key = str(checkpoints.public_key())
    tool.verify(proof, key, text.encode())
    proofs.check(proof, checkpoints.public_key(), text.encode())
    accepted, count = [], 0
    for what, changed, words in every_change(proof, text):
        count += 1
        try:
            tool.verify(changed, key, words.encode())
        except tool.Invalid:
            pass
        else:
            accepted.append(("tool", what))
        try:
            proofs.check(changed, checkpoints.public_key(), words.encode())
        except proofs.BadProof:
            pass
        else:
            accepted.append(("application", what))
    assert accepted == []
    assert count >= MUTATIONS


def test_a_signature_is_not_taken_for_another_text_or_another_act(signed, tool):
    cases = signed(6)
    key = str(checkpoints.public_key())
    for number, (proof, _text) in enumerate(cases):
        for other, (_proof, text) in enumerate(cases):
            if number != other:
                with pytest.raises(tool.Invalid, match="other words"):
                    tool.verify(proof, key, text.encode())


def test_as_a_command_it_says_what_was_signed(signed, tmp_path):
    proof, text = signed(2)[1]
    (tmp_path / "proof.json").write_text(json.dumps(proof, indent=1))
    (tmp_path / "text.json").write_text(text)
    (tmp_path / "key").write_text(f"{checkpoints.public_key()}\n")
    right = command(tmp_path, "proof.json", "--key", "key", "--text", "text.json")
    assert right.returncode == 0
    assert right.stdout.split("\n")[0] == "VALID"
    assert "statement:              I agree to edition 1." in right.stdout
    assert "person:                 Alice Adams" in right.stdout
    without_text = command(tmp_path, "proof.json", "--key", str(checkpoints.public_key()))
    assert without_text.returncode == 0
    assert "No text was given" in without_text.stdout
    (tmp_path / "text.json").write_text(text + " ")
    wrong = command(tmp_path, "proof.json", "--key", "key", "--text", "text.json")
    assert (wrong.returncode, wrong.stdout) == (1, "NOT VALID: The act is about other words than this text.\n")


@pytest.mark.parametrize("content", ["", "[]", "{}", "{" * 5000, '{"format": 1, "format": 2}', "\ud800"])
def test_a_damaged_file_is_not_valid_and_no_crash(content, tmp_path, db):
    (tmp_path / "proof.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    answer = command(tmp_path, "proof.json", "--key", str(checkpoints.public_key()))
    assert (answer.returncode, answer.stdout[:10], answer.stderr) == (1, "NOT VALID:", "")


def command(folder: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(TOOL), *words], cwd=folder, capture_output=True, text=True, env={}, timeout=60
    )
