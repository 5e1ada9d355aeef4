"""Suggestions, comments and answers that were typed and not sent: kept for their author, and for nobody else."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.dates import clock
from drafting.choices import Audience, FormAct
from drafting.models import Comment, Suggestion, UnsentForm
from network.models import Membership, Tenure
from tests.commitments.build import SECTION, propose
from tests.conftest import client_of
from tests.drafting.rooms import start
from tests.drafting.suggesting import told, words_of

BODY = "We will publish the data.\n\nWe report every year."
JSON = {"HTTP_ACCEPT": "application/json"}
PASSAGE = {"revision": "1", "from": "27", "to": str(len(BODY))}
SUGGESTED = {**PASSAGE, "replacement": "We report every month.", "reason": "A year is too long."}
COMMENTED = {**PASSAGE, "words": "every year", "audience": "everyone", "body": "Why not every month?", "names": "Ann"}
ROOM = {**COMMENTED, "audience": "side", "body": "We walk out over this."}
ANSWERED = {"body": "Because it takes a year to count.", "call": "", "names": ""}
OFFER = "You wrote here without sending."


@pytest.fixture
def section(world):
    commitment = propose(world, sections={SECTION: BODY})
    return commitment.sections.get(template_section__key=SECTION)


@pytest.fixture
def at(section):
    def address(name, *args):
        place = [section.commitment.plan.slug, section.commitment.ref, section.template_section.key]
        return reverse(f"commitments:{name}", args=[*place, *args])

    return address


@pytest.fixture(params=["suggest", "comment", "answer"])
def form(request, at, world, section):
    """The page of a form, what is typed into it, and the words that must not be lost."""
    if request.param == "suggest":
        return at("suggest"), SUGGESTED, [SUGGESTED["replacement"], SUGGESTED["reason"]]
    if request.param == "comment":
        return at("start_comment"), COMMENTED, [COMMENTED["body"]]
    return at("thread", start(world, text=section.text).key), ANSWERED, [ANSWERED["body"]]


@pytest.fixture
def member(client_for):
    return client_for("member")


def token_in(response):
    return re.search(r'name="words_token" value="([^"]+)"', response.content.decode())[1]


def typed(page, data, **more):
    return {**data, "words_token": token_in(page), **more}


def kept():
    return [form.fields for form in UnsentForm.objects.filter(closed_at=None)]


def sent():
    return Suggestion.objects.count(), Comment.objects.count()


# --- The sign-in ends between opening and sending -------------------------------------------------------------------


def test_words_sent_after_the_sign_in_ended_are_offered_to_their_author(form, member, world):
    address, data, words = form
    before = sent()
    page = member.get(address)
    member.logout()
    answer = member.post(address, typed(page, data))
    assert answer.url == f"{reverse('account_login')}?next={address}"
    assert told(answer) == ["You were signed out, so nothing was sent. Your words are kept. Sign in to find them."]
    assert (sent(), len(kept())) == (before, 1)
    again = client_of(world, "member").get(address)
    assert OFFER in words_of(again)
    assert [one in words_of(again) for one in words] == [True] * len(words)


def test_going_on_with_them_fills_the_whole_form_and_sending_ends_the_offer(form, member):
    address, data, _words = form
    before = sent()
    member.post(address, typed(member.get(address), data, act="keep", names=""))
    page = member.get(f"{address}?words={UnsentForm.objects.get().sitting}")
    initial = page.context["form"].initial
    asked = {name: value for name, value in data.items() if name not in (*PASSAGE, "names")}
    assert {name: initial[name] for name in asked} == asked
    if "from" in data:
        hidden = dict(re.findall(r'name="(revision|from|to)" value="(\d+)"', page.content.decode()))
        assert hidden == PASSAGE
    member.post(address, typed(page, data, names=""))
    assert (sum(sent()) - sum(before), kept()) == (1, [])
    assert OFFER not in words_of(member.get(address))


def test_words_in_hand_from_before_signing_in_again_are_kept_too(form, world):
    address, data, _words = form
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.person("member"), backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(address, typed(browser.get(address), data))
    assert answer.url == f"{address}?words={UnsentForm.objects.get().sitting}"
    assert told(answer) == ["Nothing was sent yet, because you signed in again meanwhile. Your words are kept."]


def test_who_may_not_send_it_any_more_finds_the_words_in_the_own_list(form, member, world):
    address, data, words = form
    page = member.get(address)
    type(world.plan).objects.update(openness="open")
    Membership.objects.update(until=timezone.localdate())
    answer = member.post(address, typed(page, data))
    assert answer.url == reverse("drafting:words")
    assert told(answer) == ["You cannot do this on this text any more, so nothing was sent. Your words are kept."]
    own = words_of(member.get(answer.url))
    assert [one in own for one in words] == [True] * len(words)
    assert "You cannot send this now." in own


@pytest.mark.parametrize("token", ["", "made up", "WzEsMSwiYSJd:1abc:def"])
def test_a_stranger_can_store_nothing(token, form):
    address, data, _words = form
    Client().post(address, {**data, "words_token": token})
    assert kept() == []


def test_a_token_of_one_form_is_none_of_another(member, at):
    token = token_in(member.get(at("suggest")))
    member.post(at("start_comment"), {**COMMENTED, "words_token": token, "act": "keep"})
    member.post(at("suggest"), {**SUGGESTED, "words_token": token, "act": "keep"})
    assert set(UnsentForm.objects.values_list("act", flat=True)) == {FormAct.COMMENT, FormAct.SUGGEST}


# --- While it is written ---------------------------------------------------------------------------------------------


def test_a_script_is_told_the_time_after_the_words_are_kept(form, member):
    address, data, _words = form
    token = {"words_token": token_in(member.get(address)), "act": "keep"}
    answer = member.post(address, {**data, **token}, **JSON)
    assert answer.json() == {"message": f"Kept at {clock(UnsentForm.objects.get().saved_at)}"}
    empty = {**data, "replacement": "We report every year.", "reason": " ", "body": " "}
    assert member.post(address, {**empty, **token}, **JSON).json() == {"message": ""}
    assert kept() == []


def test_a_script_is_told_that_it_is_signed_out(form, member):
    address, data, _words = form
    page = member.get(address)
    member.logout()
    answer = member.post(address, typed(page, data, act="keep"), **JSON)
    said = "You are signed out. Your words are kept. Sign in to send them."
    assert (answer.status_code, answer.json(), len(kept())) == (401, {"message": said}, 1)


def test_a_late_message_of_a_form_that_was_sent_is_not_kept(form, member):
    address, data, _words = form
    page = member.get(address)
    member.post(address, typed(page, data, names=""))
    answer = member.post(address, typed(page, data, act="keep"), **JSON)
    assert (answer.status_code, kept()) == (409, [])
    assert member.post(address, {**data, **answer.json(), "act": "keep"}, **JSON).status_code == 200
    assert len(kept()) == 1


def test_too_many_words_are_said_to_be_not_kept(form, member):
    address, data, _words = form
    long = {**data, "body": "x" * 200_001, "reason": "x" * 200_001, "act": "keep"}
    answer = member.post(address, typed(member.get(address), long), **JSON)
    assert (answer.status_code, answer.json()["message"][:9]) == (400, "Not kept.")
    assert told(member.post(address, typed(member.get(address), long)))[0][:9] == "Not kept."
    assert kept() == []


def test_save_for_later_without_scripts(form, member):
    address, data, _words = form
    answer = member.post(address, typed(member.get(address), data, act="keep"))
    time = clock(UnsentForm.objects.get().saved_at)
    assert told(answer) == [
        f"Kept at {time} for you alone. Your words are offered to you when you open this form again."
    ]
    assert OFFER in words_of(member.get(address))


def test_a_form_with_errors_and_a_preview_keep_what_was_typed(form, member):
    address, data, _words = form
    member.post(address, typed(member.get(address), data, act="preview", names="Nobody of this name"))
    assert len(kept()) == 1


def test_words_that_a_verb_refuses_stay_kept(member, at):
    address = at("suggest")
    same = {**SUGGESTED, "replacement": "We report every year."}
    page = member.post(address, typed(member.get(address), same))
    assert "Nothing is changed yet." in words_of(page)
    assert [fields["reason"] for fields in kept()] == [SUGGESTED["reason"]]


# --- Nobody else -----------------------------------------------------------------------------------------------------


def everything_of(client, addresses):
    fresh = re.compile(r'name="(csrfmiddlewaretoken|words_token)" value="[^"]*"|nonce="[^"]*"|:[\w-]{6}:[\w-]{43}')
    return [fresh.sub("", client.get(address).content.decode()) for address in addresses]


@pytest.mark.parametrize("persona", ["coordinator", "cs_drafter", "gov_drafter", "lead_official", "admin"])
def test_unsent_words_for_a_room_change_no_page_of_anybody_else(persona, client_for, member, at, section, world):
    room = start(world, by="member", audience=Audience.SIDE, text=section.text)
    pages = [
        at("start_comment"), at("suggest"), at("section_comments"), at("thread", room.key),
        section.commitment.get_absolute_url(), reverse("drafting:words"), reverse("portal:desk"),
    ]  # fmt: skip
    other = client_for(persona)
    everything_of(other, pages)  # a page read a second time says what is new since
    before = everything_of(other, pages)
    member.post(at("start_comment"), typed(member.get(at("start_comment")), ROOM, act="keep"))
    member.post(at("thread", room.key), typed(member.get(at("thread", room.key)), ROOM, act="keep"))
    assert len(kept()) == 2
    assert everything_of(other, pages) == before
    for form in UnsentForm.objects.all():
        shown = everything_of(other, [f"{form.address}?words={form.sitting}"])[0]
        assert ROOM["body"] not in shown


def test_whoever_signs_in_next_at_the_same_desk_gets_nothing(at, member, world):
    page = member.get(at("start_comment"))
    member.logout()
    member.post(at("start_comment"), typed(page, ROOM))
    member.force_login(world.person("gov_drafter"), backend="django.contrib.auth.backends.ModelBackend")
    seen = words_of(member.get(at("start_comment"))) + words_of(member.get(reverse("drafting:words")))
    assert (ROOM["body"] in seen, OFFER in seen, len(kept())) == (False, False, 1)


def test_nobody_throws_away_the_words_of_others(form, member, client_for):
    address, data, _words = form
    member.post(address, typed(member.get(address), data, act="keep"))
    key = str(UnsentForm.objects.get().sitting)
    other = client_for("coordinator")
    other.post(address, {"act": "throw_away", "words": key})
    other.post(reverse("drafting:words"), {"words": key})
    assert len(kept()) == 1
    member.post(address, {"act": "throw_away", "words": key})
    assert kept() == []


def test_words_for_the_room_of_the_side_one_has_left_are_for_nobody_until_one_says_so(at, member, world):
    member.post(at("start_comment"), typed(member.get(at("start_comment")), ROOM, act="keep"))
    change_sides(world, world.person("member"))
    page = client_of(world, "member").get(f"{at('start_comment')}?words={UnsentForm.objects.get().sitting}")
    assert page.context["form"].initial["body"] == ROOM["body"]
    assert page.context["form"].initial["audience"] == ""


def test_an_answer_in_a_room_one_may_not_enter_any_more_is_shown_nowhere(at, member, world, section):
    room = start(world, by="coordinator", audience=Audience.SIDE, text=section.text)
    member.post(at("thread", room.key), typed(member.get(at("thread", room.key)), ANSWERED, act="keep"))
    change_sides(world, world.person("member"))
    assert ANSWERED["body"] not in words_of(client_of(world, "member").get(reverse("drafting:words")))
    assert len(kept()) == 1


def change_sides(world, person):
    Tenure.objects.create(person=person, post=world.posts["vacant"], starts=timezone.localdate())
