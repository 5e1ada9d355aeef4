"""Several people speak for one organisation at once, while others change the words (PostgreSQL)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from commitments import workflow
from commitments.models import Commitment
from drafting import signing
from drafting.models import Edition
from drafting.services import save_text
from ledger.machine import Blocked, WrongState
from ledger.verification import verify
from network import roles
from network.choices import PostKind, Role, Side
from network.models import Post, Tenure
from signoffs import endorsing, partnership
from signoffs.choices import PartnershipState, Stance
from signoffs.models import Endorsement, PartnershipDecision
from signoffs.services import endorsements as services
from tests.commitments.build import commitment_in
from tests.signoffs.endorsing import say
from tests.world import days

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(acts):
    """Each in a thread and a connection of its own; what each gave back or raised."""

    def run(act):
        try:
            return act()
        except (services.SaidMeanwhile, signing.OtherWords, Blocked, WrongState) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def colleagues(world, count):
    """People in further representatives' posts of the same organisation."""
    found = []
    for number in range(count):
        post = Post.objects.create(
            title="Representative", slug=f"colleague-{number}", kind=PostKind.REPRESENTATIVE, side=Side.CIVIL_SOCIETY,
            organisation=world.cso, group=Group.objects.create(name=f"colleague {number}"),
        )  # fmt: skip
        person = type(world.person("member")).objects.create(
            email=f"c{number}@demo.test", name=f"C{number}", password="!"
        )
        Tenure.objects.create(person=person, post=post, starts=days(-9), mandate="x", mandated_on=days(-9))
        roles.grant(Role.REPRESENTATIVE, world.plan, to=post, by=None)
        found.append(person)
    return found


def test_of_many_who_speak_at_once_one_is_heard_and_the_others_see_it_first(world):
    agreed = commitment_in(world, "agreed")
    people = colleagues(world, 8)
    stances = [Stance.SUPPORTS, Stance.DOES_NOT_SUPPORT] * 4

    def speak(person, stance, words="", shown=None):
        one = Commitment.objects.get(pk=agreed.pk)
        return partial(say, world, one, stance, by=person, replaces=shown, statement=words)

    results = at_once([speak(*pair) for pair in zip(people, stances, strict=True)])
    assert results.count(services.SaidMeanwhile) == 7
    assert Endorsement.objects.count() == 1
    for turn in range(3):
        shown = endorsing.standing(agreed, world.cso)
        pairs = zip(people, stances, strict=True)
        at_once([speak(person, stance, f"{turn} {person}", shown) for person, stance in pairs])
    rows = list(Endorsement.objects.order_by("pk"))
    assert [row.previous for row in rows] == [None, *rows[:-1]]
    assert len(rows) == 4
    assert verify([], public_key=b"").findings == []


def test_a_stance_stands_on_the_words_that_were_on_the_screen_whoever_writes_meanwhile(world):
    agreed = commitment_in(world, "agreed")
    workflow.reopen(agreed, by=world.person("lead_official"), reason="Better words")
    section = agreed.sections.select_related("text__latest").first()
    person = world.person("representative")

    def write():
        text = type(section.text).objects.select_related("latest").get(pk=section.text.pk)
        return save_text(text, body=f"Words {text.latest.number}", base=text.latest, by=world.person("coordinator"))

    def speak():
        one = Commitment.objects.get(pk=agreed.pk)
        shown, seen = endorsing.standing(one, world.cso), endorsing.sha256_now(one)
        said = services.endorse(
            one, organisation=world.cso, stance=Stance.SUPPORTS, is_name_public=True, by=person, seen_sha256=seen,
            replaces=shown,
        )  # fmt: skip
        return said, seen

    spoken = []
    for _turn in range(20):
        spoken += [result for result in at_once([write, speak, speak]) if isinstance(result, tuple)]
    assert all(said.signature.edition.sha256 == seen for said, seen in spoken)
    assert {said.signature.edition.number for said, _seen in spoken} <= set(
        Edition.objects.of(agreed).values_list("number", flat=True)
    )


def test_two_steering_members_sign_at_once_and_the_decision_takes_effect_once(world):
    from tests.signoffs.test_partnership import prepared, second_member

    second_member(world)
    decision = prepared(world)
    digest = partnership.sha256_of(decision)

    def sign(persona):
        return lambda: partnership.sign(PartnershipDecision.objects.get(), by=world.person(persona), seen_sha256=digest)

    at_once([sign(persona) for persona in ("steering_member", "second", "steering_member", "second")])
    decision.refresh_from_db()
    assert decision.state == PartnershipState.IN_EFFECT
    assert sorted(str(one.person) for one in partnership.signatures(decision)) == ["Second", "Steering Member"]
    assert decision.in_effect_at - decision.prepared_at < timedelta(minutes=5)
