"""The word partnership: the network's alone, by two steering members, taken back as it was given."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from drafting import signing
from drafting.models import Edition, Signature
from ledger.machine import Blocked, NotAllowed, WrongState
from ledger.models import Entry
from network import roles
from network.choices import PostKind, Role, Side
from network.models import Network, Post, Tenure, User
from network.proving import NotProved
from notices.models import Message
from signoffs import partnership
from signoffs.choices import PartnershipState
from signoffs.models import PartnershipDecision
from tests.conftest import client_of
from tests.world import PERSONAS, World, days

pytestmark = pytest.mark.django_db
STATEMENT = "We wrote every commitment of this plan line by line with the departments."
OTHERS = sorted(set(PERSONAS) - {"visitor", "steering_member"})


def second_member(world: World, name: str = "second", *, person: User | None = None, **post) -> User:
    """Another steering member's post of the network, with a role on the plan."""
    values = {"kind": PostKind.STEERING_MEMBER, "side": Side.CIVIL_SOCIETY, "network": world.network, **post}
    seat = Post.objects.create(
        title=f"Steering member {name}", slug=name, group=Group.objects.create(name=name), **values
    )
    person = person or User.objects.create(email=f"{name}@demo.test", name=name.title(), password="!")
    Tenure.objects.create(person=person, post=seat, starts=days(-9))
    roles.grant(Role.STEERING_MEMBER, world.plan, to=seat, by=None)
    world.people[name], world.posts[name] = person, seat
    return person


def prepared(world: World, *, is_stated: bool = True, by: str = "steering_member", **more) -> PartnershipDecision:
    values = {"statement": STATEMENT, "decision": "Steering group, minute 4", "decided_on": days(-1), **more}
    return partnership.prepare(world.plan, is_stated=is_stated, by=world.person(by), **values)


def sign(world: World, decision: PartnershipDecision, *personas: str, at: dt.datetime | None = None) -> None:
    for persona in personas:
        partnership.sign(decision, by=world.person(persona), seen_sha256=partnership.sha256_of(decision), at=at)


def decided(world: World, *, is_stated: bool, **more) -> PartnershipDecision:
    """In effect, signed by both steering members."""
    if "second" not in world.people:
        second_member(world)
    decision = prepared(world, is_stated=is_stated, **more)
    sign(world, decision, "steering_member", "second", at=more.get("at"))
    decision.refresh_from_db()
    return decision


# What counts


def test_without_a_decision_nothing_is_called_a_partnership(world):
    assert (partnership.standing(world.plan), partnership.stands(world.plan)) == (None, False)


def test_one_writes_it_down_two_sign_it_and_then_it_stands(world):
    second_member(world)
    decision = prepared(world)
    assert partnership.stands(world.plan) is False
    sign(world, decision, "steering_member")
    assert (partnership.stands(world.plan), decision.state) == (False, PartnershipState.WAITING)
    sign(world, decision, "second")
    decision.refresh_from_db()
    assert (partnership.stands(world.plan), decision.state) == (True, PartnershipState.IN_EFFECT)
    assert partnership.standing(world.plan) == decision
    acts = Entry.objects.filter(thing_label="signoffs.partnershipdecision").order_by("index")
    assert list(acts.values_list("verb", flat=True)) == [
        "drafting.freeze",
        "signoffs.sign_partnership",
        "signoffs.sign_partnership",
        "signoffs.put_in_effect",
    ]


def test_both_sign_the_same_words(world):
    decision = decided(world, is_stated=True)
    edition = Edition.objects.of(decision).get()
    assert [one.edition for one in partnership.signatures(decision)] == [edition, edition]
    assert edition.data == {
        "format": "ogpnap-partnership/1",
        "plan": "uk-2013",
        "network": "Open Government Network",
        "number": 1,
        "says": "stated",
        "statement": STATEMENT,
        "decision": "Steering group, minute 4",
        "decided_on": days(-1).isoformat(),
    }
    [statement] = {one.statement for one in partnership.signatures(decision)}
    assert statement.endswith(
        "“National Action Plan 2013 to 2015” is called a partnership of government and civil society."
    )


def test_a_renamed_network_does_not_change_what_the_first_has_signed(world):
    second_member(world)
    decision = prepared(world)
    sign(world, decision, "steering_member")
    world.network.name = "Network for Open Government"
    world.network.save()
    sign(world, PartnershipDecision.objects.get(), "second")
    assert (Edition.objects.of(decision).count(), partnership.stands(world.plan)) == (1, True)


def test_it_is_taken_back_as_it_was_given(world):
    decided(world, is_stated=True)
    again = prepared(world, is_stated=False, statement="The cuts were never spoken about.")
    sign(world, again, "second")
    assert partnership.stands(world.plan) is True  # one alone takes nothing back
    sign(world, again, "steering_member")
    assert partnership.stands(world.plan) is False
    decided(world, is_stated=True)
    assert partnership.stands(world.plan) is True
    assert [one.is_stated for one in PartnershipDecision.objects.in_effect()] == [True, False, True]


def test_one_person_does_not_fill_two_seats(world):
    second_member(world, person=world.person("steering_member"))
    decision = prepared(world)
    sign(world, decision, "steering_member", "steering_member", "second")
    decision.refresh_from_db()
    assert (decision.state, len(partnership.signatures(decision))) == (PartnershipState.WAITING, 1)
    assert partnership.stands(world.plan) is False


def test_one_post_does_not_fill_two_seats(world):
    """Who follows into the post of somebody who has signed does not sign from it a second time."""
    decision = prepared(world)
    sign(world, decision, "steering_member")
    Tenure.objects.filter(post=world.post("steering_member")).update(ends=days(0))
    Tenure.objects.create(person=world.person("stranger"), post=world.post("steering_member"), starts=days(0))
    with pytest.raises(Blocked):
        sign(world, decision, "stranger")
    assert partnership.stands(world.plan) is False


# Whose word it is


@pytest.mark.parametrize("persona", OTHERS)
def test_nobody_else_presses_the_networks_button(world, persona):
    """Not the other side, not the coordinator, not an administrator; the role without the post is not enough."""
    second_member(world)
    roles.grant(Role.STEERING_MEMBER, world.plan, to=world.person(persona), by=None)
    with pytest.raises(NotAllowed):
        prepared(world, by=persona)
    decision = prepared(world)
    sign(world, decision, "steering_member")
    with pytest.raises(NotAllowed):
        sign(world, decision, persona)
    with pytest.raises(NotAllowed):
        partnership.drop(decision, by=world.person(persona), reason="No")
    assert (partnership.stands(world.plan), Signature.objects.count()) == (False, 1)


@pytest.mark.parametrize("post", [{"side": Side.GOVERNMENT}, {"kind": PostKind.COORDINATOR}], ids=str)
def test_a_post_of_another_kind_or_side_does_not_speak_for_the_network(world, post):
    second_member(world, **post)
    with pytest.raises(NotAllowed):
        prepared(world, by="second")


def test_a_member_of_another_networks_steering_group_does_not_either(world):
    other = Network.objects.create(name="Elsewhere", slug="elsewhere", nation="Elsewhere")
    second_member(world, network=other)
    with pytest.raises(NotAllowed):
        prepared(world, by="second")


def test_who_left_the_steering_group_signs_no_more(world):
    second_member(world)
    decision = prepared(world)
    Tenure.objects.filter(post=world.post("second")).update(ends=days(0))
    with pytest.raises(NotAllowed):
        sign(world, decision, "second")


def test_a_plan_without_a_network_has_nobody_to_say_it(world):
    world.plan.network = None
    world.plan.save()
    with pytest.raises(NotAllowed):
        prepared(world)


# How it is written down and signed


def test_one_decision_waits_at_a_time_and_can_be_dropped(world):
    decision = prepared(world)
    with pytest.raises(ValidationError):
        prepared(world)
    partnership.drop(decision, by=world.person("steering_member"), reason="A wrong date")
    with pytest.raises(WrongState):
        sign(world, decision, "steering_member")
    assert prepared(world).number == 2


def test_it_cannot_be_decided_tomorrow(world):
    with pytest.raises(ValidationError) as refusal:
        prepared(world, decided_on=timezone.localdate() + dt.timedelta(days=1))
    assert list(refusal.value.message_dict) == ["decided_on"]


def test_what_was_on_the_screen_is_what_is_signed(world, settings):
    decision = prepared(world)
    with pytest.raises(signing.OtherWords):
        partnership.sign(decision, by=world.person("steering_member"), seen_sha256="0" * 64)
    settings.SECOND_FACTOR = True
    with pytest.raises(NotProved):
        sign(world, decision, "steering_member")
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [{"is_stated": False}, {"statement": "Other words"}, {"decided_on": days(-5)}, {"decision": "x"}, {"number": 9}],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_what_was_written_down(world, change):
    decision = prepared(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        PartnershipDecision.objects.filter(pk=decision.pk).update(**change)


def test_the_database_refuses_two_that_wait_and_one_in_effect_without_a_date(world):
    decision = prepared(world)
    for wrong in ({"state": PartnershipState.IN_EFFECT}, {"in_effect_at": timezone.now()}, {"state": "maybe"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartnershipDecision.objects.filter(pk=decision.pk).update(**wrong)
    copy = {f.attname: getattr(decision, f.attname) for f in decision._meta.fields if f.name not in ("id", "number")}
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipDecision.objects.create(number=2, **copy)


# Pages


def page(world, persona, address="/plans/uk-2013/partnership/"):
    return client_of(world, persona).get(address).content.decode()


def test_the_page_says_whose_plan_it_is_by_itself(world):
    assert "has not stated a partnership" in page(world, "visitor")
    assert "The government&#x27;s plan" in page(world, "visitor", "/plans/uk-2013/")
    decided(world, is_stated=True)
    assert "A partnership of government and civil society." in page(world, "visitor")
    assert "A partnership, by the network&#x27;s word" in page(world, "visitor", "/plans/uk-2013/")
    decided(world, is_stated=False, statement="We take the word back.")
    shown = page(world, "visitor")
    assert ("has withheld the word partnership" in shown, "We take the word back." in shown, STATEMENT in shown) == (
        True, True, True,
    )  # fmt: skip


def test_until_it_is_in_effect_it_is_civil_societys_own_affair(world):
    decision = prepared(world, is_stated=False, statement="A secret until it counts")
    sign(world, decision, "steering_member")
    act = Entry.objects.get(verb="signoffs.sign_partnership")
    for persona in PERSONAS:
        own = persona in ("member", "cs_drafter", "coordinator", "representative", "steering_member")
        shown = page(world, persona)
        assert (persona, "A secret until it counts" in shown) == (persona, own)
        recorded = page(world, persona, f"/ledger/{act.index}/") + page(
            world, persona, f"/ledger/{act.index}/proof.json"
        )
        assert (persona, "is not called a partnership" in recorded) == (persona, own)
    assert {
        message.recipient for message in Message.objects.filter(event__kind="signoffs.partnership_to_sign")
    } == set()


def test_writing_down_signing_and_countersigning_in_the_browser(world):
    second_member(world)
    first, second = client_of(world, "steering_member"), client_of(world, "second")
    day = days(-1)
    data = {
        "says": "stated", "statement": STATEMENT, "decision": "Minute 4",
        "decided_on_day": day.day, "decided_on_month": day.month, "decided_on_year": day.year,
    }  # fmt: skip
    answered = first.post("/plans/uk-2013/partnership/decide/", data)
    assert (answered.status_code, answered["Location"]) == (302, "/plans/uk-2013/partnership/1/sign/")
    shown = first.get(answered["Location"]).content.decode()
    assert ("I sign its decision of" in shown, STATEMENT in shown) == (True, True)
    digest = partnership.sha256_of(PartnershipDecision.objects.get())
    assert first.post(answered["Location"], {"seen": digest}).status_code == 302
    assert "Another steering member has to sign it too." in first.get("/plans/uk-2013/partnership/").content.decode()
    assert "Read and sign" in second.get("/plans/uk-2013/partnership/").content.decode()
    assert "The text was changed" in second.post(answered["Location"], {"seen": "0" * 64}).content.decode()
    assert second.post(answered["Location"], {"seen": digest}).status_code == 302
    assert partnership.stands(world.plan)
    again = second.post(answered["Location"], {"seen": digest})
    assert (again.status_code, "It does not wait for signatures any more." in again.content.decode()) == (200, True)


def test_what_is_missing_is_said(world):
    answered = client_of(world, "steering_member").post("/plans/uk-2013/partnership/decide/", {})
    shown = answered.content.decode()
    for words in (
        "Choose an answer: What did the network decide?",
        "Fill this in: Public statement",
        "Fill this in: How the network decided",
        "Fill this in: Decided on",
    ):
        assert words in shown


def test_leads_are_told_when_it_is_in_effect(world):
    decided(world, is_stated=True)
    told = Message.objects.filter(event__kind="signoffs.partnership_decided")
    assert {world.person("coordinator"), world.person("lead_official")} <= {message.recipient for message in told}
    asked = Message.objects.filter(event__kind="signoffs.partnership_to_sign")
    assert {str(message.recipient) for message in asked} == {"Second"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_decision_and_for_three(world, count, django_assert_num_queries):
    for number in range(count):
        decided(world, is_stated=bool(number % 2))
    client = client_of(world, "visitor")
    with django_assert_num_queries(4):
        client.get("/plans/uk-2013/partnership/")
