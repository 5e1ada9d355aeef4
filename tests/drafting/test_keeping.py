"""The edit page keeps what is typed, offers it again, and says who else has the text open."""

import datetime as dt
import html
import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.dates import clock
from drafting import presence
from drafting.difference import compare
from drafting.models import Presence, Revision, WorkingCopy
from drafting.services import save_text, start_text
from plans.models import NarrativePart
from tests.conftest import client_of

pytestmark = pytest.mark.urls("tests.drafting.urls")

BODY = "We will publish the data.\n\nWe report every year."
MINE = "We will publish the data.\n\nWe report every month."
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def part(world, part_owner):
    text = start_text(body=BODY, by=world.person("coordinator"))
    return NarrativePart.objects.create(plan=world.plan, title="seen", slug="seen", owner="both", position=9, text=text)


@pytest.fixture
def text(part):
    return part.text


@pytest.fixture
def drafter(client_for, part):
    return client_for("gov_drafter")


def edit(text):
    return reverse("text-edit", args=[text.pk])


def words_of(response):
    content = re.sub(r"<(head|script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def token_in(response):
    return re.search(r'name="words_token" value="([^"]+)"', response.content.decode())[1]


def typed(token="", body=MINE, **more):
    return {"base": "1", "body": body, "words_token": token, **more}


def bodies(text):
    return [revision.body for revision in text.revisions.order_by("number")]


def kept():
    return list(WorkingCopy.objects.filter(closed_at=None).values_list("body", flat=True))


def offer(response):
    return "You wrote here without saving." in words_of(response)


def test_save_for_later_without_scripts(drafter, text):
    response = drafter.post(edit(text), typed(act="keep"))
    time = clock(WorkingCopy.objects.get().saved_at)
    assert response.url == reverse("text-history", args=[text.pk])
    assert told(response) == [
        f"Kept at {time} for you alone. These words are offered to you when you edit this text again."
    ]
    assert (bodies(text), kept()) == ([BODY], [MINE])


def test_save_for_later_with_nothing_typed(drafter, text):
    assert told(drafter.post(edit(text), typed(act="keep", body=BODY))) == [
        "You changed nothing, so there is nothing to keep."
    ]
    assert kept() == []


def test_kept_words_are_offered_with_their_difference_and_not_forced(drafter, text):
    drafter.post(edit(text), typed(act="keep"))
    response = drafter.get(edit(text))
    assert offer(response)
    assert compare(BODY, MINE).html in response.content.decode()
    assert response.context["form"].initial == {"body": BODY, "base": 1}


def test_going_on_with_them_and_saving(drafter, text):
    drafter.post(edit(text), typed(act="keep", note="Shorter"))
    address = f"{edit(text)}?words={WorkingCopy.objects.get().sitting}"
    response = drafter.get(address)
    assert response.context["form"].initial == {"body": MINE, "base": 1, "note": "Shorter"}
    assert not offer(response)
    drafter.post(address, typed(token_in(response)))
    assert (bodies(text), kept()) == ([BODY, MINE], [])
    assert not offer(drafter.get(edit(text)))


def test_going_on_after_somebody_else_saved_keeps_the_words_of_both(drafter, text, world):
    drafter.post(edit(text), typed(act="keep"))
    text.refresh_from_db()
    save_text(text, body=BODY.replace("will publish", "publish"), base=text.latest, by=world.person("coordinator"))
    address = f"{edit(text)}?words={WorkingCopy.objects.get().sitting}"
    assert "your words are put together with theirs" in words_of(drafter.get(edit(text)))
    drafter.post(address, typed(token_in(drafter.get(address))))
    assert bodies(text)[-1] == "We publish the data.\n\nWe report every month."


def test_throwing_them_away(drafter, text):
    drafter.post(edit(text), typed(act="keep"))
    key = str(WorkingCopy.objects.get().sitting)
    response = drafter.post(edit(text), {"act": "throw_away", "words": key})
    assert (response.url, kept()) == (edit(text), [])


def test_nobody_throws_away_or_takes_up_the_words_of_others(drafter, text, client_for):
    drafter.post(edit(text), typed(act="keep"))
    other, key = client_for("coordinator"), str(WorkingCopy.objects.get().sitting)
    other.post(edit(text), {"act": "throw_away", "words": key})
    other.post(reverse("drafting:words"), {"words": key})
    assert kept() == [MINE]
    taken = other.get(f"{edit(text)}?words={key}")
    assert (taken.context["form"].initial["body"], offer(taken)) == (BODY, False)
    assert "every month" not in words_of(taken) + words_of(other.get(reverse("drafting:words")))


def test_somebody_elses_token_keeps_nothing_of_theirs(drafter, text, client_for, world):
    token = token_in(drafter.get(edit(text)))
    drafter.post(edit(text), typed(token, act="keep"))
    client_for("coordinator").post(edit(text), typed(token, "Hers", act="keep"))
    mine = WorkingCopy.objects.get(person=world.person("gov_drafter"))
    assert (mine.body, WorkingCopy.objects.get(person=world.person("coordinator")).body) == (MINE, "Hers")


def test_whoever_may_not_edit_keeps_nothing(text, client_for):
    assert client_for("member").post(edit(text), typed(act="keep")).status_code == 403
    assert kept() == []


@pytest.mark.parametrize("data", [{"act": "preview"}, {"body": MINE + "\n\n[[ YOURS: a || THEIRS: b ]]"}])
def test_preview_and_a_form_with_errors_keep_what_was_typed(drafter, text, data):
    drafter.post(edit(text), {**typed(), **data})
    assert kept() == [data.get("body", MINE)]


def test_a_conflict_keeps_what_was_typed(drafter, text, world):
    token = token_in(drafter.get(edit(text)))
    text.refresh_from_db()
    save_text(text, body=BODY.replace("every year", "every day"), base=text.latest, by=world.person("coordinator"))
    response = drafter.post(edit(text), typed(token))
    assert (response.status_code, kept()) == (409, [MINE])
    drafter.post(edit(text), typed(token_in(response), base="2"))
    assert (bodies(text)[-1], kept()) == (MINE, [])


def test_a_script_is_told_the_time_after_the_words_are_kept(drafter, text):
    token = token_in(drafter.get(edit(text)))
    response = drafter.post(edit(text), typed(token, act="keep"), **JSON)
    assert response.json() == {"message": f"Kept at {clock(WorkingCopy.objects.get().saved_at)}"}
    assert drafter.post(edit(text), typed(token, BODY, act="keep"), **JSON).json() == {"message": ""}
    assert kept() == []


def test_a_script_may_keep_words_that_are_still_to_be_decided(drafter, text):
    undecided = "[[ YOURS: a || THEIRS: b ]]"
    assert drafter.post(edit(text), typed(body=undecided, act="keep"), **JSON).status_code == 200
    assert kept() == [undecided]


def test_a_late_message_of_a_saved_form_is_not_kept(drafter, text):
    """The script's message is overtaken by the save: nothing is offered, and the form starts anew if it lives on."""
    token = token_in(drafter.get(edit(text)))
    drafter.post(edit(text), typed(token))
    response = drafter.post(edit(text), typed(token, "We will pub", act="keep"), **JSON)
    assert (response.status_code, kept()) == (409, [])
    again = response.json()["words_token"]
    assert drafter.post(edit(text), typed(again, "More", act="keep"), **JSON).status_code == 200
    assert kept() == ["More"]


def test_a_form_gone_back_to_and_kept_by_hand_is_kept(drafter, text):
    token = token_in(drafter.get(edit(text)))
    drafter.post(edit(text), typed(token))
    drafter.post(edit(text), typed(token, "Back again", act="keep"))
    assert kept() == ["Back again"]


def test_too_long_words_are_said_to_be_not_kept(drafter, text):
    response = drafter.post(edit(text), typed(body="x" * 200_001, act="keep"), **JSON)
    assert (response.status_code, response.json()["message"][:10]) == (400, "Not kept. ")


# --- Signed out while writing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["", "keep", "preview"])
def test_words_sent_after_the_sign_in_ended_are_offered_to_their_author(drafter, text, act, world):
    token = token_in(drafter.get(edit(text)))
    drafter.logout()
    response = drafter.post(edit(text), typed(token, act=act, note="Why"))
    assert response.url == f"{reverse('account_login')}?next={edit(text)}"
    assert told(response) == ["You were signed out, so nothing was saved. Your words are kept. Sign in to find them."]
    assert (bodies(text), kept()) == ([BODY], [MINE])
    assert offer(client_of(world, "gov_drafter").get(edit(text)))
    assert not offer(client_of(world, "coordinator").get(edit(text)))


def test_a_script_is_told_that_it_is_signed_out(drafter, text):
    token = token_in(drafter.get(edit(text)))
    drafter.logout()
    response = drafter.post(edit(text), typed(token, act="keep"), **JSON)
    assert (response.status_code, response.json()) == (
        401,
        {"message": "You are signed out. Your words are kept. Sign in to save them."},
    )
    assert kept() == [MINE]


def test_a_form_from_before_signing_in_again_finds_its_words(text, world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.person("gov_drafter"), backend="django.contrib.auth.backends.ModelBackend")
    token = token_in(browser.get(edit(text)))
    response = browser.post(edit(text), typed(token))
    assert response.url == f"{edit(text)}?words={WorkingCopy.objects.get().sitting}"
    assert (bodies(text), kept()) == ([BODY], [MINE])
    answer = browser.post(edit(text), typed(token, MINE + "!", act="keep"), **JSON).json()
    assert kept() == [MINE + "!"]
    browser.post(edit(text), typed(token, MINE + "!", csrfmiddlewaretoken=answer["csrf"]))
    assert (bodies(text), kept()) == ([BODY, MINE + "!"], [])


def test_whoever_signs_in_next_at_the_same_desk_gets_nothing(drafter, text, world):
    token = token_in(drafter.get(edit(text)))
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.person("coordinator"), backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(edit(text), typed(token)).status_code == 403
    answer = browser.post(edit(text), typed(token, act="keep"), **JSON)
    assert (answer.status_code, "csrf" in answer.json()) == (401, False)
    assert [copy.person for copy in WorkingCopy.objects.all()] == [world.person("gov_drafter")]
    assert not offer(browser.get(edit(text)))


@pytest.mark.parametrize("token", ["", "made up", "WzEsMSwiYSJd:1abc:def"])
def test_a_stranger_can_store_nothing(text, token):
    assert Client().post(edit(text), typed(token)).status_code == 302
    assert kept() == []


def test_words_of_somebody_shut_out_are_not_kept(drafter, text, world):
    token = token_in(drafter.get(edit(text)))
    drafter.logout()
    person = world.person("gov_drafter")
    person.is_active = False
    person.save()
    drafter.post(edit(text), typed(token))
    assert kept() == []


def test_words_typed_when_the_text_was_closed_are_in_the_authors_own_list(drafter, part, text):
    token = token_in(drafter.get(edit(text)))
    part.owner = "civil_society"
    part.save()
    response = drafter.post(edit(text), typed(token))
    assert (response.url, kept()) == (reverse("drafting:words"), [MINE])
    page = words_of(drafter.get(response.url))
    assert "We report every month." in page
    assert "You cannot edit this text now." in page


def test_the_list_of_own_words(drafter, text):
    drafter.post(edit(text), typed(act="keep"))
    page = drafter.get(reverse("drafting:words"))
    assert "We report every month." in words_of(page)
    drafter.post(reverse("drafting:words"), {"words": str(WorkingCopy.objects.get().sitting)})
    assert "Nothing is waiting" in words_of(drafter.get(reverse("drafting:words")))


# --- Who else has it open -------------------------------------------------------------------------------------------


def others(client, text):
    return client.get(reverse("text-presence", args=[text.pk])).json()["others"]


def test_who_else_has_the_text_open(drafter, text, client_for, world):
    assert others(drafter, text) == ""
    coordinator = client_for("coordinator")
    page = coordinator.get(edit(text))
    name = f"{world.person('gov_drafter')} (Government)"
    said = f"{name} has this text open too. Both of you can write: nobody’s words are overwritten."
    assert said in words_of(page)
    assert others(coordinator, text) == said
    assert others(drafter, text)[: len(str(world.person("coordinator")))] == str(world.person("coordinator"))


def test_three_people_are_named_together(drafter, text, client_for, world):
    for persona in ("coordinator", "cs_drafter"):
        client_for(persona).get(edit(text))
    assert " and " in others(drafter, text)
    assert "have this text open too" in others(drafter, text)


def test_presence_ends_with_a_save_and_after_two_minutes(drafter, text, client_for, world):
    coordinator = client_for("coordinator")
    coordinator.get(edit(text))
    assert others(drafter, text) != ""
    coordinator.post(edit(text), typed())
    assert others(drafter, text) == ""
    presence.touch(text, world.person("coordinator"), at=timezone.now() - dt.timedelta(seconds=121))
    assert others(drafter, text) == ""
    presence.touch(text, world.person("coordinator"), at=timezone.now() - dt.timedelta(seconds=119))
    assert others(drafter, text) != ""
    assert Presence.objects.count() == 2


def test_who_saved_it_since_the_page_was_opened(drafter, text, client_for, world):
    opened = text.number
    client_for("coordinator").post(edit(text), typed())
    said = {
        since: drafter.get(reverse("text-presence", args=[text.pk]), {"since": since}).json()["saved"]
        for since in (str(opened), str(opened + 1), "", "x")
    }
    who, time = world.person("coordinator"), clock(Revision.objects.latest("pk").created_at)
    assert said == {
        str(opened): f"{who} saved this text at {time}, after you opened it. "
        "When you save, the words of both are kept.",
        str(opened + 1): "",
        "": "",
        "x": "",
    }


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
    return len(counted)


def test_the_edit_page_costs_the_same_for_one_and_three_others(drafter, text, client_for):
    counts = []
    for persona in ("coordinator", "cs_drafter", "lead_official"):
        client_for(persona).get(edit(text))
        counts.append(queries_of(drafter, edit(text)))
    assert counts[0] == counts[2]


def test_the_edit_page_costs_the_same_with_one_and_three_copies(drafter, text):
    counts = []
    for number in range(3):
        drafter.post(edit(text), typed(act="keep", body=f"{MINE} {number}"))
        counts.append(queries_of(drafter, edit(text)))
    assert counts[0] == counts[2]


def test_the_list_of_own_words_costs_the_same_at_one_and_three_of_a_text(drafter, text):
    counts = []
    for number in range(3):
        drafter.post(edit(text), typed(act="keep", body=f"{MINE} {number}"))
        counts.append(queries_of(drafter, reverse("drafting:words")))
    assert counts[0] == counts[2]
