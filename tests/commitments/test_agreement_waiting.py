"""Who is told that an edition waits for their side, and what stands on their list until they answer."""

import pytest

from commitments import services
from commitments.models import Commitment
from drafting import agreement, waiting
from network.choices import Side
from notices.models import Message
from tests.commitments.build import agree, complete, propose
from tests.commitments.test_agreement import refuse, sign, write
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
CIVIL_SOCIETY = Side.CIVIL_SOCIETY


def told(kind):
    rows = Message.objects.filter(event__kind=kind).select_related("recipient")
    return {(row.recipient.email.partition("@")[0], row.why) for row in rows}


def test_the_other_lead_is_told_that_an_edition_waits_and_both_of_what_is_sent_back(world):
    commitment = complete(world)
    sign(world, commitment, "lead_official")
    assert ("coordinator", "waits") in told("drafting.agreement_waits")
    assert "lead-official" not in {name for name, _why in told("drafting.agreement_waits")}
    refuse(world, commitment, "coordinator")
    assert ("lead-official", "waits") in told("drafting.edition_sent_back")


def test_what_is_agreed_waits_for_the_lead_official(world):
    agree(world, complete(world), "lead_official", "coordinator")
    assert ("lead-official", "waits") in told("commitments.agree")


def waits(world, persona):
    return [str(thing) for _registration, thing, _yes in waiting.for_person(world.person(persona))]


def test_an_edition_waits_for_the_other_side_until_it_answers(world):
    commitment = complete(world, title="Owners")
    everybody = PERSONAS[1:]
    assert {who for who in everybody if waits(world, who)} == set()
    sign(world, commitment, "lead_official")
    assert {who for who in everybody if waits(world, who)} == {"coordinator"}
    assert waiting.on([commitment])[commitment.pk][0] == CIVIL_SOCIETY
    refuse(world, commitment, "coordinator")
    assert waits(world, "coordinator") == []
    write(commitment, world, "Other words.")
    assert waits(world, "lead_official") == []
    sign(world, commitment, "coordinator")
    assert waits(world, "lead_official") == ["1 Owners"]


def test_the_list_of_what_one_may_agree_is_the_twin_of_the_rule(world):
    complete(world)
    services.propose(plan=world.other_plan, title="Elsewhere", origin="both", by=None)
    led_by = agreement.agreeable_of(Commitment.objects.first()).led_by
    for persona in PERSONAS:
        user = world.person(persona)
        expected = [one for one in Commitment.objects.all() if user.has_perm("commitments.agree", one)]
        assert list(led_by(user)) == expected, persona


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_is_found_in_as_many_queries_for_three_as_for_one(world, count, django_assert_num_queries):
    for _number in range(count):
        sign(world, complete(world), "lead_official")
    propose(world)
    with django_assert_num_queries(9):
        assert len(waiting.on(list(Commitment.objects.all()))) == count
