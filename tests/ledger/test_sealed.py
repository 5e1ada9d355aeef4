"""An act whose leaf does not say from which post, or what was said: opened only to whom the app names."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import leaves, visibility
from ledger.models import Entry
from ledger.verification import verify
from network.models import Organisation

pytestmark = pytest.mark.django_db
TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify.py"
SECRETS = ("Alice Adams", "Coordinator", "UK Open Government Network", "does not support", "too little", "I say")
PAGES = ("/ledger/", "/ledger/?side=civil_society", "/ledger/0/", "/ledger/0/proof.json")


@pytest.fixture
def opened_to(monkeypatch):
    """opened_to({"bob": …}): who may open the acts, and who may know the person too."""
    monkeypatch.setattr(visibility, "_visible", {"network.organisation": lambda user: Organisation.objects.all()})
    monkeypatch.setattr(visibility, "_sealed", {})

    def register(*, may_open: bool, may_name: bool) -> None:
        found = {True: Entry.objects.all(), False: Entry.objects.none()}
        sealed = visibility.Sealed(lambda user: found[may_open], lambda user: found[may_name])
        visibility.register_sealed("network.rename", sealed)

    return register


@pytest.fixture
def sealed(act):
    return act(
        is_sealed=True,
        statement="I say no",
        reason="It does too little",
        private={"stance": "does not support"},
        data={"sha256": "ab" * 32},
    )


def shown(client, address):
    page = client.get(address).content.decode()
    return [words for words in SECRETS if words in page]


def test_the_leaf_commits_to_post_organisation_and_private_words(sealed):
    content = json.loads(sealed.leaf)
    assert [list(content["actor"][part]) for part in ("post", "organisation")] == [["sha256"], ["sha256"]]
    assert list(content["private"]) == ["sha256"]
    assert (content["actor"]["side"], content["data"]) == ("civil_society", {"sha256": "ab" * 32})
    assert [words for words in SECRETS if words in sealed.leaf] == []
    found = {o.field: leaves.commitment(o.salt, o.value) for o in sealed.openings.all()}
    assert found == leaves.commitments(content)
    assert sealed.openings.get(field="private").value == '{"stance":"does not support"}'
    assert verify([], public_key=b"").findings == []


@pytest.mark.parametrize("address", PAGES)
def test_a_sealed_act_tells_nobody_anything_that_was_not_opened(opened_to, sealed, client, address):
    assert shown(client, address) == []  # nobody registered who may open it
    opened_to(may_open=False, may_name=False)
    assert shown(client, address) == []


def test_who_may_open_it_reads_all_but_the_person(opened_to, sealed, client):
    opened_to(may_open=True, may_name=False)
    assert shown(client, "/ledger/0/") == ["Coordinator", "UK Open Government Network", "too little", "I say"]
    assert shown(client, "/ledger/0/proof.json") == list(SECRETS[1:])
    opened_to(may_open=True, may_name=True)
    assert "Alice Adams" in shown(client, "/ledger/0/")


def test_what_was_opened_can_be_checked_at_home(opened_to, sealed, client, tmp_path):
    opened_to(may_open=True, may_name=False)
    proof = json.loads(client.get("/ledger/0/proof.json").content)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    command = [sys.executable, "-I", str(TOOL), str(file), "--key", proof["key"]]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout.splitlines()[0]) == (0, "VALID")
    assert "post:                   Coordinator, UK Open Government Network" in said.stdout
    proof["openings"]["organisation"]["value"] = "Another network"
    file.write_text(json.dumps(proof))
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_sealed_act_and_for_three(
    opened_to, act, client, count, django_assert_num_queries
):
    opened_to(may_open=True, may_name=True)
    for _ in range(count):
        act(is_sealed=True, private={"stance": "supports"})
    with django_assert_num_queries(9):
        client.get("/ledger/")
