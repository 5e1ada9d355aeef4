"""A passkey signs the very words, once, and only when its device has checked who holds it."""

import html
import json
import re

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client, RequestFactory
from fido2.utils import websafe_decode

from network import passkeys, services, two_steps
from tests.network.soft_key import SoftKey, length, mutated
from tests.network.test_proving import PASSWORD, SECRET, code_of, said
from tests.network.urls import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.network.urls")]


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def ann():
    return services.create_person(email="ann@example.org", name="Ann", password=PASSWORD)


@pytest.fixture
def key():
    return SoftKey()


@pytest.fixture
def client(ann, key):
    """Ann's browser, on the site's address as browsers see it; she has a passkey."""
    browser = signed_in(ann)
    add(browser, key)
    return browser


def signed_in(person) -> Client:
    browser = Client(headers={"host": "testserver"})
    browser.defaults["wsgi.url_scheme"] = "https"
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def add(browser, key, **wrong):
    options = plain(browser.get("/accounts/2fa/webauthn/add/").context["js_data"]["creation_options"])
    answer = json.dumps(key.create(options, **wrong))
    return browser.post("/accounts/2fa/webauthn/add/", {"name": "My phone", "credential": answer})


def plain(options):
    """As the page carries them."""
    return json.loads(json.dumps(options, cls=DjangoJSONEncoder))


def send(browser, answer, **more):
    told = answer if isinstance(answer, str) else json.dumps(answer)
    return browser.post("/sign/", {"seen": WORDS, "remark": "Yes", "passkey": told, **more})


def drawn(browser):
    """The options as they stand in the page's HTML."""
    page = browser.get("/sign/").content.decode()
    return json.loads(html.unescape(re.search(r'<script type="application/json">(.+?)</script>', page)[1]))


def test_passkey_alone_proves_who_signs(client, key):
    response = send(client, key.get(drawn(client)))
    assert response.content.decode() == f"passkey {WORDS} Yes"


def test_challenge_names_the_words_and_asks_for_verification(client):
    asked = drawn(client)["publicKey"]
    assert websafe_decode(asked["challenge"])[32:].hex() == WORDS
    assert (asked["userVerification"], len(websafe_decode(asked["challenge"]))) == ("required", 64)


def test_answer_serves_once(client, key):
    answer = key.get(drawn(client))
    assert send(client, answer).content.startswith(b"passkey")
    assert list(said(send(client, answer))) == ["__all__"]


def test_answer_serves_once_also_for_a_copy_of_the_session(client, key, ann):
    """Two requests that both read the session before either wrote it."""
    answer = json.dumps(key.get(drawn(client)))
    one, other = (request_with(dict(client.session), ann) for _number in range(2))
    assert passkeys.check(one, ann, answer, WORDS) is True
    assert passkeys.check(other, ann, answer, WORDS) is False


def request_with(session, person):
    request = RequestFactory().post("/sign/", headers={"host": "testserver"})
    request.session, request.user = session, person
    context._request_var.set(request)
    return request


def test_answer_to_an_older_challenge_than_the_last_one_used_does_not_serve(client, key, ann):
    older = drawn(client)
    session = dict(client.session)
    assert send(client, key.get(drawn(client))).content.startswith(b"passkey")
    assert passkeys.check(request_with(session, ann), ann, json.dumps(key.get(older)), WORDS) is False


def test_challenge_of_other_words_does_not_serve(client, key, ann):
    """Neither for words whose challenge it is not, nor put by hand in the place of the other."""
    session = {}
    request = request_with(session, ann)
    for_other = plain(passkeys.ask(request, ann, "b" * 64))
    passkeys.ask(request, ann, WORDS)
    answer = json.dumps(key.get(for_other))
    assert passkeys.check(request_with(dict(session), ann), ann, answer, WORDS) is False
    swapped = {passkeys.SESSION: {WORDS: session[passkeys.SESSION]["b" * 64]}}
    assert passkeys.check(request_with(swapped, ann), ann, answer, WORDS) is False
    assert passkeys.check(request_with(dict(session), ann), ann, answer, "b" * 64) is True


def test_challenge_is_good_for_ten_minutes(client, key, ann, monkeypatch):
    options, session = drawn(client), dict(client.session)
    answer = json.dumps(key.get(options))
    now = passkeys.time.time()
    monkeypatch.setattr(passkeys.time, "time", lambda: now + passkeys.LASTS + 1)
    assert passkeys.check(request_with(session, ann), ann, answer, WORDS) is False


def test_several_pages_may_be_open_at_once(ann, client, key):
    request = request_with({}, ann)
    asked = {words: plain(passkeys.ask(request, ann, words)) for words in ("a" * 64, "b" * 64, "c" * 64)}
    assert [passkeys.check(request, ann, json.dumps(key.get(asked[words])), words) for words in sorted(asked)] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_verified": False},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://testserver"},
        {"rp_id": "elsewhere.example"},
        {"challenge": "A" * 86},
        {"what": "webauthn.create"},
    ],
    ids=str,
)
def test_answer_that_is_wrong_in_one_thing_is_refused(client, key, wrong):
    assert list(said(send(client, key.get(drawn(client), **wrong)))) == ["__all__"]


def test_key_that_was_never_added_is_refused(client):
    stranger = SoftKey()
    assert list(said(send(client, stranger.get(drawn(client))))) == ["__all__"]


def test_key_of_somebody_else_is_refused(client):
    bob, his = services.create_person(email="bob@example.org", name="Bob", password=PASSWORD), SoftKey()
    add(signed_in(bob), his)
    assert list(said(send(client, his.get(drawn(client))))) == ["__all__"]


def test_key_that_was_taken_away_is_refused(client, key, ann):
    totp.TOTP.activate(ann, SECRET)
    answer = key.get(drawn(client))
    Authenticator.objects.filter(user=ann, type=two_steps.PASSKEY).delete()
    assert sorted(said(send(client, answer))) == ["code", "password"]


def test_every_byte_of_the_answer_counts(client, key, ann):
    options = drawn(client)
    session = dict(client.session)
    answer = key.get(options)
    accepted = []
    for field in ("clientDataJSON", "authenticatorData", "signature"):
        for place in range(length(answer, field)):
            request = request_with(dict(session), ann)
            if passkeys.check(request, ann, json.dumps(mutated(answer, field, place)), WORDS):
                accepted.append((field, place))
    assert accepted == []
    assert passkeys.check(request_with(dict(session), ann), ann, json.dumps(answer), WORDS) is True


@pytest.mark.parametrize("answer", ["{}", "null", "[]", "1", "not json", '{"id": 1}', '{"response": {}}', '"x"'])
def test_what_is_no_answer_at_all_is_refused(client, answer):
    drawn(client)
    assert list(said(send(client, answer))) == ["__all__"]


def test_without_a_challenge_of_this_session_nothing_serves(client, key, ann):
    answer = key.get(drawn(client))
    other = signed_in(ann)
    assert list(said(send(other, answer))) == ["__all__"]


def test_password_and_code_are_always_there_for_who_has_both(client, ann):
    totp.TOTP.activate(ann, SECRET)
    page = client.get("/sign/").content.decode()
    assert ('name="code"' in page, 'data-passkey="get"' in page) == (True, True)
    response = client.post("/sign/", {"seen": WORDS, "remark": "Yes", "password": PASSWORD, "code": code_of()})
    assert response.content.decode() == f"totp {WORDS} Yes"


def test_who_has_only_a_passkey_is_asked_for_it_and_told_of_another_way(client):
    page = client.get("/sign/").content.decode()
    assert ('name="code"' in page, "Set up codes from an app as well" in page) == (False, True)
    assert list(said(client.post("/sign/", {"seen": WORDS, "remark": "Yes"}))) == ["__all__"]


def test_refused_answer_loses_no_words_and_a_new_challenge_is_made(client, key):
    response = send(client, key.get(drawn(client), is_verified=False), remark="Only with a date")
    assert 'value="Only with a date"' in response.content.decode()
    assert response.content.decode().count("clientDataJSON") == 0
    again = plain(response.context["form"].passkey_options)
    assert send(client, key.get(again)).content.startswith(b"passkey")


def test_missing_remark_uses_up_no_answer(client, key):
    answer = key.get(drawn(client))
    assert list(said(send(client, answer, remark=""))) == ["remark"]


# Adding and taking away


def test_passkey_is_added_renamed_and_removed(client, ann):
    assert two_steps.kinds_of(ann) == {two_steps.PASSKEY}
    one = Authenticator.objects.get(user=ann, type=two_steps.PASSKEY)
    assert "My phone" in client.get("/accounts/2fa/webauthn/").content.decode()
    client.post(f"/accounts/2fa/webauthn/keys/{one.pk}/edit/", {"name": "Old phone"})
    assert "Old phone" in client.get("/accounts/2fa/webauthn/").content.decode()
    client.post(f"/accounts/2fa/webauthn/keys/{one.pk}/remove/")
    assert two_steps.kinds_of(ann) == frozenset()


def test_passkey_whose_device_checks_nobody_is_not_added(ann, key):
    browser = signed_in(ann)
    response = add(browser, key, is_verified=False)
    assert response.status_code == 200
    assert two_steps.kinds_of(ann) == frozenset()


def test_passkey_is_a_second_step_when_signing_in(client, ann, key):
    browser = Client(headers={"host": "testserver"})
    browser.defaults["wsgi.url_scheme"] = "https"
    browser.post("/accounts/login/", {"login": ann.email, "password": PASSWORD})
    options = plain(browser.get("/accounts/2fa/authenticate/").context["js_data"]["request_options"])
    assert browser.get("/network/account/").status_code == 302
    browser.post("/accounts/2fa/authenticate/", {"credential": json.dumps(key.get(options, is_verified=False))})
    assert browser.get("/network/account/").status_code == 302
    options = plain(browser.get("/accounts/2fa/authenticate/").context["js_data"]["request_options"])
    browser.post("/accounts/2fa/authenticate/", {"credential": json.dumps(key.get(options))})
    assert browser.get("/network/account/").status_code == 200
