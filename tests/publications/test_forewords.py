"""The network's foreword is agreed by civil society alone, and the plan waits for that."""

import pytest

from commitments.choices import State
from drafting import agreement
from drafting.services import save_text
from ledger.machine import NotAllowed
from plans.models import NarrativePart
from publications import readiness
from tests.commitments.build import commitment_in
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreword(world) -> NarrativePart:
    commitment_in(world, State.APPROVED)
    save_text(world.part.text, body="We were at the table.", base=None, by=world.person("cs_drafter"))
    return NarrativePart.objects.get(pk=world.part.pk)


def agree(world, foreword, persona):
    one = NarrativePart.objects.get(pk=foreword.pk)
    return agreement.agree(one, by=world.person(persona), seen_sha256=agreement.current_sha256(one))


def missing(world):
    return [need.text for need in readiness.before_sealing(world.plan)]


def test_the_final_edition_waits_for_civil_societys_yes_and_for_no_other(world, foreword):
    assert missing(world) == ["“Foreword by civil society” is not agreed as it stands"]
    agree(world, foreword, "coordinator")
    assert missing(world) == []


@pytest.mark.parametrize("persona", sorted(set(PERSONAS) - {"visitor", "coordinator"}))
def test_nobody_else_agrees_to_it(world, foreword, persona):
    """Not the other side, and no steering member by themselves: DESIGN 6 lets the coordinator agree for the side."""
    with pytest.raises(NotAllowed):
        agree(world, foreword, persona)
    assert missing(world) != []


def test_a_yes_stays_with_the_words_it_was_given_to(world, foreword):
    agree(world, foreword, "coordinator")
    text = foreword.text
    text.refresh_from_db()
    save_text(text, body="We were not at the table.", base=text.latest, by=world.person("cs_drafter"))
    assert missing(world) == ["“Foreword by civil society” is not agreed as it stands"]
