"""Who signs has a second step in time, and nobody but them sees or sets what they prove themselves with."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib import admin
from django.core.management import call_command

from network import two_steps
from network.checks import second_factor_is_on

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TOLD = "Set up two-step sign-in"


def test_holder_of_a_post_that_signs_is_told_on_desk_and_account_page(world, client_for, settings):
    told = {}
    for is_on in (False, True):
        settings.SECOND_FACTOR = is_on
        told[is_on] = {
            persona: tuple(
                TOLD in client_for(persona).get(page).content.decode() for page in ("/desk/", "/network/account/")
            )
            for persona in ("minister", "coordinator", "gov_drafter", "member", "leaver")
        }
    nobody = dict.fromkeys(told[True], (False, False))
    assert told == {False: nobody, True: nobody | {"minister": (True, True), "coordinator": (True, True)}}


def test_who_has_set_it_up_is_told_no_more(world, client_for, settings):
    settings.SECOND_FACTOR = True
    totp.TOTP.activate(world.person("minister"), SECRET)
    assert TOLD not in client_for("minister").get("/desk/").content.decode()


def test_operator_lists_who_cannot_sign_yet(world):
    totp.TOTP.activate(world.person("minister"), SECRET)
    said = StringIO()
    call_command("second_steps", stdout=said)
    names = [line.split(": ")[1].split(" <")[0] for line in said.getvalue().splitlines()]
    assert names == ["Clearing Officer", "Coordinator", "Lead Official", "Representative", "Steering Member"]
    assert [tenure.person.name for tenure in two_steps.holders_without()] == names


def test_check_before_deployment_warns_of_signing_without_it(settings):
    found = {}
    for settings.SECOND_FACTOR in (True, False):
        found[settings.SECOND_FACTOR] = [one.id for one in second_factor_is_on(None)]
    assert found == {True: [], False: ["network.W001"]}


@pytest.mark.django_db
def test_admin_site_shows_no_secret_and_lets_nobody_set_one(world, client_for):
    totp.TOTP.activate(world.person("minister"), SECRET)
    one = Authenticator.objects.get()
    client = client_for("admin")
    pages = [client.get(f"/admin/mfa/authenticator/{rest}") for rest in ("", f"{one.pk}/change/")]
    assert [(page.status_code, SECRET in page.content.decode()) for page in pages] == [(200, False), (200, False)]
    other = {"user": world.person("minister").pk, "type": "totp", "data": '{"secret": "AAAA"}'}
    client.post(f"/admin/mfa/authenticator/{one.pk}/change/", other)
    client.post("/admin/mfa/authenticator/add/", other | {"user": world.person("coordinator").pk})
    assert [row.data for row in Authenticator.objects.all()] == [{"secret": SECRET}]


@pytest.mark.django_db
def test_admin_site_gives_nobody_another_address_for_a_new_password(world, client_for):
    person = world.person("minister")
    one = EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    client = client_for("admin")
    assert client.get("/admin/account/emailaddress/").status_code == 200
    mine = {"user": person.pk, "email": "admin@demo.test", "verified": "on", "primary": "on"}
    client.post(f"/admin/account/emailaddress/{one.pk}/change/", mine)
    client.post("/admin/account/emailaddress/add/", mine)
    client.post(f"/admin/account/emailaddress/{one.pk}/delete/", {"post": "yes"})
    assert [row.email for row in EmailAddress.objects.filter(user=person)] == [person.email]


def test_nothing_of_personal_links_is_on_the_admin_site():
    shown = {model._meta.label for model in admin.site._registry}
    assert shown & {"signoffs.Contacts", "signoffs.SigningLink", "network.LastCode"} == set()
