"""Roles are asked for through network.roles: by post while the tenure lasts, or by person, and by nothing else."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from ledger.models import Entry
from network import roles
from network.choices import Role, Side
from network.models import Network, Tenure
from network.services import appoint, end_tenure
from plans.models import Plan
from tests.world import days

pytestmark = pytest.mark.django_db


def test_holder_of_a_post_holds_its_role(world):
    assert roles.holds(world.person("lead_official"), Role.LEAD_OFFICIAL, world.plan) is True
    assert roles.holds(world.person("lead_official"), Role.COORDINATOR, world.plan) is False
    assert roles.holds(world.person("lead_official"), Role.LEAD_OFFICIAL, world.other_plan) is False


def test_person_holds_a_role_given_in_person(world):
    assert roles.roles_of(world.person("cs_drafter"), world.plan) == {Role.DRAFTER}
    assert roles.roles_in_person(world.person("cs_drafter")) == [(Role.DRAFTER, world.plan)]


@pytest.mark.parametrize("persona", ["visitor", "stranger", "member", "leaver", "admin"])
def test_others_hold_nothing(world, persona):
    person = world.person(persona)
    assert roles.roles_of(person, world.plan) == frozenset()
    assert roles.holds(person, list(Role), world.plan) is False
    assert list(roles.things(person, Plan)) == []
    assert roles.roles_in_person(person) == []


def test_closed_account_holds_nothing(world):
    person = world.person("coordinator")
    person.is_active = False
    assert roles.roles_of(person, world.plan) == frozenset()


def test_leaver_loses_it_at_once_although_still_in_the_group(world):
    person, post = world.person("gov_drafter"), world.post("gov_drafter")
    post.group.user_set.add(person)
    Tenure.objects.filter(person=person).update(ends=days(0))
    assert post.group.user_set.get() == person
    assert roles.roles_of(person, world.plan) == frozenset()
    assert list(roles.things(person, Plan)) == []


def test_successor_inherits_everything(world):
    post = world.post("gov_drafter")
    end_tenure(post.current_tenure(), by=world.person("lead_official"))
    appoint(world.person("stranger"), post, by=world.person("lead_official"))
    assert roles.roles_of(world.person("stranger"), world.plan) == {Role.DRAFTER}
    assert list(roles.things(world.person("stranger"), Plan, Role.DRAFTER)) == [world.plan]


def test_asked_about_a_day_in_the_past_the_leaver_held_it(world):
    assert roles.roles_of(world.person("leaver"), world.plan, at=days(-400)) == {Role.DRAFTER}
    assert roles.roles_of(world.person("gov_drafter"), world.plan, at=days(-301)) == frozenset()
    assert roles.roles_of(world.person("gov_drafter"), world.plan, at=days(-300)) == {Role.DRAFTER}
    assert list(roles.things(world.person("leaver"), Plan, at=days(-400))) == [world.plan]


def test_a_moment_counts_as_its_local_day(world):
    Tenure.objects.filter(person=world.person("gov_drafter")).update(starts=dt.date(2043, 7, 2))
    late = dt.datetime(2043, 7, 1, 23, 30, tzinfo=dt.UTC)  # 00:30 on 2 July in London
    assert roles.holds(world.person("gov_drafter"), Role.DRAFTER, world.plan, at=late) is True
    assert roles.holds(world.person("gov_drafter"), Role.DRAFTER, world.plan, at=late - dt.timedelta(hours=1)) is False


def test_list_of_things_agrees_with_the_question_about_one(world):
    for persona, person in world.people.items():
        listed = set(roles.things(person, Plan, [Role.DRAFTER, Role.MINISTER]))
        asked = {p for p in Plan.objects.all() if roles.holds(person, [Role.DRAFTER, Role.MINISTER], p)}
        assert listed == asked, persona


def test_things_is_one_queryset_to_build_on(world, django_assert_num_queries):
    mine = roles.things(world.person("coordinator"), Plan)
    with django_assert_num_queries(1):
        assert list(Plan.objects.filter(pk__in=mine).values_list("slug", flat=True)) == ["uk-2013"]
    with django_assert_num_queries(1):
        assert mine.filter(title__startswith="National").count() == 1


def test_a_question_costs_one_query(world, django_assert_num_queries):
    roles.holds(world.person("coordinator"), Role.COORDINATOR, world.plan)
    with django_assert_num_queries(1):
        roles.holds(world.person("coordinator"), Role.COORDINATOR, world.plan)
    with django_assert_num_queries(1):
        roles.roles_of(world.person("coordinator"), world.plan)


def test_holders_name_posts_with_their_holder_and_people(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        drafters = roles.holders(world.plan, Role.DRAFTER)
    assert drafters == [
        roles.Holding(Role.DRAFTER, world.post("gov_drafter"), world.person("gov_drafter"), Side.GOVERNMENT),
        roles.Holding(Role.DRAFTER, None, world.person("cs_drafter"), Side.CIVIL_SOCIETY),
    ]


def test_holders_name_a_vacant_post_without_a_person(world):
    roles.grant(Role.DRAFTER, world.other_plan, to=world.post("vacant"), by=None)
    assert roles.holders(world.other_plan) == [roles.Holding(Role.DRAFTER, world.post("vacant"), None, Side.GOVERNMENT)]


def test_granting_and_revoking_is_in_the_ledger_once(world):
    post, by = world.post("vacant"), world.person("lead_official")
    roles.grant(Role.DRAFTER, world.plan, to=post, by=by)
    roles.grant(Role.DRAFTER, world.plan, to=post, by=by)
    roles.revoke(Role.DRAFTER, world.plan, to=post, by=by)
    roles.revoke(Role.DRAFTER, world.plan, to=post, by=by)
    acts = Entry.objects.about(world.plan).order_by("index")
    assert [(act.verb, act.data["role"], act.data["post"]) for act in acts] == [
        ("network.grant_role", "drafter", "vacant"),
        ("network.revoke_role", "drafter", "vacant"),
    ]
    assert [(act.actor_name, act.post, act.side) for act in acts] == [
        ("Lead Official", "Lead official", "government")
    ] * 2


def test_role_named_by_the_operator_is_flagged(world):
    roles.grant(Role.DRAFTER, world.plan, to=world.person("stranger"), by=None)
    act = Entry.objects.about(world.plan).get()
    assert act.data == {"role": "drafter", "named_by_operator": True}


def test_the_leaf_names_nobody_so_that_a_person_can_be_erased(world):
    roles.grant(Role.DRAFTER, world.plan, to=world.person("stranger"), by=None)
    assert "Stranger" not in Entry.objects.about(world.plan).get().leaf


def test_no_roles_on_a_model_without_tables_of_its_own(world):
    with pytest.raises(ImproperlyConfigured):
        roles.roles_of(world.person("coordinator"), world.network)
    with pytest.raises(ImproperlyConfigured):
        roles.things(world.person("coordinator"), Network)
    assert roles.posts_with_a_role(world.network) == set()


SIDES = {
    "visitor": None,
    "stranger": None,
    "member": Side.CIVIL_SOCIETY,
    "cs_drafter": Side.CIVIL_SOCIETY,
    "coordinator": Side.CIVIL_SOCIETY,
    "representative": Side.CIVIL_SOCIETY,
    "lead_official": Side.GOVERNMENT,
    "minister": Side.GOVERNMENT,
    "official": Side.GOVERNMENT,
    "reviewer": Side.INDEPENDENT,
    "leaver": None,
    "admin": None,
}


def test_each_acts_for_one_side_or_for_none(world):
    assert {persona: roles.side_of(world.person(persona)) for persona in SIDES} == SIDES


def test_members_are_who_joined_who_stands_for_a_member_and_who_runs_the_network(world):
    members = {name for name, person in world.people.items() if roles.is_member(person, world.network)}
    assert members == {"member", "cs_drafter", "representative", "coordinator", "steering_member"}
    assert {name for name, person in world.people.items() if roles.is_member(person)} == members
    other = Network.objects.create(name="Sister", slug="sister")
    assert {name for name, person in world.people.items() if roles.is_member(person, other)} == set()


def test_officials_hold_a_government_post(world):
    officials = {name for name, person in world.people.items() if roles.is_official(person)}
    assert officials == {"lead_official", "minister", "gov_drafter", "clearing_officer", "official"}


def test_nobody_acts_for_an_organisation_without_a_dated_mandate(world):
    person, department = world.person("clearing_officer"), world.department
    tenure = roles.mandate_for(person, department, ["clearing_officer"])
    assert tenure == world.post("clearing_officer").current_tenure()
    assert roles.mandate_for(person, world.cabinet_office, ["clearing_officer"]) is None
    assert roles.mandate_for(person, department, ["minister"]) is None
    Tenure.objects.filter(pk=tenure.pk).update(mandate="", mandated_on=None)
    assert roles.mandate_for(person, department, ["clearing_officer"]) is None
    assert roles.mandate_for(world.person("visitor"), department, ["clearing_officer"]) is None


def test_superuser_is_not_let_past(world):
    admin = world.person("admin")
    assert admin.has_perm("network.change_organisation") is True
    assert admin.has_perm("network.edit_organisation", world.cso) is False
    assert admin.has_perm("network.change_organisation", world.cso) is False
    assert admin.has_perm("nobody.declared_this", world.cso) is False


def test_today_is_the_default_day(world):
    tenure = world.post("gov_drafter").current_tenure()
    assert tenure.is_current(timezone.now()) is True
    assert tenure.is_current() is True
