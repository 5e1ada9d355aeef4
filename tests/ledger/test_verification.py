import random
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from ledger import checkpoints, services
from ledger.models import Checkpoint, Entry
from ledger.verification import Report, verify
from tests.ledger import tampering

SIZE = 20
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(act, alice) -> list[tuple[str, str]]:
    """A ledger of twenty acts, its checkpoints over 8, 13 and 20 acts kept elsewhere, and no triggers."""
    for index in range(13):
        if index == 8:
            checkpoints.current()
        act(reason=f"Reason {index}", reason_is_public=index % 2 == 0, data={"number": index})
    checkpoints.current()
    services.erase(Entry.objects.get(index=11).openings.filter(field="reason"), by=alice, reason="Names a person")
    for _ in range(6):
        act(statement="I agree this text")
    assert checkpoints.current().size == SIZE
    tampering.lift_triggers()
    return [(f"checkpoint {c.size}", c.note) for c in Checkpoint.objects.all()]


def check(kept: list[tuple[str, str]], limit: int = 50) -> Report:
    return verify(kept, public_key=checkpoints.public_key().public, limit=limit)


@pytest.fixture
def undone():
    """with undone(): … is rolled back, so that the next tampering meets the ledger as it was."""
    from contextlib import contextmanager

    @contextmanager
    def savepoint() -> Iterator[None]:
        sid = transaction.savepoint()
        yield
        transaction.savepoint_rollback(sid)

    return savepoint


def test_an_honest_ledger_is_found_whole(kept):
    report = check(kept)
    assert report.findings == []
    assert (report.size, report.anchored, report.erased) == (SIZE, SIZE, 1)
    assert report.root == checkpoints.current().root


@pytest.mark.slow
def test_a_thousand_tamperings_are_all_found(kept, undone):
    dice = random.Random(6962)
    missed: Counter[str] = Counter()
    for number in range(1000):
        way = tampering.WAYS[number % len(tampering.WAYS)]
        with undone():
            way(dice)
            missed[way.__name__] += check(kept, limit=1).is_good
    assert {name: count for name, count in missed.items() if count} == {}
    assert check(kept).is_good


@pytest.mark.parametrize("index", range(SIZE))
def test_the_first_wrong_act_is_named(kept, undone, index):
    with undone():
        tampering.write(index, "verb", "network.forge")
        assert check(kept).first_wrong == index
    with undone():
        tampering.write(index, "leaf", tampering.entry(index)["leaf"] + " ")
        assert check(kept).first_wrong == index
    with undone():
        tampering.delete(index)
        assert check(kept).first_wrong == index


@pytest.mark.parametrize(("index", "first"), [(0, 0), (7, 0), (8, 8), (12, 8), (13, 13), (19, 13)])
def test_where_all_is_recomputed_the_checkpoints_narrow_it_down(kept, index, first):
    leaf = tampering.entry(index)["leaf"].replace("Coordinator", "Steering member")
    tampering.write(index, "leaf", leaf)
    tampering.rebuild()
    sql_only = verify([], public_key=checkpoints.public_key().public)
    assert (check(kept).first_wrong, sql_only.first_wrong) == (first, first)
    tampering.sql("DELETE FROM ledger_checkpoint")
    assert verify([], public_key=checkpoints.public_key().public).is_good
    assert check(kept).first_wrong == first


def test_later_acts_are_not_yet_anchored(kept, act):
    act()
    report = check(kept)
    assert (report.is_good, report.size, report.anchored) == (True, SIZE + 1, SIZE)
    assert verify(kept[:2], public_key=checkpoints.public_key().public).anchored == 13


def test_an_erased_name_that_comes_back_is_found(kept):
    salt, value = "00" * 32, "Reason 11"
    tampering.sql(
        "INSERT INTO ledger_opening (entry_id, field, salt, value) VALUES (11, 'reason', %s, %s)", salt, value
    )
    assert check(kept).first_wrong == 11


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("ledger", "verify", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    except CommandError as end:
        return end.returncode, out.getvalue(), str(end)
    return 0, out.getvalue(), err.getvalue()


def test_the_command_says_that_all_is_well_and_what_is_not_anchored(kept, act, tmp_path):
    path = tmp_path / "printed-on-the-plan.txt"
    path.write_text(kept[1][1])
    code, out, err = run("--checkpoint", str(path), "--key", str(checkpoints.public_key()))
    assert (code, err) == (0, "")
    assert "13 acts are vouched for" in out
    assert "Not yet anchored: acts 13 to 19." in out


def test_the_command_names_the_first_wrong_act(kept, tmp_path):
    path = tmp_path / "printed-on-the-plan.txt"
    path.write_text(kept[2][1])
    tampering.write(4, "side", "government")
    code, out, err = run("--checkpoint", str(path))
    assert (code, out) == (1, "First wrong act: 4\n")
    assert "Act 4: the column “side” does not say what the leaf says." in err


def test_the_command_reads_the_files_beside_the_database(kept):
    checkpoints.keep(Checkpoint.objects.get(size=13))
    assert "13 acts are vouched for" in run()[1]
    tampering.cut_off_the_end(random.Random(1))
    tampering.sql("DELETE FROM ledger_checkpoint")
    assert run()[0] == 1


def test_a_file_that_is_no_checkpoint_of_ours_is_not_taken_for_one(kept, tmp_path):
    path = tmp_path / "other.txt"
    assert run("--checkpoint", str(path))[0] == 2
    path.write_text("hello")
    code, out, err = run("--checkpoint", str(path))
    assert (code, out) == (1, "")
    assert "no signature" in err
    assert run("--key", "nonsense")[0] == 2
