"""The pages of suggestions as a person meets them: suggesting, lists, who sees and presses what."""

import re

import pytest
from django.urls import reverse

from drafting import suggestions
from drafting.models import Suggestion
from drafting.services import save_text
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
    ("section_suggestions", "coordinator"): 8,
    ("suggestions", "visitor"): 8,
    ("suggestions", "coordinator"): 12,
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
