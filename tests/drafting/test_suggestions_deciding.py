"""Deciding on suggestions, as a person meets it: accept, accept in part, write one text, refuse, withdraw."""

import re

import pytest
from django.urls import reverse

from drafting import copies, suggestions
from drafting.models import Suggestion
from notices.models import Message
from tests.drafting.suggesting import (  # noqa: F401 - fixtures are asked for by name
    BODY,
    ONE,
    THREE,
    TWO,
    WHOLE,
    at,
    links,
    save,
    section,
    suggest,
    text,
    told,
    words_of,
)


def test_accepting_shows_what_would_change_and_tells_what_did(world, client_for, at, suggest, text):
    suggest("every year", "every month")
    save(text, THREE, "Anybody may comment.", world.person("coordinator"))
    client = client_for("lead_official")
    page = words_of(client.get(at("accept_suggestion", 1)))
    assert "Accept suggestion S1?" in page
    assert "1 word removed, 1 word added." in page
    response = client.post(at("accept_suggestion", 1), {"reason": "Feasible"})
    assert (response.status_code, response.url) == (302, at("compare_section", 2, 3))
    assert told(response) == ["Decided: S1. Revision 3 stands now; this is what it changed."]
    shown = words_of(client.get(at("suggestion", 1)))
    assert "Accepted , in revision 3 : Feasible Lead Official, Lead official, Cabinet Office Government" in shown
    assert "Took in: suggestion S1 (accepted)" in words_of(client.get(at("section_history")))
    assert "Took in: suggestion S1 (accepted)" in words_of(client.get(at("section_revision", 3)))


def test_a_decision_needs_its_reason(client_for, at, suggest):
    suggest("every year", "every month")
    client = client_for("lead_official")
    for act in ("accept_suggestion", "refuse_suggestion"):
        response = client.post(at(act, 1), {"reason": ""})
        assert (response.status_code, "There is a problem" in words_of(response)) == (200, True)
    assert Suggestion.objects.get().state == "open"


def test_a_clash_leads_to_a_page_with_both_where_the_result_is_written(world, client_for, at, suggest, text):
    suggest("every year", "every month")
    save(text, "every year", "every week", world.person("coordinator"))
    client = client_for("gov_drafter")
    response = client.post(at("accept_suggestion", 1), {"reason": "Feasible"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "One place to decide Before: year. Suggested: month. The text says now: week." in words_of(response)
    assert "We report every [[ SUGGESTED: month. || NOW: week. ]]" in page
    undecided = {
        "base": "2",
        "body": "[[ SUGGESTED: month. || NOW: week. ]]",
        "outcome_1": "accepted",
        "reason_1": "So",
    }
    assert "There are still places to decide" in words_of(client.post(at("write_suggestion", 1), undecided))
    written = {**undecided, "body": BODY.replace("year", "month")}
    assert client.post(at("write_suggestion", 1), written).status_code == 302
    made = Suggestion.objects.get()
    text.refresh_from_db()
    assert (made.state, made.revision.number, text.body) == ("accepted", 3, BODY.replace("year", "month"))


def test_accepting_in_part_starts_from_the_suggested_words_beside_the_others(client_for, at, suggest):
    suggest("every year", "every month")
    suggest("year", "week", "cs_drafter")
    client = client_for("lead_official")
    assert BODY.replace("year", "month") in client.get(at("write_suggestion", 1)).content.decode()
    assert BODY in client.get(at("write_suggestion", 1) + "?from=text").content.decode()
    data = {
        "base": "1",
        "body": BODY.replace("year", "quarter"),
        "outcome_1": "partly",
        "reason_1": "Quarterly",
        "outcome_2": "not_accepted",
        "reason_2": "Too often",
    }
    response = client.post(at("write_suggestion", 1), data)
    assert told(response) == ["Decided: S1, S2. Revision 2 stands now; this is what it changed."]
    states = list(Suggestion.objects.order_by("number").values_list("state", "decision_reason"))
    assert states == [("partly", "Quarterly"), ("not_accepted", "Too often")]
    decided = words_of(client.get(at("section_suggestions", show="decided")))
    assert "Open (0) Decided (2)" in decided


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"outcome_1": "partly", "reason_1": ""}, "Give the reason for what becomes of S1."),
        ({"outcome_1": ""}, "Say of at least one suggestion what becomes of it."),
    ],
)
def test_a_text_is_not_saved_without_outcome_and_reason(client_for, at, suggest, text, data, problem):
    suggest("every year", "every month")
    response = client_for("lead_official").post(at("write_suggestion", 1), {"base": "1", "body": "New words", **data})
    assert problem in words_of(response)
    assert "New words</textarea>" in response.content.decode()
    assert text.revisions.count() == 1


def test_words_saved_while_the_text_was_written_are_not_overwritten(world, client_for, at, suggest, text):
    suggest("every year", "every month")
    save(text, "every year", "every week", world.person("coordinator"))
    data = {"base": "1", "body": BODY.replace("year", "quarter"), "outcome_1": "partly", "reason_1": "Quarterly"}
    response = client_for("lead_official").post(at("write_suggestion", 1), data)
    assert response.status_code == 409
    assert "Coordinator changed the same words while you were writing." in words_of(response)
    assert "[[ YOURS: quarter. || THEIRS: week. ]]" in response.content.decode()
    assert re.search(r'value="partly"[^>]* checked', response.content.decode())
    assert "Quarterly</textarea>" in response.content.decode()
    assert Suggestion.objects.get().state == "open"


def test_what_another_decided_meanwhile_is_said_and_the_words_stay(world, client_for, at, suggest, text):
    suggest("every year", "every month")
    other = suggest("year", "week", "cs_drafter")
    suggestions.refuse(other, reason="No", by=world.person("coordinator"))
    client = client_for("lead_official")
    data = {"base": "1", "body": "New", "outcome_1": "accepted", "reason_1": "Yes", "outcome_2": "partly"}
    assert client.post(at("write_suggestion", 1), data).status_code == 302
    assert Suggestion.objects.get(number=2).state == "not_accepted"
    for act in ("accept_suggestion", "refuse_suggestion", "write_suggestion"):
        response = client.post(at(act, 2), {"reason": "Yes"})
        assert (response.status_code, response.url) == (302, at("suggestion", 2))
        assert told(response)[-1] == "Suggestion S2 is no longer open. Nothing was changed by you."


def test_a_text_sent_after_the_sign_in_has_ended_is_kept(world, client_for, at, suggest, text):
    suggest("every year", "every month")
    client = client_for("lead_official")
    page = client.get(at("write_suggestion", 1)).content.decode()
    token = re.search(r'name="words_token" value="([^"]+)"', page)[1]
    data = {"base": "1", "body": "My long text", "outcome_1": "partly", "reason_1": "So", "words_token": token}
    client.logout()
    assert client.post(at("write_suggestion", 1), data).status_code == 302
    assert copies.waiting(text, world.person("lead_official")).body == "My long text"
    client.force_login(world.person("lead_official"), backend="django.contrib.auth.backends.ModelBackend")
    assert "Decided: S1." in told(client.post(at("write_suggestion", 1), data))[-1]
    assert copies.waiting(text, world.person("lead_official")) is None


def test_withdrawing(client_for, at, suggest):
    suggest("every year", "every month")
    client = client_for("member")
    assert at("withdraw_suggestion", 1) in client.get(at("suggestion", 1)).content.decode()
    assert at("withdraw_suggestion", 1) not in client_for("coordinator").get(at("suggestion", 1)).content.decode()
    client.post(at("withdraw_suggestion", 1), {})
    assert Suggestion.objects.get().state == "withdrawn"
    assert "It stays in the list as withdrawn." not in words_of(client.get(at("suggestion", 1)))


def test_who_decides_is_told_of_a_suggestion_and_its_author_of_the_decision(world, at, suggest):
    made = suggest("every year", "every month")
    waiting = Message.objects.filter(event__kind="drafting.suggested").order_by("recipient__name")
    assert [(one.recipient.name, one.why) for one in waiting if one.why == "waits"] == [
        ("Cs Drafter", "waits"),
        ("Gov Drafter", "waits"),
    ]
    suggestions.refuse(made, reason="No", by=world.person("gov_drafter"))
    told_of = Message.objects.get(event__kind="drafting.decided", why="told")
    assert (told_of.recipient, told_of.event.address) == (made.author, at("suggestion", 1))
    assert told_of.event.title == f"S1 on {made.text.section}"


def test_a_refused_suggestion_goes_to_the_annex_with_one_press(client_for, world, at, suggest, section):
    made = suggest(TWO, "We report every month.")
    suggestions.refuse(made, reason="Too dear", by=world.person("lead_official"))
    client = client_for("coordinator")
    button = f'action="{at("carry_suggestion", 1)}"'
    assert button in client.get(at("suggestion", 1)).content.decode()
    assert (
        button
        in client.get(
            at("suggestions", show="decided") if False else at("suggestions") + "?show=decided"
        ).content.decode()
    )
    assert button not in client_for("lead_official").get(at("suggestion", 1)).content.decode()
    response = client.post(at("carry_suggestion", 1))
    assert told(response) == ["It stands in the annex as A1. You can edit its words."]
    ask = section.commitment.asks.get()
    heading = section.template_section.title
    assert ask.text == f"Commitment {section.commitment.ref}, “{heading}”, should say: We report every month."
    assert (ask.origin, ask.status, ask.reason, ask.origin_suggestion) == ("suggestion", "refused", "Too dear", made)
    assert "In the annex as A1" in words_of(client.get(at("suggestion", 1)))
    annex = client.get(reverse("commitments:asks", args=["uk-2013"]))
    assert f'href="{at("suggestion", 1)}"' in annex.content.decode()
    again = client.post(at("carry_suggestion", 1))
    assert told(again)[-1] == "This suggestion stands in the annex already."


def test_only_what_was_not_accepted_goes_to_the_annex(client_for, at, suggest, section):
    suggest(TWO, "We report every month.")
    response = client_for("coordinator").post(at("carry_suggestion", 1))
    assert told(response) == ["Only a suggestion that was not accepted can be carried to the annex."]
    assert section.commitment.asks.count() == 0


def test_a_text_for_suggestions_is_kept_while_it_is_written_and_when_somebody_saves_it_for_later(
    world, client_for, at, suggest, text
):
    suggest("every year", "every month")
    client = client_for("lead_official")
    page = client.get(at("write_suggestion", 1)).content.decode()
    assert (f'data-keep="{at("edit_section")}"' in page, f'formaction="{at("edit_section")}"' in page) == (True, True)
    token = re.search(r'name="words_token" value="([^"]+)"', page)[1]
    typed = {"base": "1", "body": "My long text", "outcome_1": "partly", "reason_1": "So", "words_token": token}
    by_itself = client.post(at("edit_section"), {**typed, "act": "keep"}, headers={"Accept": "application/json"})
    assert by_itself.json()["message"].startswith("Kept at ")
    client.post(at("edit_section"), {**typed, "body": "My longer text", "act": "keep"})
    kept = copies.waiting(text, world.person("lead_official"))
    assert (kept.body, Suggestion.objects.get().state) == ("My longer text", "open")
    assert client.post(at("write_suggestion", 1), typed).status_code == 302
    assert copies.waiting(text, world.person("lead_official")) is None
