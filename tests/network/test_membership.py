"""Asking to join, being answered with a reason, taking the membership up, leaving."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from core.jobs import run_waiting
from ledger.models import Entry, Opening
from network import roles, services
from network.models import Applicant, Membership, MembershipRequest, Network, Organisation

pytestmark = pytest.mark.django_db
SECRETS = ("Ann Archer", "ann@example.org", "I keep bees", "no conflict of interest")


@pytest.fixture
def asked(world) -> MembershipRequest:
    return services.ask_to_join(
        world.network, name="Ann Archer", email="ann@example.org", statement="I keep bees and read budgets."
    )


def accept(request, world, reason="You have no conflict of interest.") -> MembershipRequest:
    return services.answer_request(request, is_accepted=True, reason=reason, by=world.person("coordinator"))


def test_anyone_asks_without_an_account_and_is_answered_by_email(world, client, asked):
    accept(asked, world)
    run_waiting()
    run_waiting()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["ann@example.org"], "Your request to join Open Government Network")
    assert "You have no conflict of interest." in letter.body
    assert f"/network/join/{asked.key}/" in letter.body
    page = client.get(f"/network/join/{asked.key}/").content.decode()
    assert "You have no conflict of interest." in page


def test_declining_needs_a_reason_as_well(world, asked):
    for answer in (True, False):
        with pytest.raises(ValidationError) as caught:
            services.answer_request(asked, is_accepted=answer, reason=" ", by=world.person("coordinator"))
        assert list(caught.value.message_dict) == ["reason"]
    services.answer_request(asked, is_accepted=False, reason="You act for a party.", by=world.person("coordinator"))
    asked.refresh_from_db()
    assert (asked.state, asked.membership, asked.answered_for) == ("declined", None, world.post("coordinator"))


def test_request_is_answered_once(world, asked):
    accept(asked, world)
    with pytest.raises(ValidationError):
        accept(asked, world)


def test_person_with_an_account_is_a_member_at_once(world):
    stranger = world.person("stranger")
    made = services.ask_to_join(world.network, name="S", email=stranger.email, statement="Hello", account=stranger)
    assert roles.is_member(stranger, world.network) is False
    accept(made, world)
    assert roles.is_member(stranger, world.network) is True
    assert Entry.objects.about(world.network).get().verb == "network.admit"


def test_person_without_an_account_takes_it_up_later(world, client_for, asked):
    accept(asked, world)
    assert client_for("visitor").post(f"/network/join/{asked.key}/take-up/").status_code == 302
    assert Membership.objects.filter(person__isnull=False).count() == 2
    client_for("stranger").post(f"/network/join/{asked.key}/take-up/")
    assert roles.is_member(world.person("stranger"), world.network) is True
    client_for("admin").post(f"/network/join/{asked.key}/take-up/")
    assert roles.is_member(world.person("admin"), world.network) is False


def test_official_cannot_take_a_membership_up(world, client_for, asked):
    accept(asked, world)
    page = client_for("gov_drafter").post(f"/network/join/{asked.key}/take-up/", follow=True).content.decode()
    assert "cannot be a member at the same time" in page
    assert roles.is_member(world.person("gov_drafter")) is False


def test_declined_request_gives_nothing_to_take_up(world, client_for, asked):
    services.answer_request(asked, is_accepted=False, reason="You act for a party.", by=world.person("coordinator"))
    client_for("stranger").post(f"/network/join/{asked.key}/take-up/")
    assert roles.is_member(world.person("stranger")) is False


def test_organisation_becomes_a_member_and_gets_its_page(world):
    fields = {"name": "Ann", "email": "ann@example.org", "statement": "We watch budgets", "kind": "organisation"}
    made = services.ask_to_join(world.network, organisation_name="Budget Watch", **fields)
    accept(made, world)
    organisation = Organisation.objects.get(slug="budget-watch")
    assert (organisation.kind, organisation.side) == ("cso", "civil_society")
    assert organisation.memberships.current().get().network == world.network
    known = services.ask_to_join(world.network, organisation_name="integrity watch", **fields)
    assert accept(known, world).membership == world.cso.memberships.get()


def test_department_cannot_be_a_member(world):
    with pytest.raises(ValidationError):
        services.admit(world.network, organisation=world.department, by=None)


def test_only_the_networks_own_coordinator_sees_a_request(world, asked):
    seers = {name for name, person in world.people.items() if asked in MembershipRequest.objects.visible_to(person)}
    assert seers == {"coordinator"}
    assert list(MembershipRequest.objects.visible_to(world.person("visitor"))) == []
    sister = Network.objects.create(name="Sister", slug="sister")
    elsewhere = services.ask_to_join(sister, name="B", email="b@example.org", statement="Hello")
    assert list(MembershipRequest.objects.visible_to(world.person("coordinator"))) == [asked]
    assert world.person("coordinator").has_perm("network.answer_request", elsewhere) is False


def test_personal_data_of_an_applicant_stand_in_one_table(world, asked):
    """Whatever table is looked at, after asking and answering, none but the applicant's holds their words."""
    accept(asked, world)
    held = set()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(secret in str(row) for row in cursor.fetchall() for secret in SECRETS):
                held.add(table)
    assert held == {"network_applicant"}


def test_erasing_leaves_that_there_was_a_request(world, client, client_for, asked):
    with pytest.raises(ValidationError):
        services.erase_applicant(asked, by=world.person("coordinator"))
    accept(asked, world)
    run_waiting()
    client_for("coordinator").post(f"/network/requests/{asked.reference}/erase/")
    assert Applicant.objects.count() == 0
    assert [entry.verb for entry in Entry.objects.about(asked)] == ["network.erase_applicant", "network.accept_request"]
    assert [o.value for o in Opening.objects.all() if any(s in o.value for s in SECRETS)] == []
    assert client.get(f"/network/join/{asked.key}/").status_code == 200
    assert client_for("coordinator").get(f"/network/requests/{asked.reference}/").status_code == 200


def test_reply_that_was_erased_before_it_went_out_goes_nowhere(world, asked):
    accept(asked, world)
    services.erase_applicant(asked, by=world.person("coordinator"))
    run_waiting()
    assert mail.outbox == []


def test_member_leaves(world, client_for):
    membership = world.person("member").memberships.get()
    client_for("member").post(f"/network/uk/members/{membership.pk}/end/", {"reason": "Moved abroad"})
    assert roles.is_member(world.person("member")) is False
    assert client_for("member").get(f"/network/uk/members/{membership.pk}/end/").status_code == 404
    services.admit(world.network, person=world.person("member"), by=None)
    assert roles.is_member(world.person("member")) is True


def test_names_of_people_are_for_members(world, client_for):
    for persona in ("visitor", "stranger", "lead_official", "admin"):
        page = client_for(persona).get("/network/uk/members/").content.decode()
        assert ("Integrity Watch" in page, "Cs Drafter" in page) == (True, False), persona
    assert "Cs Drafter" in client_for("member").get("/network/uk/members/").content.decode()
    visible = {p: Membership.objects.visible_to(world.person(p)).count() for p in ("visitor", "official", "member")}
    assert visible == {"visitor": 1, "official": 1, "member": 3}


def test_database_refuses_a_membership_of_nobody_and_a_second_one(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(network=world.network)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(network=world.network, person=world.person("member"))
