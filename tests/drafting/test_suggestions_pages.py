"""The pages of suggestions as a person meets them, on a section of a commitment and on a narrative part."""

import html
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from drafting import copies, suggestions
from drafting.models import Suggestion
from drafting.services import save_text
from notices.models import Message
from tests.commitments.build import SECTION, propose

ONE, TWO, THREE = "We will publish the data.", "We report every year.", "Everyone may comment on it."
BODY = "\n\n".join([ONE, TWO, THREE])


@pytest.fixture
def section(world):
    commitment = propose(world, sections={SECTION: BODY})
    return commitment.sections.get(template_section__key=SECTION)


@pytest.fixture
def text(section):
    return section.text


@pytest.fixture
def at(section):
    def address(name, *args, **query):
        place = [section.commitment.plan.slug, section.commitment.ref, *([] if name in WHOLE else [SECTION]), *args]
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        return reverse(f"commitments:{name}", args=place) + (f"?{asked}" if asked else "")

    return address


WHOLE = ("suggestions", "detail")


@pytest.fixture
def suggest(world, text):
    def made(old, new, persona="member", reason="Clearer"):
        text.refresh_from_db()
        start = text.body.index(old)
        place = {"base": text.latest, "quote_start": start, "quote_end": start + len(old)}
        return suggestions.suggest(text, replacement=new, reason=reason, by=world.person(persona), **place)

    return made


def words_of(response):
    """What a person hears: the page without its markup."""
    content = re.sub(r"<(head|script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def save(text, old, new, by):
    text.refresh_from_db()
    return save_text(text, body=text.body.replace(old, new), base=text.latest, by=by)


def links(response):
    return re.findall(r'href="([^"]*/suggest/\?[^"]*)"', html.unescape(response.content.decode()))


def test_each_paragraph_has_a_link_that_opens_a_copy_of_it(client_for, at):
    client = client_for("member")
    page = client.get(at("detail"))
    assert links(page) == [
        at("suggest", revision=1, **{"from": 0, "to": 25}),
        at("suggest", revision=1, **{"from": 27, "to": 48}),
        at("suggest", revision=1, **{"from": 50, "to": 77}),
    ]
    assert "Suggest a change to “We report every year.”" in words_of(page)
    form = client.get(links(page)[1])
    assert f">\n{TWO}</textarea>" in form.content.decode()
    assert "Before it stands: … We will publish the data." in words_of(form)


@pytest.mark.parametrize("persona", ["visitor", "official", "minister", "admin"])
def test_who_may_not_suggest_sees_no_links(world, client_for, at, persona):
    world.plan.openness = "open"
    world.plan.save()
    page = client_for(persona).get(at("detail"))
    assert (page.status_code, links(page), "Suggest a change" in words_of(page)) == (200, [], False)


def test_without_a_place_the_whole_text_is_opened(client_for, at):
    assert f">\n{BODY}</textarea>" in client_for("member").get(at("suggest")).content.decode()


@pytest.mark.parametrize("place", ["?revision=9&from=0&to=3", "?revision=1&from=5&to=999", "?revision=x&from=0&to=3"])
def test_a_place_that_is_not_there_opens_the_whole_text(client_for, at, place):
    assert f">\n{BODY}</textarea>" in client_for("member").get(at("suggest") + place).content.decode()


PLACE = {"revision": "1", "from": "27", "to": "48"}


def test_a_preview_shows_the_difference_and_suggests_nothing(client_for, at):
    response = client_for("member").post(at("suggest"), {**PLACE, "replacement": "We report daily.", "act": "preview"})
    assert "We will publish the data. We report removed every year. added daily. Everyone may" in words_of(response)
    assert "We report daily.</textarea>" in response.content.decode()
    assert Suggestion.objects.count() == 0


def test_suggesting(client_for, at, text):
    data = {**PLACE, "replacement": "We report\r\ndaily.", "reason": "Much has changed"}
    response = client_for("member").post(at("suggest"), data)
    assert (response.status_code, response.url) == (302, at("suggestion", 1))
    assert told(response) == ["Your suggestion is S1. You are told when it is decided."]
    made = Suggestion.objects.get()
    assert (made.text, made.quote, made.replacement, made.reason) == (
        text,
        TWO,
        "We report\ndaily.",
        "Much has changed",
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({**PLACE, "replacement": TWO, "reason": "x"}, "Nothing is changed yet."),
        ({**PLACE, "replacement": "New"}, "Fill this in: Why?"),
    ],
)
def test_what_is_missing_is_said_and_the_words_stay(client_for, at, data, problem):
    response = client_for("member").post(at("suggest"), data)
    assert "There is a problem" in words_of(response)
    assert problem in words_of(response)
    assert f"{data['replacement']}</textarea>" in response.content.decode()


def test_a_form_without_its_place_is_not_guessed(client_for, at):
    response = client_for("member").post(at("suggest"), {"replacement": "New", "reason": "Because"})
    assert response.status_code == 400
    assert "did not say which passage this is for" in words_of(response)
    assert "New</textarea>" in response.content.decode()


def test_the_list_shows_those_on_the_same_words_together(client_for, at, suggest):
    suggest("every year", "every month")
    suggest("year", "week", "cs_drafter")
    suggest(THREE, "Anyone may.", "gov_drafter", reason="Shorter")
    page = words_of(client_for("official").get(at("section_suggestions")))
    assert "Open (3) Decided (0) 2 suggestions on the same words S1 Open Member Civil society" in page
    assert "We report every removed year. added month. Everyone may comment on it." in page
    assert "Gov Drafter, Focal point, Department for Business Government" in page
    assert "Why: Shorter" in page


def test_the_list_names_those_whose_words_are_gone(world, client_for, at, suggest, text):
    suggest(TWO, "We report every single month.")
    save(text, f"\n\n{TWO}", "", world.person("coordinator"))
    page = words_of(client_for("coordinator").get(at("section_suggestions")))
    assert "The words these were about are gone S1 Open" in page
    assert "It can still be decided." in page


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


def test_one_list_of_all_on_a_commitment_by_state_and_side(client_for, world, at, suggest):
    suggest("every year", "every month")
    made = suggest(THREE, "Anyone may.", "gov_drafter")
    suggest(ONE, "We publish.", "gov_drafter")
    suggestions.refuse(made, reason="No", by=world.person("coordinator"))
    client = client_for("official")

    def shown(query):
        page = client.get(at("suggestions") + query)
        return re.findall(r'id="[a-z-]+-(S\d)"', page.content.decode()), page.context["open_count"]

    assert shown("") == (["S1", "S3"], 2)
    assert shown("?side=government") == (["S3"], 1)
    assert shown("?show=decided") == (["S2"], 2)
    assert shown("?show=decided&side=civil_society") == ([], 1)


def test_the_commitment_counts_open_suggestions_by_section(client_for, at, suggest):
    suggest("every year", "every month")
    suggest(THREE, "Anyone may.")
    assert "2 open suggestions on" in words_of(client_for("official").get(at("detail")))


def test_a_suggestion_is_seen_by_readers_of_the_text(world, suggest, section):
    made = suggest("every year", "every month")
    visible = {name for name in world.people if Suggestion.objects.visible_to(world.person(name)).contains(made)}
    readers = {name for name in world.people if section.commitment.is_visible_to(world.person(name))}
    assert visible == readers
    assert "stranger" not in visible
    world.plan.openness = "engaged"
    world.plan.save()
    assert not Suggestion.objects.visible_to(world.person("official")).exists()


@pytest.mark.parametrize("name", ["section_suggestions", "suggestions"])
@pytest.mark.parametrize("persona", ["visitor", "coordinator"])
def test_lists_ask_the_database_as_much_for_three_as_for_one(
    client_for, world, at, suggest, django_assert_num_queries, name, persona
):
    world.plan.openness = "open"
    world.plan.save()
    expected = QUERIES[name, persona]
    client = client_for(persona)
    suggest("every year", "every month")
    client.get(at(name))
    with django_assert_num_queries(expected):
        client.get(at(name))
    suggest(THREE, "Anyone may.", "gov_drafter")
    suggest(ONE, "We publish.", "cs_drafter")
    with django_assert_num_queries(expected):
        client.get(at(name))


QUERIES = {
    ("section_suggestions", "visitor"): 3,
    ("section_suggestions", "coordinator"): 10,
    ("suggestions", "visitor"): 8,
    ("suggestions", "coordinator"): 16,
}

# What each may press on the page of a suggestion by member, in each state of the suggestion.
PRESSES = {
    ("member", "open"): {"withdraw"},
    ("gov_drafter", "open"): {"accept", "write", "refuse"},
    ("cs_drafter", "open"): {"accept", "write", "refuse"},
    ("coordinator", "open"): {"accept", "write", "refuse"},
    ("lead_official", "open"): {"accept", "write", "refuse"},
    ("coordinator", "not_accepted"): {"carry"},
    ("cs_drafter", "not_accepted"): {"carry"},
}


@pytest.mark.parametrize("state", ["open", "accepted", "not_accepted", "withdrawn"])
def test_who_may_press_what_in_which_state(world, client_for, at, suggest, state):
    made = suggest("every year", "every month")
    if state == "accepted":
        suggestions.accept(made, reason="Yes", by=world.person("lead_official"))
    elif state == "not_accepted":
        suggestions.refuse(made, reason="No", by=world.person("lead_official"))
    elif state == "withdrawn":
        suggestions.withdraw(made, by=world.person("member"))
    found = {}
    for persona in ["member", "official", *PERSONAS_WITH_ROLES]:
        page = client_for(persona).get(at("suggestion", 1)).content.decode()
        found[persona] = set(re.findall(r"suggestions/1/(\w+)/", page))
    assert found == {persona: PRESSES.get((persona, state), set()) for persona in found}


PERSONAS_WITH_ROLES = [
    "cs_drafter",
    "gov_drafter",
    "coordinator",
    "lead_official",
    "clearing_officer",
    "minister",
    "representative",
    "reviewer",
]


def test_a_closed_text_takes_in_nothing_but_its_suggestions_are_answered(world, client_for, at, suggest, section):
    made = suggest("every year", "every month")
    section.commitment.state = "agreed"
    section.commitment.save()
    client = client_for("lead_official")
    page = client.get(at("suggestion", 1)).content.decode()
    assert set(re.findall(r"suggestions/1/(\w+)/", page)) == {"refuse"}
    assert client.post(at("accept_suggestion", 1), {"reason": "Yes"}).status_code == 403
    assert client.post(at("refuse_suggestion", 1), {"reason": "Too late"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "not_accepted"


def test_a_narrative_part_has_the_same_pages(world, client_for):
    save_text(world.part.text, body=BODY, base=None, by=world.person("coordinator"))
    place = ["uk-2013", "civil-society-foreword"]
    client = client_for("gov_drafter")
    page = client.get(reverse("plans:part", args=place))
    assert len(links(page)) == 3
    client.post(reverse("plans:suggest_part", args=place), {**PLACE, "replacement": "Daily.", "reason": "So"})
    answer = client_for("cs_drafter").post(
        reverse("plans:accept_part_suggestion", args=[*place, 1]), {"reason": "Good"}
    )
    assert answer.status_code == 302
    world.part.text.refresh_from_db()
    assert world.part.text.body == f"{ONE}\n\nDaily.\n\n{THREE}"
