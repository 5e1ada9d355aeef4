"""Roles on a plan: nobody appoints the other side, and nobody appoints themselves."""

import pytest

from ledger.models import Entry
from network import roles
from network.choices import Role
from network.models import Post
from plans import services
from plans.handover import held_by
from tests.world import PERSONAS

ROLES = "/plans/uk-2013/roles/"


def test_who_gives_which_role(world):
    given = {p: services.givable(world.person(p), world.plan) for p in PERSONAS}
    assert {p: roles for p, roles in given.items() if roles} == {
        "coordinator": [Role.DRAFTER, Role.STEERING_MEMBER, Role.REPRESENTATIVE, Role.REVIEWER],
        "lead_official": [Role.DRAFTER, Role.CLEARING_OFFICER, Role.MINISTER, Role.PRIVATE_OFFICE, Role.REVIEWER],
        "minister": [Role.LEAD_OFFICIAL],
        "steering_member": [Role.COORDINATOR],
    }


@pytest.mark.parametrize(
    ("giver", "role", "to"),
    [
        ("lead_official", Role.DRAFTER, "coordinator"),
        ("coordinator", Role.DRAFTER, "gov_drafter"),
        ("lead_official", Role.COORDINATOR, "lead_official"),
        ("lead_official", Role.LEAD_OFFICIAL, "gov_drafter"),
        ("minister", Role.LEAD_OFFICIAL, "coordinator"),
        ("gov_drafter", Role.DRAFTER, "official"),
        ("coordinator", Role.REVIEWER, "representative"),
    ],
)
def test_role_of_somebody_else_is_not_given(world, giver, role, to):
    before = {(h.role, h.post) for h in roles.holders(world.plan)}
    with pytest.raises(services.RoleNotYours):
        services.give_role(world.plan, role, to=world.post(to), by=world.person(giver))
    assert {(h.role, h.post) for h in roles.holders(world.plan)} == before


def test_role_is_given_to_a_post_and_stands_in_the_ledger(world, client_for):
    assert roles.roles_of(world.person("official"), world.plan) == frozenset()
    data = {"role": "drafter", "post": world.post("official").pk}
    assert client_for("lead_official").post(ROLES + "give/", data).status_code == 302
    assert roles.roles_of(world.person("official"), world.plan) == {Role.DRAFTER}
    assert list(Entry.objects.values_list("verb", "side")) == [("network.grant_role", "government")]


def test_role_is_given_to_a_person_by_e_mail(world, client_for):
    client_for("coordinator").post(ROLES + "give/", {"role": "drafter", "email": "MEMBER@demo.test"})
    assert roles.roles_of(world.person("member"), world.plan) == {Role.DRAFTER}


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({}, "post", "Choose a post or name a person: one of the two."),
        ({"email": "nobody@demo.test"}, "email", "Nobody with this e-mail address has an account here."),
        (
            {"email": "stranger@demo.test"},
            None,
            "This role is not yours to give to the other side, or to somebody without a side.",
        ),
    ],
)
def test_give_role_says_what_is_missing(client_for, data, field, words):
    form = client_for("coordinator").post(ROLES + "give/", {"role": "drafter", **data}).context["form"]
    assert form.errors.get(field or "__all__") == [words]


def test_coordinator_is_offered_no_post_of_government(world, client_for):
    offered = client_for("coordinator").get(ROLES + "give/").context["form"].fields["post"].queryset
    assert set(offered.values_list("side", flat=True)) == {"civil_society", "independent"}


def test_role_is_taken_back(world, client_for):
    answer = client_for("lead_official").post(ROLES + "clearing_officer/clearing-officer/take/")
    assert (answer.status_code, roles.roles_of(world.person("clearing_officer"), world.plan)) == (302, frozenset())
    drafter = world.person("cs_drafter")
    client_for("coordinator").post(ROLES + f"drafter/person-{drafter.pk}/take/")
    assert roles.roles_of(drafter, world.plan) == frozenset()


def test_other_sides_drafter_is_not_taken_away(world, client_for):
    client = client_for("lead_official")
    client.post(ROLES + f"drafter/person-{world.person('cs_drafter').pk}/take/")
    assert roles.roles_of(world.person("cs_drafter"), world.plan) == {Role.DRAFTER}
    text = client.get(ROLES).content.decode()
    assert ("/drafter/gov-drafter/take/" in text, "/drafter/person-" in text) == (True, False)


def test_vacant_post_is_flagged_with_its_days(world, client_for):
    roles.grant(Role.DRAFTER, world.plan, to=world.post("vacant"), by=None)
    assert "Vacant for 62 days" in client_for("visitor").get(ROLES).content.decode()


def test_handover_names_what_a_post_holds_of_plans(world):
    assert held_by(Post.objects.get(slug="gov-drafter")) == [
        ("National Action Plan 2013 to 2015", "/plans/uk-2013/"),
        ("Integrity", "/plans/uk-2013/#theme-integrity"),
    ]
