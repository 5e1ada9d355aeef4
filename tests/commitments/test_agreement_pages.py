"""What the leads see when they agree, and what everybody sees of it on the commitment's page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments import services, workflow
from commitments.models import Commitment
from drafting import agreement
from drafting.models import Edition, Signature
from drafting.services import save_text
from publications.documents import edition_document
from publications.workflow import publish_consultation_draft
from tests.commitments.build import agree, commitment_in, complete

pytestmark = pytest.mark.django_db


def at(name, commitment, *more):
    return reverse(f"commitments:{name}", args=[commitment.plan.slug, commitment.ref, *more])


def form_of(page):
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields}


def write(world, commitment, body):
    text = commitment.sections.get(template_section__key="what").text
    save_text(text, body=body, base=text.latest, by=world.person("cs_drafter"))


def lines(page):
    """The agreement of the sides as the commitment's page says it."""
    (panel,) = [one.context for one in page.context["panels"] if one.template == "drafting/agreement_panel.html"]
    return [(str(line.side), line.status, line.says, line.note) for line in panel.lines]


def panel_of(page):
    return next(one.context for one in page.context["panels"] if one.template == "drafting/agreement_panel.html")


# Agreeing


def test_the_lead_reads_the_exact_words_the_sentence_and_the_button(world, client_for):
    commitment = complete(world, title="Company owners")
    page = client_for("lead_official").get(at("agree", commitment))
    text = page.content.decode()
    assert "Words that say something." in text
    assert page.context["sentence"] == (
        "For government, I agree to edition 1 of “1 Company owners”, exactly as it stands here."
    )
    assert (page.context["question"], page.context["button"]) == (
        "Do you agree to this text for government?",
        "Agree for government",
    )
    assert form_of(page) == {"seen": agreement.current_sha256(commitment), "number": 1}


def test_all_that_goes_into_the_hash_is_on_the_page(world, client_for):
    """Two commitments that differ in anything at all are read as different words."""
    commitment, by = complete(world), world.person("cs_drafter")
    shown = [client_for("coordinator").get(at("agree", commitment)).context["parts"]]
    for change in (
        {"starts_text": "Spring 2014"},
        {"starts_on": "2014-04-01"},
        {"origin": "both"},
        {"other_actors_text": "Universities"},
        {"policy_areas": ["Budget"]},
    ):
        services.edit_details(Commitment.objects.get(), by=by, **change)
        shown.append(client_for("coordinator").get(at("agree", commitment)).context["parts"])
    assert all(one != other for one, other in zip(shown, shown[1:], strict=False))


def test_the_first_yes_freezes_and_the_other_side_sees_exactly_that_edition(world, client_for):
    commitment = complete(world)
    lead, coordinator = client_for("lead_official"), client_for("coordinator")
    answer = lead.post(at("agree", commitment), form_of(lead.get(at("agree", commitment))), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["You agreed to edition 1 for government."]
    page = coordinator.get(at("agree", commitment))
    assert form_of(page) == {"seen": Edition.objects.of(commitment).get().sha256, "number": 1}
    coordinator.post(at("agree", commitment), form_of(page))
    assert Commitment.objects.get().state == "agreed"


def test_if_the_text_moved_on_nothing_is_signed_and_the_page_shows_what_is_new(world, client_for):
    commitment, coordinator = complete(world), client_for("coordinator")
    data = form_of(coordinator.get(at("agree", commitment)))
    write(world, commitment, "Words that say nothing.")
    page = coordinator.post(at("agree", commitment), data)
    assert (page.status_code, Signature.objects.count(), Edition.objects.count()) == (409, 0, 0)
    (part,) = page.context["news"]
    assert "<del>" in part.html
    assert (part.title, "nothing" in part.html) == ("What we will do", True)
    assert form_of(page)["seen"] == agreement.current_sha256(commitment)
    assert coordinator.post(at("agree", commitment), form_of(page)).status_code == 302


def test_what_somebody_else_was_shown_is_not_told_by_its_hash(world, client_for):
    commitment = complete(world)
    data = form_of(client_for("lead_official").get(at("agree", commitment)))
    write(world, commitment, "Words that say nothing.")
    page = client_for("coordinator").post(at("agree", commitment), data)
    assert (page.status_code, page.context["news"]) == (409, [])


def test_agreeing_again_shows_what_changed_and_what_became_weaker_since(world, client_for):
    commitment = complete(world)
    agree(world, commitment, "coordinator")
    services.edit_details(commitment, by=world.person("lead_official"), ends_text="2016")
    page = client_for("coordinator").get(at("agree", commitment))
    assert (page.context["last"].number, page.context["number"]) == (1, 2)
    assert [part.title for part in page.context["since"].changed] == ["Details"]
    assert [finding.says for finding in page.context["since"].weaker] == ["Later end date: 2015 → 2016"]
    assert page.context["button"] == "Agree again for civil society"


def test_what_is_missing_is_said_instead_of_a_button(world, client_for):
    commitment = commitment_in(world, "drafting")
    page = client_for("coordinator").get(at("agree", commitment))
    assert page.context["objections"][0].endswith("missing before it is complete.")
    assert b'method="post" novalidate' not in page.content


def test_a_lead_without_a_dated_mandate_is_told_so(world, client_for):
    world.post("coordinator").tenures.update(mandate="", mandated_on=None)
    page = client_for("coordinator").get(at("agree", complete(world)))
    assert page.context["objections"] == [
        "Your post needs a mandate with a date before you can sign from it. Ask who appointed you to record it."
    ]


def test_past_drafting_the_page_says_why_nothing_is_agreed(world, client_for):
    page = client_for("coordinator").get(at("agree", commitment_in(world, "clearance")))
    assert page.context["objections"] == ["A commitment is agreed, or sent back, while it is in drafting."]


# Sending back


def test_sending_back_asks_for_the_reason(world, client_for):
    commitment = complete(world)
    agree(world, commitment, "lead_official")
    coordinator = client_for("coordinator")
    data = form_of(coordinator.get(at("send_back", commitment)))
    page = coordinator.post(at("send_back", commitment), {**data, "reason": ""})
    assert page.context["form"].errors["reason"] == ["This field is required."]
    coordinator.post(at("send_back", commitment), {**data, "reason": "The date is too late"})
    assert lines(coordinator.get(commitment.get_absolute_url()))[1] == (
        "civil_society",
        "Sent back",
        "Civil society sent edition 1 back, today, by Coordinator (Coordinator, Open Government Network).",
        "The date is too late",
    )


def test_there_is_nothing_to_send_back_once_the_text_moved_on(world, client_for):
    commitment, coordinator = complete(world), client_for("coordinator")
    agree(world, commitment, "lead_official")
    data = form_of(coordinator.get(at("send_back", commitment)))
    write(world, commitment, "Other words.")
    page = coordinator.post(at("send_back", commitment), {**data, "reason": "No"})
    assert (page.status_code, Signature.objects.filter(is_yes=False).count()) == (409, 0)


# What everybody sees


def test_the_page_says_where_each_side_stands_and_who_signed(world, client_for):
    commitment = complete(world)
    agree(world, commitment, "lead_official")
    page = client_for("member").get(commitment.get_absolute_url())
    assert lines(page) == [
        (
            "government",
            "Agreed",
            "Agreed for government on edition 1, today, by Lead Official (Lead official, Cabinet Office).",
            "",
        ),
        ("civil_society", "Not yet", "Civil society has not agreed yet.", ""),
    ]
    (row,) = panel_of(page).signatures
    assert (row.act, row.words, row.entry_href) == (
        "Agreed for a side",
        "Edition 1",
        Signature.objects.get().entry.get_absolute_url(),
    )
    assert panel_of(page).agree_href == ""


def test_the_page_shows_an_earlier_yes_with_the_difference_and_one_button(world, client_for):
    commitment = complete(world)
    agree(world, commitment, "coordinator")
    write(world, commitment, "Words that say nothing.")
    page = client_for("coordinator").get(commitment.get_absolute_url())
    says = "Civil society agreed on edition 1, today, by Coordinator (Coordinator, Open Government Network)"
    assert lines(page)[1][1:3] == ("Earlier text", f"{says}; the text is now different.")
    (since,) = panel_of(page).since
    assert (since.title, [part.title for part in since.changed]) == (
        "What changed since edition 1",
        ["What we will do"],
    )
    assert (panel_of(page).agree_label, panel_of(page).agree_href) == (
        "Agree again for civil society",
        at("agree", commitment),
    )


def test_reopening_is_said_with_its_reason(world, client_for):
    commitment = commitment_in(world, "agreed")
    workflow.reopen(commitment, by=world.person("coordinator"), reason="A date is wrong")
    found = lines(client_for("member").get(commitment.get_absolute_url()))
    assert [line[1:] for line in found] == [
        (
            "Agreed",
            "Agreed for government on edition 1, today, by Lead Official (Lead official, Cabinet Office).",
            "",
        ),
        ("Reopened", "Civil society agreed on edition 1; it was reopened since.", "A date is wrong"),
    ]


def test_the_buttons_are_there_for_the_leads_while_it_is_drafted(world, client_for):
    commitment = complete(world)
    found = {
        persona: [
            offer["label"]
            for offer in client_for(persona).get(commitment.get_absolute_url()).context["offers"]
            if offer["href"] == at("agree", commitment)
        ]
        for persona in ("lead_official", "coordinator", "cs_drafter", "minister", "member")
    }
    assert found == {
        "lead_official": ["Agree for government"],
        "coordinator": ["Agree for civil society"],
        "cs_drafter": [],
        "minister": [],
        "member": [],
    }


def test_lists_and_the_desk_say_what_waits_for_whom(world, client_for):
    commitment = complete(world, title="Company owners")
    agree(world, commitment, "lead_official")
    words = "Edition 1, agreed by government today, waits for civil society"
    (row,) = client_for("member").get(reverse("commitments:index", args=["uk-2013"])).context["rows"]
    columns = client_for("coordinator").get(reverse("commitments:board", args=["uk-2013"])).context["columns"]
    assert (row.waits, [card.waits for column in columns for card in column.cards]) == (words, [(words,)])
    waits = client_for("coordinator").get("/desk/").context["waiting"]
    assert [(group.title, [(item.title, item.href) for item in group.items]) for group in waits] == [
        ("Editions that wait for your side’s agreement", [("1 Company owners", at("agree", commitment))])
    ]
    agree(world, commitment, "coordinator")
    (group,) = client_for("lead_official").get("/desk/").context["waiting"]
    assert (group.title, [item.title for item in group.items]) == (
        "Agreed commitments to send for clearance",
        ["1 Company owners"],
    )


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "cost"), [("index", 20), ("board", 17)])
def test_lists_of_what_waits_cost_the_same_with_one_row_and_with_three(
    world, client_for, name, cost, rows, django_assert_num_queries
):
    for _number in range(rows):
        agree(world, complete(world), "lead_official")
    client = client_for("coordinator")
    with django_assert_num_queries(cost):
        client.get(reverse(f"commitments:{name}", args=["uk-2013"]))


def test_the_desk_costs_the_same_with_one_edition_that_waits_and_with_three(world, client_for):
    client, costs = client_for("coordinator"), []
    client.get("/desk/")  # Django looks up its own tables once
    for _number in range(3):
        agree(world, complete(world), "lead_official")
        with CaptureQueriesContext(connection) as queries:
            (group,) = client.get("/desk/").context["waiting"]
        costs.append((len(group.items), len(queries)))
    cost = costs[0][1]
    assert costs == [(1, cost), (2, cost), (3, cost)]


# Without civil society's agreement


@pytest.fixture
def alone(world):
    commitment = complete(world, title="Company owners")
    agree(world, commitment, "lead_official")
    workflow.send_without_agreement(commitment, by=world.person("lead_official"), reason="The budget is near")
    return commitment


def test_going_on_alone_is_said_with_its_reason_on_the_page_in_lists_and_on_the_board(world, client_for, alone):
    text = client_for("member").get(alone.get_absolute_url()).content.decode()
    assert "Not agreed by civil society." in text
    assert "The budget is near" in text
    (row,) = client_for("member").get(reverse("commitments:index", args=["uk-2013"])).context["rows"]
    columns = client_for("coordinator").get(reverse("commitments:board", args=["uk-2013"])).context["columns"]
    (card,) = [card for column in columns for card in column.cards]
    assert (row.is_without_agreement, card.is_without_agreement) == (True, True)


def test_going_on_alone_is_said_in_the_published_plan_and_its_data(world, client_for, alone):
    published = publish_consultation_draft(world.plan, by=world.person("lead_official"))
    assert published.data["without_agreement"] == [{"ref": "1", "reason": "The budget is near"}]
    assert "without_agreement" not in published.data["commitments"][0]
    visitor = client_for("visitor")
    for name in ("read", "plan_json", "commitments_csv"):
        answer = visitor.get(reverse(f"publications:{name}", args=["uk-2013"]))
        assert (
            b"The budget is near" in b"".join(answer) if answer.streaming else b"The budget is near" in answer.content
        )
    assert "Not agreed by civil society." in edition_document(published).html
    assert "The budget is near" in edition_document(published).html


def test_all_signatures_ever_given_stay_readable(world, client_for):
    commitment = complete(world)
    agree(world, commitment, "coordinator")
    write(world, commitment, "Other words.")
    agree(world, commitment, "coordinator", "lead_official")
    rows = client_for("member").get(at("signatures", commitment)).context["signatures"]
    assert [(row.words, row.who, row.is_replaced) for row in rows] == [
        ("Edition 2", "Lead Official", False),
        ("Edition 2", "Coordinator", False),
        ("Edition 1", "Coordinator", True),
    ]
