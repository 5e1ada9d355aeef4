"""Who signs proves it at each signature: password and a fresh code, used once, whatever the session remembers."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from network import proving, services, two_steps
from network.choices import Authentication
from network.models import LastCode
from network.proving import NotProved, Proof, Question
from tests.network.urls import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.network.urls")]
PASSWORD = "a-long-enough-password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    """Tries of one test do not count in the next."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "proving"}}
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def ann():
    return services.create_person(email="ann@example.org", name="Ann", password=PASSWORD)


@pytest.fixture
def careful(ann):
    totp.TOTP.activate(ann, SECRET)
    return ann


def code_of(when: int = 0, secret: str = SECRET) -> str:
    """The code that the app shows now; 1 the next, -1 the one before."""
    steps = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, steps[len(steps) // 2] + when))


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answers(**others: str) -> dict[str, str]:
    return {"seen": WORDS, "remark": "With pleasure", "password": PASSWORD, "code": code_of(), **others}


def said(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_password_and_fresh_code_prove_who_signs(careful):
    response = browser(careful).post("/sign/", answers())
    assert response.content.decode() == f"totp {WORDS} With pleasure"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "not the password"}, "password"),
        ({"password": ""}, "password"),
        ({"code": "000000"}, "code"),
        ({"code": ""}, "code"),
        ({"code": 2}, "code"),
        ({"code": -2}, "code"),
        ({"code": "١٢٣٤٥٦"}, "code"),
    ],
    ids=str,
)
def test_wrong_answer_signs_nothing_and_loses_no_words(careful, wrong, field):
    """A number stands for the code of so many steps from now."""
    wrong = {name: code_of(value) if isinstance(value, int) else value for name, value in wrong.items()}
    response = browser(careful).post("/sign/", answers(**wrong))
    assert list(said(response)) == [field]
    page = response.content.decode()
    assert 'value="With pleasure"' in page
    assert [wanted for wanted in (PASSWORD, code_of()) if wanted in page] == []


def test_code_serves_for_one_signature(careful):
    client = browser(careful)
    assert client.post("/sign/", answers()).content.startswith(b"totp")
    assert list(said(client.post("/sign/", answers()))) == ["code"]
    assert client.post("/sign/", answers(code=code_of(1))).content.startswith(b"totp")


def test_code_older_than_the_last_one_used_does_not_serve(careful):
    client = browser(careful)
    assert client.post("/sign/", answers(code=code_of(1))).content.startswith(b"totp")
    assert list(said(client.post("/sign/", answers(code=code_of(0))))) == ["code"]


def test_code_that_signed_in_does_not_sign(careful, settings):
    client = Client()
    client.post("/accounts/login/", {"login": careful.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_of()})
    assert client.get("/network/account/").status_code == 200
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # another process
    assert list(said(client.post("/sign/", answers()))) == ["code"]


def test_code_that_signed_does_not_sign_in(careful):
    assert browser(careful).post("/sign/", answers()).content.startswith(b"totp")
    client = Client()
    client.post("/accounts/login/", {"login": careful.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_of()})
    assert client.get("/network/account/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_of(1)})
    assert client.get("/network/account/").status_code == 200


def test_code_that_set_up_the_app_does_not_sign(ann):
    client = browser(ann)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret=secret)})
    assert two_steps.kinds_of(ann) == {two_steps.CODE}
    assert list(said(client.post("/sign/", answers(code=code_of(secret=secret))))) == ["code"]
    assert client.post("/sign/", answers(code=code_of(1, secret))).content.startswith(b"totp")


def test_recovery_code_signs_in_and_does_not_sign(careful):
    RecoveryCodes.activate(careful)
    recovery = Authenticator.objects.get(user=careful, type="recovery_codes").wrap().get_unused_codes()[0]
    assert list(said(browser(careful).post("/sign/", answers(code=recovery)))) == ["code"]
    assert recovery in Authenticator.objects.get(user=careful, type="recovery_codes").wrap().get_unused_codes()


def test_code_is_not_used_up_by_another_mistake_on_the_page(careful):
    client = browser(careful)
    assert list(said(client.post("/sign/", answers(remark="")))) == ["remark"]
    assert list(said(client.post("/sign/", answers(password="wrong")))) == ["password"]
    assert client.post("/sign/", answers()).content.startswith(b"totp")


def test_signing_in_a_moment_ago_is_not_enough(careful):
    """Neither allauth's window nor a session that has just passed both steps stands for the code."""
    client = Client()
    client.post("/accounts/login/", {"login": careful.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_of()})
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(1)})
    assert sorted(said(client.post("/sign/", {"seen": WORDS, "remark": "Yes"}))) == ["code", "password"]


def test_page_drawn_for_other_words_signs_nothing_and_shows_the_new_ones(careful):
    client = browser(careful)
    response = client.post("/sign/", answers(seen="b" * 64))
    assert said(response) == {
        "__all__": ["The text was changed while you were reading. Read it as it is now before you sign."]
    }
    assert f'name="seen" value="{WORDS}"' in response.content.decode()
    assert LastCode.objects.filter(person=careful, step__gt=0).exists() is False


def test_who_has_no_second_step_signs_with_their_session_where_none_is_needed(ann):
    response = browser(ann).post("/sign/", {"seen": WORDS, "remark": "Yes"})
    assert response.content.decode() == f"session {WORDS} Yes"


def test_who_needs_a_second_step_sets_it_up_and_comes_back_to_what_they_typed(ann, settings):
    settings.SECOND_FACTOR = True
    client = browser(ann)
    assert "To sign you need two-step sign-in" in client.get("/sign/?from=desk").content.decode()
    response = client.post("/sign/?from=desk", {"seen": WORDS, "remark": "Not without a date"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret=secret)}, follow=True)
    [back] = re.findall(r'href="([^"]+)">Go back to what you were about to sign', response.content.decode())
    assert 'value="Not without a date"' in client.get(back).content.decode()
    done = client.post(back, answers(code=code_of(1, secret), remark="Not without a date"))
    assert done.content.decode() == f"totp {WORDS} Not without a date"
    assert "signing" not in client.session


def test_guessing_here_locks_out_there_and_loses_no_words(careful, settings):
    """Wrong codes and passwords count as failed sign-ins do, and the other way round."""
    settings.AXES_ENABLED, settings.AXES_FAILURE_LIMIT, settings.ACCOUNT_RATE_LIMITS = True, 3, False
    client = browser(careful)
    for wrong in ({"code": "000000"}, {"password": "wrong"}, {"code": "000001"}):
        status = client.post("/sign/", answers(**wrong)).status_code
    assert status == 429
    assert client.post("/sign/", answers()).status_code == 429
    assert Client().post("/accounts/login/", {"login": careful.email, "password": PASSWORD}).status_code == 429
    assert 'value="With pleasure"' in client.get("/sign/").content.decode()


def test_many_wrong_codes_have_to_wait(careful):
    client = browser(careful)
    for number in range(5):
        client.post("/sign/", answers(code=f"00000{number}"))
    assert list(said(client.post("/sign/", answers()))) == ["code"]


def test_proof_is_for_one_person_and_one_text(ann, careful, settings):
    other = services.create_person(email="bob@example.org", name="Bob", password=PASSWORD)
    proof = Proof(careful.pk, Authentication.TOTP, WORDS)
    assert proving.accept(proof, by=careful, words=WORDS) == Authentication.TOTP
    for by, words in ((other, WORDS), (careful, "b" * 64)):
        with pytest.raises(NotProved):
            proving.accept(proof, by=by, words=words)


@pytest.mark.parametrize("proof", [None, Authentication.SESSION])
def test_verb_asks_for_the_second_step_of_who_has_one(careful, proof):
    given = proof and Proof(careful.pk, proof, WORDS)
    with pytest.raises(NotProved):
        proving.accept(given, by=careful, words=WORDS)


@pytest.mark.parametrize("is_on", [True, False])
def test_verb_asks_everybody_where_a_second_step_is_needed(ann, settings, is_on):
    settings.SECOND_FACTOR = is_on
    if not is_on:
        assert proving.accept(None, by=ann, words=WORDS) == Authentication.SESSION
        return
    with pytest.raises(NotProved):
        proving.accept(None, by=ann, words=WORDS)


def test_question_depends_on_what_somebody_has_and_where_they_are(careful, settings):
    bob = services.create_person(email="bob@example.org", name="Bob", password=PASSWORD)
    asked = {}
    for is_on in (False, True):
        settings.SECOND_FACTOR = is_on
        asked[is_on] = (proving.ask_for(careful), proving.ask_for(bob))
    assert asked == {
        False: (Question(code=True), Question()),
        True: (Question(code=True), Question(set_up=True)),
    }
    assert two_steps.has_one(AnonymousUser()) is False
