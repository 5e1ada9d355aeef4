"""A draft of the whole plan is agreed by both sides, or published without: the published edition says which."""

import json

import pytest
from django.db import transaction
from django.urls import reverse

from commitments.services import edit_details
from core.canonical import sha256
from drafting import agreement
from drafting.models import Signature
from ledger.machine import Blocked, NotAllowed
from ledger.models import Entry
from plans.models import Plan
from publications.agreeing import passages
from publications.content import plan_content
from publications.documents import edition_document
from publications.workflow import publish_consultation_draft
from tests.publications.conftest import add_commitment
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db

WORDS = {
    (): "Neither side had agreed to this text as a whole when it was published.",
    ("lead_official",): "Government agreed to exactly this text before it was published; civil society had not.",
    ("coordinator",): "Civil society agreed to exactly this text before it was published; government had not.",
    ("coordinator", "lead_official"): "Both sides agreed to exactly this text before it was published.",
}


def fresh(plan):
    return Plan.objects.select_related("template").get(pk=plan.pk)


def sign(world, plan, persona):
    return agreement.agree(fresh(plan), by=world.person(persona), seen_sha256=agreement.current_sha256(fresh(plan)))


def change(plan):
    edit_details(plan.commitments.first(), by=None, title="Open every budget")


def at(name, plan):
    return reverse(f"publications:{name}", args=[plan.slug])


def test_the_leads_agree_to_the_whole_draft(world, plan):
    allowed = set()
    for persona in PERSONAS:
        with transaction.atomic():
            try:
                sign(world, plan, persona)
            except NotAllowed:
                assert not Signature.objects.exists()
            else:
                allowed.add(persona)
            transaction.set_rollback(True)
    assert allowed == {"coordinator", "lead_official"}


def test_an_empty_plan_is_not_agreed(world):
    with pytest.raises(Blocked, match="There is nothing in the plan yet"):
        sign(world, world.plan, "coordinator")


@pytest.mark.parametrize("signers", WORDS, ids=lambda signers: "+".join(signers) or "nobody")
def test_the_published_edition_says_who_had_agreed_to_exactly_it(world, plan, client_for, signers):
    for persona in signers:
        sign(world, plan, persona)
    published = publish_consultation_draft(plan, by=world.person("lead_official"))
    visitor = client_for("visitor")
    assert WORDS[signers] in visitor.get(at("read", plan)).content.decode()
    assert WORDS[signers] in visitor.get(at("editions", plan)).content.decode()
    assert WORDS[signers] in edition_document(published).html
    sides = Entry.objects.about(plan).get(verb="publications.publish").data["agreed_by"]
    assert json.loads(visitor.get(at("plan_json", plan)).content)["edition"]["agreed_by"] == sides
    assert len(sides) == len(signers)


def test_a_yes_to_an_earlier_draft_is_not_one_to_what_is_published(world, plan):
    for persona in ("coordinator", "lead_official"):
        sign(world, plan, persona)
    change(plan)
    assert publish_consultation_draft(fresh(plan), by=world.person("lead_official")).agreed_by == []


def test_a_yes_that_comes_after_publication_does_not_change_what_was_published(world, plan):
    published = publish_consultation_draft(plan, by=world.person("lead_official"))
    sign(world, plan, "coordinator")
    published.refresh_from_db()
    assert published.agreed_by == []


def test_the_preview_says_who_has_agreed_and_lets_it_be_published_all_the_same(world, plan, client_for):
    sign(world, plan, "lead_official")
    page = client_for("lead_official").get(at("publish", plan))
    assert [line.status for line in page.context["standing"].lines] == ["Agreed", "Not yet"]
    data = {"change_note": "", "seen_sha256": page.context["form"].initial["seen_sha256"]}
    assert client_for("lead_official").post(at("publish", plan), data).status_code == 302


def test_the_page_of_the_draft_shows_what_stands_and_what_is_in_it(world, plan, client_for):
    sign(world, plan, "coordinator")
    change(plan)
    page = client_for("coordinator").get(at("draft", plan))
    assert [line.status for line in page.context["panel"].lines] == ["Not yet", "Earlier text"]
    assert [part.title for part in page.context["panel"].since[0].changed] == ["Commitment 1: Open every budget"]
    assert [row.title for row in page.context["commitments"]] == ["1 Open every budget", "2 Publish contracts"]
    assert [(row.title, row.status) for row in page.context["parts"]] == [
        ("Foreword by civil society", "Not agreed yet")
    ]
    assert page.context["panel"].agree_label == "Agree again for civil society"


def test_agreeing_shows_every_word_of_the_plan(world, plan, client_for):
    text = client_for("coordinator").get(at("agree_draft", plan)).content.decode()
    for words in ("We were at the table.", "Objective of 2 with", "Step one of 1", "A register of lobbyists"):
        assert words in text


def test_all_that_goes_into_the_hash_of_a_plan_is_shown(plan):
    """Every string of the content, wherever it stands, is on the page; codes under the words that people use."""
    content = plan_content(fresh(plan))
    shown = "\n".join(f"{title}\n{body}" for _key, title, body in passages(content))
    coded = {"origin", "side", "owner", "status", "format", "starts_on", "ends_on", "slug", "key", "period_start"}

    def strings(value, key=""):
        if isinstance(value, dict):
            return [text for name, one in value.items() for text in strings(one, name)]
        if isinstance(value, list):
            return [text for one in value for text in strings(one, key)]
        return [value] if isinstance(value, str) and key not in coded | {"period_end"} else []

    assert [text for text in strings(content) if text and text not in shown] == []


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_of_the_draft_costs_the_same_however_much_is_in_it(
    world, plan, client_for, more, django_assert_num_queries
):
    for number in range(more):
        add_commitment(world, f"{number + 3}")
    client = client_for("member")
    with django_assert_num_queries(25):
        client.get(at("draft", plan))


def test_the_hash_that_is_agreed_is_the_one_that_is_published(world, plan):
    signature = sign(world, plan, "coordinator")
    assert signature.edition.sha256 == sha256(plan_content(fresh(plan)))
