import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from ledger import checkpoints, notes, proofs, tree
from ledger.models import Checkpoint, Entry

pytestmark = pytest.mark.django_db


def read(checkpoint: Checkpoint) -> notes.Statement:
    return notes.read(checkpoint.note, checkpoints.public_key().public)


def test_the_current_checkpoint_signs_every_act_so_far(act):
    for _ in range(5):
        act()
    growing = tree.Growing()
    for leaf in Entry.objects.values_list("leaf", flat=True):
        list(growing.append(tree.leaf_hash(leaf.encode())))
    checkpoint = checkpoints.current()
    assert (checkpoint.size, checkpoint.root) == (5, growing.root().hex())
    assert read(checkpoint) == notes.Statement("127.0.0.1:8000/ledger", 5, growing.root().hex())
    assert checkpoints.current() == checkpoint
    assert Checkpoint.objects.count() == 1


def test_an_empty_ledger_has_a_checkpoint_too():
    assert read(checkpoints.current()).root == tree.EMPTY_ROOT.hex()


def test_an_act_is_covered_by_the_first_checkpoint_after_it(act):
    first = act()
    early = checkpoints.current()
    second = act()
    assert checkpoints.covering(first) == early
    assert checkpoints.covering(second).size == 2


def test_a_checkpoint_costs_few_queries(act, django_assert_max_num_queries):
    for _ in range(23):
        act()
    with django_assert_max_num_queries(8):
        checkpoints.current()


def test_it_is_kept_in_a_file_once_it_is_committed(act, django_capture_on_commit_callbacks):
    act()
    with django_capture_on_commit_callbacks(execute=True):
        checkpoint = checkpoints.current()
        assert checkpoints.kept_files() == []
    [path] = checkpoints.kept_files()
    assert (path.name, path.read_text()) == ("000000000001.txt", checkpoint.note)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_file_that_says_otherwise_is_left_as_evidence(act, django_capture_on_commit_callbacks, caplog):
    act()
    checkpoints.directory().mkdir()
    path = checkpoints.directory() / "000000000001.txt"
    path.write_text("an earlier ledger")
    with django_capture_on_commit_callbacks(execute=True):
        checkpoints.current()
    assert path.read_text() == "an earlier ledger"
    assert "says otherwise" in caplog.text


def test_the_key_comes_from_the_environment_or_is_made_once(settings):
    settings.LEDGER_SIGNING_KEY = base64.b64encode(bytes(range(32))).decode()
    assert checkpoints.signing_key().private_bytes_raw() == bytes(range(32))
    settings.LEDGER_SIGNING_KEY = ""
    made = checkpoints.signing_key().private_bytes_raw()
    assert base64.b64decode((settings.VAR_DIR / "ledger-signing-key").read_bytes()) == made
    assert (settings.VAR_DIR / "ledger-signing-key").stat().st_mode & 0o777 == 0o600
    settings.LEDGER_SIGNING_KEY = "too short"
    with pytest.raises(ImproperlyConfigured):
        checkpoints.signing_key()


def test_a_proof_can_be_checked_without_the_database(act):
    entries = [act() for _ in range(7)]
    key = checkpoints.public_key()
    opening = entries[3].openings.get(field="name")
    proof = proofs.make(entries[3], {"name": {"salt": opening.salt, "value": opening.value}})
    assert proofs.check(proof, key) == {"name": "Alice Adams"}
    changes = [
        {"leaf": proof["leaf"].replace("network.rename", "network.remove")},
        {"leaf": entries[2].leaf},
        {"path": proof["path"][1:]},
        {"path": [*proof["path"], "00"]},
        {"openings": {"name": {"salt": opening.salt, "value": "Bob"}}},
        {"openings": {"reason": {"salt": opening.salt, "value": "Alice Adams"}}},
        {"checkpoint": proof["checkpoint"].replace("\n7\n", "\n8\n")},
        {"leaf": "[]"},
    ]
    for change in changes:
        with pytest.raises(proofs.BadProof):
            proofs.check(proof | change, key)
    with pytest.raises(proofs.BadProof):
        proofs.check(proof, notes.VerifierKey(key.name, bytes(32)))


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_of_an_act_that_fails_is_never_kept(act):
    def fail():
        with transaction.atomic():
            act()
            checkpoints.current()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (checkpoints.kept_files(), Checkpoint.objects.count()) == ([], 0)
