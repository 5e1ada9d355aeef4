"""Declined and annexed: a commitment keeps its page, its reason and its place in the annex, on every road."""

import pytest

from commitments import services, workflow
from commitments.choices import AskOrigin, AskStatus, State
from commitments.models import Ask, Commitment
from drafting import suggestions
from publications.content import plan_content
from publications.exports import plan_file_of
from publications.workflow import publish_consultation_draft
from tests.commitments.build import SECTION, commitment_in, propose
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


def stands(world):
    """The annex as it stands: (reference, status, reason, what it became)."""
    return [
        (ask.ref, ask.status, ask.reason, ask.became.ref if ask.became else None)
        for ask in world.plan.asks.select_related("became")
    ]


def annex(world, one, **more):
    workflow.annex(Commitment.objects.get(pk=one.pk), by=world.person("coordinator"), reason="We still ask", **more)


def take_up_again(world, one):
    workflow.take_up_again(
        Commitment.objects.get(pk=one.pk), by=world.person("lead_official"), reason="There is money now"
    )


def decline(world, one, reason="Too dear"):
    workflow.decline(Commitment.objects.get(pk=one.pk), by=world.person("lead_official"), reason=reason)


@pytest.fixture
def others(world):
    """Asks before and after, which nothing here may move."""
    services.add_ask(plan=world.plan, text="A register of lobbyists", by=world.person("coordinator"))


def test_declined_annexed_taken_up_and_annexed_again_it_keeps_its_place(world, others):
    one = commitment_in(world, State.DECLINED, ref="2.4")
    annex(world, one, text="Publish the owners")
    services.add_ask(plan=world.plan, text="Later", by=world.person("coordinator"))
    assert stands(world)[1] == ("A2", AskStatus.REFUSED, "Too dear", None)
    take_up_again(world, one)
    assert stands(world)[1] == ("A2", AskStatus.TAKEN_UP, "Too dear", "2.4")
    annex(world, one)
    assert stands(world) == [
        ("A1", AskStatus.OPEN, "", None),
        ("A2", AskStatus.OPEN, "Too dear", None),
        ("A3", AskStatus.OPEN, "", None),
    ]
    assert Ask.objects.get(ref="A2").text == "Publish the owners"


def test_taken_up_and_declined_once_more_its_ask_says_so_with_the_new_reason(world, others):
    one = commitment_in(world, State.ANNEXED, ref="2.4")
    take_up_again(world, one)
    decline(world, one, "Still too dear")
    assert stands(world)[1] == ("A2", AskStatus.REFUSED, "Still too dear", "2.4")
    annex(world, one)
    assert stands(world)[1] == ("A2", AskStatus.REFUSED, "Still too dear", None)
    take_up_again(world, one)
    assert (stands(world)[1], Commitment.objects.get(ref="2.4").state) == (
        ("A2", AskStatus.TAKEN_UP, "Still too dear", "2.4"), State.DRAFTING,
    )  # fmt: skip


@pytest.fixture
def from_ask(world, others):
    """The ask A1 put forward as commitment 7."""
    return services.propose_from_ask(Ask.objects.get(), title="Lobbying", ref="7", by=world.person("coordinator"))


def test_an_ask_put_forward_and_declined_is_refused_with_the_reason(world, from_ask):
    assert stands(world) == [("A1", AskStatus.UNDER_DISCUSSION, "", "7")]
    decline(world, from_ask)
    assert stands(world) == [("A1", AskStatus.REFUSED, "Too dear", "7")]
    annex(world, from_ask)
    assert stands(world) == [("A1", AskStatus.REFUSED, "Too dear", "7")]  # no second ask for the same thing
    take_up_again(world, from_ask)
    assert stands(world) == [("A1", AskStatus.TAKEN_UP, "Too dear", "7")]


def test_an_ask_put_forward_and_withdrawn_is_open_and_can_be_put_forward_again(world, from_ask):
    workflow.withdraw(from_ask, by=world.person("coordinator"), reason="Not like this")
    assert stands(world) == [("A1", AskStatus.OPEN, "", None)]
    services.propose_from_ask(Ask.objects.get(), title="Lobbying", ref="8", by=world.person("coordinator"))
    assert stands(world) == [("A1", AskStatus.UNDER_DISCUSSION, "", "8")]


def test_an_ask_whose_commitment_was_merged_leads_to_the_one_that_goes_on(world, from_ask):
    target = propose(world, title="The other", ref="9")
    workflow.merge_into(from_ask, target=target, by=world.person("coordinator"), reason="The same")
    assert stands(world) == [("A1", AskStatus.UNDER_DISCUSSION, "", "9")]


def test_a_suggestion_that_was_carried_stays_refused_when_its_commitment_comes_back(world):
    one = propose(world, ref="2.4", sections={SECTION: "First words"})
    workflow.take_up(one, by=world.person("lead_official"))
    text = one.sections.get(template_section__key=SECTION).text
    made = suggestions.suggest(
        text, base=text.latest, quote_start=0, quote_end=5, replacement="Better", reason="x", by=world.person("member")
    )
    suggestions.refuse(made, reason="No", by=world.person("lead_official"))
    services.asks.carry_suggestion(made, by=world.person("coordinator"))
    annex(world, one)
    take_up_again(world, one)
    assert [(ask.origin, ask.status) for ask in world.plan.asks.all()] == [
        (AskOrigin.SUGGESTION, AskStatus.REFUSED),
        (AskOrigin.COMMITMENT, AskStatus.TAKEN_UP),
    ]


ROADS = {
    "declined": ([], "Too dear", "Declined"),
    "annexed": ([annex], "We still ask", "In the annex"),
    "taken up again": ([annex, take_up_again], "", "Drafting"),
    "annexed again": ([annex, take_up_again, annex], "We still ask", "In the annex"),
    "declined again": ([annex, take_up_again, decline], "Too dear", "Declined"),
}


@pytest.mark.parametrize("road", ROADS)
def test_it_keeps_its_page_with_the_reason_on_every_road(world, road):
    acts, reason, state = ROADS[road]
    one = commitment_in(world, State.DECLINED, ref="2.4")
    for act in acts:
        act(world, one)
    for persona in ("coordinator", "lead_official", "member", "reviewer"):
        answer = client_of(world, persona).get("/plans/uk-2013/commitments/2.4/")
        page = answer.content.decode()
        assert (answer.status_code, reason in page, state in page) == (200, True, True)
    history = client_of(world, "member").get("/plans/uk-2013/commitments/2.4/history/").content.decode()
    assert "Too dear" in history
    annexed = client_of(world, "member").get("/plans/uk-2013/annex/").content.decode()
    assert ("Too dear" in annexed) is bool(acts)


@pytest.mark.parametrize("road", [road for road, (acts, *_rest) in ROADS.items() if acts])
def test_page_pdf_and_data_of_an_edition_say_the_same_of_the_annex(world, road, client_for):
    from publications.documents import edition_document

    one = commitment_in(world, State.DECLINED, ref="2.4")
    for act in ROADS[road][0]:
        act(world, one)
    published = publish_consultation_draft(world.plan, by=world.person("lead_official"))
    [ask] = world.plan.asks.all()
    [row] = plan_content(world.plan)["annex"]
    assert (row["ref"], row["status"], row["reason"]) == ("A1", ask.status, "Too dear")
    [entry] = plan_file_of(published)["annex"]
    assert (entry["text"], entry["origin"], entry["status"], entry["reason"]) == (
        "Company owners", "commitment", ask.status, "Too dear",
    )  # fmt: skip
    in_body = [content["ref"] for content in published.data["commitments"]]
    assert in_body == (["2.4"] if road == "taken up again" else [])
    page = client_for("visitor").get(published.get_absolute_url()).content.decode()
    for words in ("Ask A1", "Company owners", "Too dear", str(ask.get_status_display())):
        assert (words in page, words in edition_document(published).html) == (True, True)
