"""Accounts: one per e-mail address in any case, signing up and in, the lock-out, the second step."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from ledger.models import Entry
from network import roles, services
from network.models import Tenure, User
from network.sign_in import username_of

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-phrase-7"


def test_one_account_per_address_in_any_case(db):
    User.objects.create_user("Ann@Example.org", name="Ann")
    assert User.objects.get_by_natural_key("ANN@example.ORG").email == "ann@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ANN@EXAMPLE.ORG", password="!")])


def test_who_signs_up_confirms_the_address_and_is_a_stranger(client):
    answers = {"name": "Ann Archer", "email": "ann@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", answers)
    ann = User.objects.get(email="ann@example.org")
    assert (ann.name, ann.emailaddress_set.get().verified) == ("Ann Archer", False)
    assert client.get("/network/account/").status_code == 302
    [address] = re.findall(r"https?://\S+?(/accounts/confirm-email/\S+)", mail.outbox[0].body)
    client.post(address)
    assert ann.emailaddress_set.get().verified is True
    assert (roles.side_of(ann), roles.is_member(ann), roles.is_official(ann)) == (None, False, False)


def test_person_made_by_the_operator_signs_in(client):
    services.create_person(email="Ann@example.org", name="Ann Archer", password=PASSWORD)
    client.post("/accounts/login/", {"login": "ANN@example.org", "password": PASSWORD})
    assert "Ann" in client.get("/network/account/").content.decode() or client.session["_auth_user_id"]
    assert client.get("/network/account/").status_code == 200


def test_second_step_from_setting_it_up_to_signing_in_with_it(client):
    """By a code from an app, and by one of the recovery codes; all without JavaScript."""
    person = services.create_person(email="ann@example.org", name="Ann", password=PASSWORD)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 302  # asks for the password again
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    recovery = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(recovery) == 10
    for code in (recovery[0], recovery[1]):
        second = Client()
        second.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert second.get("/network/account/").status_code == 302
        second.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert second.get("/network/account/").status_code == 302
        second.post("/accounts/2fa/authenticate/", {"code": code})
        assert second.get("/network/account/").status_code == 200


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_guessing_is_locked_out_however_the_address_is_spelt(settings, world):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    settings.ACCOUNT_RATE_LIMITS = False
    services.create_person(email="ann@example.org", name="Ann", password=PASSWORD)
    for spelling in ("ann@example.org", "ANN@example.org", "Ann@Example.org"):
        Client().post("/accounts/login/", {"login": spelling, "password": "wrong"})
    locked = Client()
    answer = locked.post("/accounts/login/", {"login": "ann@example.org", "password": PASSWORD})
    assert (answer.status_code, "_auth_user_id" in locked.session) == (429, False)


def test_address_is_found_wherever_it_stands(rf):
    assert username_of(None, {"email": " Ann@Example.org "}) == "ann@example.org"
    assert username_of(rf.post("/", {"login": "Ann@example.org"}), {}) == "ann@example.org"
    assert username_of(None, None) is None


def test_operator_names_the_first_holder(world, capsys):
    call_command("appoint", "new@example.org", "vacant", name="Nora New")
    tenure = world.post("vacant").current_tenure()
    assert (tenure.person.name, tenure.named_by_operator) == ("Nora New", True)
    assert EmailAddress.objects.get(email="new@example.org").verified is True
    assert capsys.readouterr().out == "Nora New holds the post Vacant focal point, Department for Business.\n"
    act = Entry.objects.about(world.post("vacant")).get()
    assert (act.data["named_by_operator"], act.actor_name) == (True, "")


@pytest.mark.parametrize(
    ("email", "post", "words"),
    [
        ("new@example.org", "nowhere", "There is no post nowhere"),
        ("new@example.org", "vacant", "give --name"),
        ("stranger@demo.test", "coordinator", "Somebody holds this post"),
        ("member@demo.test", "vacant", "Their membership has to end first"),
    ],
)
def test_operator_is_told_what_is_wrong(world, email, post, words):
    before = (User.objects.count(), Tenure.objects.count())
    with pytest.raises(CommandError, match=words):
        call_command("appoint", email, post)
    assert (User.objects.count(), Tenure.objects.count()) == before
