import json

import pytest
from django.urls import reverse

from ledger import checkpoints, notes, proofs, services, visibility, wording
from ledger.models import Checkpoint
from network.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(monkeypatch):
    """Organisations are a kind of thing that only people who signed in may see."""

    def visible_to(user):
        return Organisation.objects.all() if user.is_authenticated else Organisation.objects.none()

    monkeypatch.setattr(visibility, "_visible", {"network.organisation": visible_to})


@pytest.fixture
def seen(hidden, client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_list_tells_acts_in_words_newest_first(seen, act, thing):
    act(verb="network.rename", reason="It was too long", reason_is_public=True)
    act(verb="network.close_down")
    page = seen.get("/ledger/").content.decode()
    for words in ("Rename", "It was too long", "Secret Title", "Alice Adams, Coordinator, UK Open Government Network"):
        assert words in page
    assert page.index("(act 1)") < page.index("(act 0)")


ADDRESSES = ["/ledger/", "/ledger/?about=network.organisation", "/ledger/0/", "/ledger/0/proof.json"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hidden_thing_has_no_name_or_words_anywhere(hidden, client, act, address):
    act(reason="Private words", statement="I rename Secret Title", verb="network.rename")
    page = client.get(address).content.decode()
    assert [words for words in ("Secret Title", "Private words", "I rename", "secret-title") if words in page] == []
    assert "network.rename" in page or "Rename" in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_private_reason_is_in_no_public_page_even_of_visible_things(seen, act, address):
    act(reason="Private words")
    assert "Private words" not in seen.get(address).content.decode()


def test_a_statement_is_shown_where_its_wording_was_declared_public(seen, client, act, monkeypatch):
    act(verb="network.rename", statement="I rename Bob's group")
    addresses = ("/ledger/0/", "/ledger/0/proof.json")
    assert ["rename Bob" in seen.get(address).content.decode() for address in addresses] == [False, False]
    monkeypatch.setattr(wording, "_with_public_statement", {"network.rename"})
    assert ["rename Bob" in seen.get(address).content.decode() for address in addresses] == [True, True]
    client.logout()
    assert ["rename Bob" in client.get(address).content.decode() for address in addresses] == [False, False]


def test_what_nobody_registered_is_not_named(client, act, monkeypatch):
    monkeypatch.setattr(visibility, "_visible", {})
    act()
    page = client.get("/ledger/").content.decode()
    assert ("not shown to you" in page, "Secret Title" in page) == (True, False)


def test_an_earlier_name_stays_closed(seen, act, thing):
    act()
    thing.name = "Open Title"
    thing.save()
    for address in ("/ledger/", "/ledger/0/", "/ledger/0/proof.json"):
        assert "Secret Title" not in seen.get(address).content.decode()
    assert "Open Title" in seen.get("/ledger/0/").content.decode()


def test_people_without_a_post_and_erased_names_are_not_named(client, act, alice, monkeypatch):
    act()
    services.erase_person(alice, by=None, reason="She asked")
    assert "A person whose name has been erased" in client.get("/ledger/0/").content.decode()
    from ledger import actors

    monkeypatch.setattr(actors, "_resolvers", [])
    index = act().index
    page = client.get(f"/ledger/{index}/").content.decode()
    assert ("A person not acting in a post" in page, "Alice Adams" in page) == (True, False)


def test_filters_are_links_and_keep_each_other(client, act):
    act(verb="network.rename")
    act(verb="network.close_down", by=None)
    page = client.get("/ledger/", {"act": "network.rename"}).content.decode()
    assert ("(act 0)" in page, "(act 1)" in page) == (True, False)
    assert "?act=network.rename&amp;side=civil_society" in page
    for query in ("side=government", "about=network.post", "about=network.organisation:999999", "act=%00x"):
        response = client.get(f"/ledger/?{query}")
        assert (response.status_code, "No act fits" in response.content.decode()) == (200, True)


def test_an_empty_ledger_says_what_will_be_there(client):
    assert "Nothing is on record yet" in client.get("/ledger/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_act_and_for_three(seen, act, count, django_assert_num_queries):
    for _ in range(count):
        act()
    with django_assert_num_queries(9):
        seen.get("/ledger/")


def test_long_lists_have_pages(client, act):
    for _ in range(51):
        act()
    page = client.get("/ledger/?page=2").content.decode()
    assert ("(act 0)" in page, "(act 1)" in page) == (True, False)


def test_the_proof_on_the_page_can_be_checked_at_home(hidden, client, act):
    for _ in range(5):
        act()
    proof = json.loads(client.get("/ledger/3/proof.json").content)
    key = notes.VerifierKey.parse(proof["key"])
    assert proofs.check(proof, key) == {"name": "Alice Adams"}


def test_what_is_not_there_is_not_found(client, act):
    act()
    missing = ["1/", "1/proof.json", "99999999999999999999/", "consistency/0/1.json", "consistency/1/2.json"]
    for address in missing:
        assert client.get(f"/ledger/{address}").status_code == 404


def test_the_checkpoint_is_plain_text(client, act):
    act()
    response = client.get(reverse("ledger:checkpoint"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == Checkpoint.objects.get(size=1).note == checkpoints.current().note


def test_two_checkpoints_can_be_held_against_each_other(client, act):
    from ledger import tree

    for _ in range(6):
        act()
    answer = client.get("/ledger/consistency/4/6.json").json()
    path = [bytes.fromhex(step) for step in answer["path"]]
    assert tree.is_consistent(4, 6, checkpoints.root_of(4), checkpoints.root_of(6), path)


def test_the_ledger_is_only_read(client, act):
    act()
    for address in ("/ledger/", "/ledger/0/", "/ledger/checkpoint", "/ledger/0/proof.json"):
        assert client.post(address).status_code == 405
