"""Appointing, ending and handing over; what the database refuses whoever asks."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from ledger.models import Entry
from network import services
from network.choices import PostKind, Side
from network.models import Handover, Membership, Network, Post, Tenure
from tests.world import days

pytestmark = pytest.mark.django_db


def refused(verb, *args, **fields) -> dict[str, list[str]] | list[str]:
    with pytest.raises(ValidationError) as caught:
        verb(*args, **fields)
    return list(caught.value.message_dict) if hasattr(caught.value, "error_dict") else caught.value.messages


def test_lead_official_fills_a_vacant_post(world):
    post = world.post("vacant")
    tenure = services.appoint(world.person("stranger"), post, by=world.person("lead_official"))
    assert (post.current_tenure(), tenure.starts, tenure.ends) == (tenure, days(0), None)
    assert post.is_vacant is False
    assert list(post.group.user_set.all()) == [world.person("stranger")]
    assert tenure.history.get().history_user == world.person("lead_official")
    act = Entry.objects.about(post).get()
    assert (act.verb, act.data["named_by_operator"], act.statement) == (
        "network.appoint",
        False,
        "Stranger: Vacant focal point, Department for Business.",
    )


def test_first_holder_named_by_the_operator_is_flagged(world):
    tenure = services.appoint(world.person("stranger"), world.post("vacant"), by=None)
    assert tenure.named_by_operator is True
    assert (tenure.mandate, tenure.mandated_on) == ("Named by the operator of this site", days(0))
    assert Entry.objects.about(world.post("vacant")).get().data["named_by_operator"] is True


def test_post_that_is_held_takes_nobody_else(world):
    post = world.post("gov_drafter")
    assert refused(services.appoint, world.person("stranger"), post, by=None) == ["starts"]
    assert refused(services.appoint, world.person("stranger"), post, by=None, starts=days(-400), ends=days(-299)) == [
        "starts"
    ]


@pytest.mark.parametrize(
    ("starts", "ends"), [(-700, -500), (-900, -799), (-400, None), (-310, -300), (0, None), (50, 60)]
)
def test_database_refuses_overlapping_tenures_of_a_post(world, starts, ends):
    with pytest.raises(DatabaseError), transaction.atomic():
        Tenure.objects.create(
            post=world.post("gov_drafter"),
            person=world.person("stranger"),
            starts=days(starts),
            ends=days(ends) if ends is not None else None,
        )


def test_database_refuses_to_stretch_one_tenure_over_another(world):
    with pytest.raises(DatabaseError), transaction.atomic():
        Tenure.objects.filter(post=world.post("gov_drafter"), ends=days(-300)).update(ends=days(-299))


@pytest.mark.parametrize(("starts", "ends"), [(-900, -800), (-500, -500), (0, 0)])
def test_database_takes_tenures_side_by_side_and_those_of_no_day(world, starts, ends):
    tenure = Tenure.objects.create(
        post=world.post("gov_drafter"), person=world.person("stranger"), starts=days(starts), ends=days(ends)
    )
    Tenure.objects.filter(pk=tenure.pk).update(mandate="Moved", mandated_on=days(-900))
    assert Tenure.objects.filter(pk=tenure.pk, mandate="Moved").count() == 1


def test_database_refuses_an_end_before_the_beginning_and_an_undated_mandate(world):
    fields = {"post": world.post("vacant"), "person": world.person("stranger"), "starts": days(0)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.create(**fields, ends=days(-1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.create(**fields, mandate="By the board")


def test_rule_and_database_agree_on_what_overlaps(world):
    """The queryset that words the refusal finds what the database would refuse."""
    post = world.post("gov_drafter")
    for starts, ends in [(-900, -800), (-900, -799), (-300, -300), (-301, -300), (-1, 0), (-1000, None)]:
        found = post.tenures.overlapping(days(starts), days(ends) if ends is not None else None).exists()
        try:
            with transaction.atomic():
                Tenure.objects.create(
                    post=post,
                    person=world.person("stranger"),
                    starts=days(starts),
                    ends=days(ends) if ends is not None else None,
                )
                is_refused = False
                transaction.set_rollback(True)
        except DatabaseError:
            is_refused = True
        assert (starts, ends, found) == (starts, ends, is_refused)


def test_nobody_stands_on_two_sides(world):
    assert refused(services.appoint, world.person("coordinator"), world.post("vacant"), by=None) == ["person"]
    assert refused(services.appoint, world.person("reviewer"), world.post("vacant"), by=None) == ["person"]
    assert refused(services.appoint, world.person("member"), world.post("vacant"), by=None) == ["person"]
    services.end_membership(world.person("member").memberships.get(), by=world.person("member"))
    assert services.appoint(world.person("member"), world.post("vacant"), by=None).is_current() is True


def test_one_person_may_hold_two_posts_of_one_side(world):
    services.appoint(world.person("gov_drafter"), world.post("vacant"), by=world.person("lead_official"))
    assert Post.objects.held_by(world.person("gov_drafter")).count() == 2


def test_nobody_appoints_themselves(world):
    by = world.person("lead_official")
    assert refused(services.appoint, by, world.post("vacant"), by=by) == ["person"]


def test_binding_posts_need_a_dated_mandate(world):
    post, by = world.post("clearing_officer"), world.person("lead_official")
    services.end_tenure(post.current_tenure(), by=by)
    new = world.person("stranger")
    assert refused(services.appoint, new, post, by=by) == ["mandate"]
    assert refused(services.appoint, new, post, by=by, mandate="Letter of the Permanent Secretary") == ["mandated_on"]
    future = {"mandate": "Letter of the Permanent Secretary", "mandated_on": days(1)}
    assert refused(services.appoint, new, post, by=by, **future) == ["mandated_on"]
    assert services.appoint(new, post, by=by, mandate="Letter", mandated_on=days(-1)).mandate == "Letter"


def test_closed_account_is_not_appointed(world):
    person = world.person("stranger")
    person.is_active = False
    person.save()
    assert refused(services.appoint, person, world.post("vacant"), by=None) == ["person"]


def test_ending_opens_the_handover_and_shows_the_vacancy(world):
    post = world.post("gov_drafter")
    handover = services.end_tenure(post.current_tenure(), by=world.person("gov_drafter"), note="Ring the treasury.")
    assert (handover.is_open, handover.note) == (True, "Ring the treasury.")
    post = Post.objects.with_holders().get(pk=post.pk)
    assert (post.is_vacant, post.vacant_days, post.holder_name) == (True, 0, None)
    assert list(post.group.user_set.all()) == []
    assert Entry.objects.about(post).get().data["ends"] == days(0).isoformat()


def test_tenure_ends_once_and_not_in_the_past(world):
    tenure = world.post("gov_drafter").current_tenure()
    assert refused(services.end_tenure, tenure, by=None, ends=days(-1)) == ["ends"]
    services.end_tenure(tenure, by=None)
    assert refused(services.end_tenure, tenure, by=None) == ["This tenure has already ended."]


def test_appointment_of_today_is_taken_back_today(world):
    tenure = services.appoint(world.person("stranger"), world.post("vacant"), by=None)
    services.end_tenure(tenure, by=None)
    assert world.post("vacant").current_tenure() is None
    assert services.appoint(world.person("stranger"), world.post("vacant"), by=None).is_current() is True


def test_leaver_writes_until_the_successor_accepts(world):
    post = world.post("gov_drafter")
    handover = services.end_tenure(post.current_tenure(), by=world.person("lead_official"))
    services.write_handover(handover, note="Ring the treasury.", by=world.person("gov_drafter"))
    only_holder = ["Only who now holds the post accepts its handover."]
    assert refused(services.accept_handover, handover, by=world.person("lead_official")) == only_holder
    services.appoint(world.person("stranger"), post, by=world.person("lead_official"))
    accepted = services.accept_handover(handover, by=world.person("stranger"))
    assert (accepted.note, accepted.accepted_by) == ("Ring the treasury.", post.current_tenure())
    assert refused(services.write_handover, handover, note="Too late", by=world.person("gov_drafter")) == [
        "This handover has been accepted."
    ]
    assert Entry.objects.about(post)[0].verb == "network.accept_handover"


def test_tenure_that_ends_by_its_own_date_is_handed_over_too(world):
    assert Handover.objects.count() == 0
    assert services.open_due_handovers() == 1
    assert Handover.objects.get().tenure.post == world.post("vacant")
    assert services.open_due_handovers() == 0


def test_vacant_days_count_from_the_last_holder_or_from_the_beginning(world):
    with_holder = {post.slug: post for post in Post.objects.with_holders()}
    assert {slug: post.vacant_days for slug, post in with_holder.items() if post.is_vacant} == {"vacant": 62}
    assert with_holder["lead-official"].holder_name == "Lead Official"
    assert world.post("vacant").vacant_days == 62
    new = services.create_post(
        title="Policy adviser", kind=PostKind.FOCAL_POINT, organisation=world.department, by=None, created_on=days(-5)
    )
    assert (new.vacant_days, Post.objects.with_holders().get(pk=new.pk).vacant_days) == (5, 5)
    assert set(Post.objects.vacant()) == {world.post("vacant"), new}


def test_holders_come_with_the_list_in_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        listed = [
            (post.title, post.holder_name, post.vacant_days, str(post.body)) for post in Post.objects.with_holders()
        ]
    assert len(listed) == 10


def test_deputy_acts_with_both_names(world):
    deputy = services.create_post(
        title="Deputy director",
        kind=PostKind.DEPUTY,
        organisation=world.cabinet_office,
        deputy_of=world.post("lead_official"),
        by=None,
    )
    services.appoint(world.person("stranger"), deputy, by=None)
    services.edit_organisation(world.cabinet_office, about="Leads on the plan.", by=world.person("stranger"))
    act = Entry.objects.about(world.cabinet_office).get()
    assert (act.actor_name, act.post, act.on_behalf_of) == (
        "Stranger",
        "Deputy director",
        "Lead Official, Lead official",
    )


def test_lead_officials_own_post_is_the_deputys_to_fill(world):
    deputy = services.create_post(
        title="Deputy director",
        kind=PostKind.DEPUTY,
        organisation=world.cabinet_office,
        deputy_of=world.post("lead_official"),
        by=None,
    )
    services.appoint(world.person("stranger"), deputy, by=None)
    lead = world.post("lead_official")
    able = {name for name, person in world.people.items() if person.has_perm("network.appoint", lead)}
    assert able == {"stranger", "minister"}


def test_posts_stand_where_they_can(world):
    create = services.create_post
    in_department = {"organisation": world.department, "by": None, "title": "A post"}
    assert refused(create, kind=PostKind.COORDINATOR, **in_department) == ["kind"]
    assert refused(create, kind=PostKind.REVIEWER, **in_department) == ["kind"]
    assert refused(create, kind=PostKind.DEPUTY, **in_department) == ["deputy_of"]
    other_side = {"kind": PostKind.DEPUTY, "deputy_of": world.post("coordinator")}
    assert refused(create, **other_side, **in_department) == ["deputy_of"]
    assert refused(create, kind=PostKind.MINISTER, network=world.network, by=None, title="A post") == ["kind"]
    assert refused(create, kind=PostKind.MINISTER, by=None, title="A post") == [
        "A post belongs to one organisation or to one network."
    ]
    made = create(kind=PostKind.STEERING_MEMBER, network=world.network, by=None, title="Steering member")
    assert (made.side, made.slug) == (Side.CIVIL_SOCIETY, "steering-member-open-government-network")


def test_database_refuses_a_post_of_nowhere_or_of_two_places(world):
    for number, place in enumerate([{}, {"network": world.network, "organisation": world.cso}]):
        group = Group.objects.create(name=f"post {number}")
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(title="x", slug="x", kind="representative", side="government", group=group, **place)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an exclusion constraint is PostgreSQL's")
def test_postgresql_has_the_exclusion_constraint():
    with connection.cursor() as cursor:
        cursor.execute("SELECT contype FROM pg_constraint WHERE conname = 'network_tenures_of_a_post_do_not_overlap'")
        assert cursor.fetchone()[0] in ("x", b"x")


def test_member_for_one_side_only(world):
    assert refused(services.admit, world.network, person=world.person("gov_drafter"), by=None) == [
        "Who holds a post outside civil society cannot be a member at the same time."
    ]
    assert Membership.objects.filter(person=world.person("gov_drafter")).count() == 0


def test_coordinator_of_a_sister_network_appoints_in_her_own(world):
    sister = Network.objects.create(name="Sister network", slug="sister")
    coordinator = services.create_post(title="Coordinator", kind=PostKind.COORDINATOR, network=sister, by=None)
    person = world.person("stranger")
    services.appoint(person, coordinator, by=None)
    steering = services.create_post(title="Steering", kind=PostKind.STEERING_MEMBER, network=sister, by=None)
    assert person.has_perm("network.appoint", steering) is True
    assert person.has_perm("network.appoint", world.post("steering_member")) is False
    assert person.has_perm("network.appoint", world.post("representative")) is False
    services.admit(sister, organisation=world.cso, by=None)
    assert person.has_perm("network.appoint", world.post("representative")) is True
    assert person.has_perm("network.edit_network", world.network) is False
