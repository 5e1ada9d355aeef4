"""The confirm page that every app's transitions share, on an organisation whose acronym plays the state."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.access import SignInNeeded
from ledger import machine as machines_module
from ledger.machine import Machine, Transition
from ledger.models import Entry
from ledger.transitions import steps, transition_page
from network.models import User

BACK = "/back/"


@pytest.fixture
def machine(monkeypatch):
    monkeypatch.setattr(machines_module, "_machines", {})
    rules.add_perm("network.move", rules.predicate(lambda user, obj: getattr(user, "email", "") == "alice@example.org"))
    yield Machine(
        "network.Organisation",
        transitions=(
            Transition("take_up", "Take up", ("",), "drafting", "network.move", question="Take this up?"),
            Transition("decline", "Decline", ("",), "declined", "network.move", needs_reason=True, is_warning=True),
            Transition("agree", "Agree", ("",), "agreed", "network.move", guards=("nobody_registered",)),
            Transition("publish", "Publish", ("agreed",), "published", "network.move"),
        ),
        initial="",
        field_name="acronym",
    )
    rules.remove_perm("network.move")


@pytest.fixture
def ask(machine, thing):
    """ask("take_up", user, reason="…") presses the button; without data it opens the page."""

    def do(name, user, *, method="post", verb=None, **data):
        request = getattr(RequestFactory(), method)("/", data)
        request.user, request._messages = user, CookieStorage(request)
        request.said = lambda: [str(message) for message in get_messages(request)]
        response = transition_page(request, machine, thing, name, back_url=BACK, verb=verb, done="It is done.")
        response.said = request.said()
        return response

    return do


def test_the_page_asks_before_anything_is_done(ask, alice):
    page = ask("take_up", alice, method="get").content.decode()
    for words in ("Take this up?", "Secret Title", "Reason (optional)", "Everybody can read it", 'href="/back/"'):
        assert words in page
    assert Entry.objects.count() == 0


def test_the_button_does_it_and_goes_back(ask, alice, thing):
    response = ask("decline", alice, reason="No money")
    thing.refresh_from_db()
    assert (response.status_code, response.url, response.said) == (302, BACK, ["It is done."])
    assert (thing.acronym, Entry.objects.get().reason) == ("declined", "No money")


def test_a_missing_reason_is_asked_for(ask, alice):
    page = ask("decline", alice, reason=" ").content.decode()
    assert ("Give a reason" in page, "Error:" in page, Entry.objects.count()) == (True, True, 0)


def test_a_guard_says_what_must_happen_first(ask, alice):
    assert "not in place" in ask("agree", alice, method="get").content.decode()
    assert ("not in place" in ask("agree", alice, reason="").content.decode(), Entry.objects.count()) == (True, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_step_that_is_not_open_goes_back_and_says_so(ask, alice, method):
    response = ask("publish", alice, method=method)
    assert (response.status_code, response.url) == (302, BACK)
    assert response.said == ["This step is not open now. Somebody may have taken it meanwhile."]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_is_refused_whatever_the_state(ask, method):
    bob = User.objects.create_superuser("bob@example.org")
    for name in ("take_up", "publish"):
        with pytest.raises(PermissionDenied):
            ask(name, bob, method=method)
        with pytest.raises(SignInNeeded):
            ask(name, AnonymousUser(), method=method)
    assert Entry.objects.count() == 0


def test_an_app_gives_its_own_verb_and_its_refusals_stand_on_the_page(ask, alice, thing):
    called = []
    ask("take_up", alice, verb=lambda obj, **values: called.append((obj, values)), reason="Now")
    assert called == [(thing, {"by": alice, "reason": "Now"})]

    def refuse(obj, **values):
        raise ValidationError({"reason": "Say more", "theme": "Choose a theme"})

    page = ask("take_up", alice, verb=refuse, reason="Now").content.decode()
    assert ("Say more" in page, "Choose a theme" in page) == (True, True)


def test_buttons_are_links_and_what_is_blocked_says_why(machine, thing, alice):
    shown = steps(machine, thing, alice, address=lambda name: f"/{name}/")
    html = render_to_string("components/transitions.html", {"steps": shown})
    assert [step.href for step in shown] == ["/take_up/", "/decline/", "/agree/"]
    assert ('href="/take_up/"' in html, 'href="/agree/"' in html, "Not yet: Agree" in html) == (True, False, True)
