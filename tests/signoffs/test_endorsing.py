"""Taking a stance for an organisation: who may, on which words, and what stays on record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from commitments import workflow
from commitments.models import Commitment
from drafting import editions, signing
from drafting.models import Edition, Signature
from ledger.machine import Blocked, NotAllowed
from ledger.models import Entry
from network import roles
from network.choices import Role
from network.models import Tenure
from network.proving import NotProved
from notices.models import Message
from signoffs import endorsers, endorsing
from signoffs.choices import Stance
from signoffs.models import Endorsement
from signoffs.services.endorsements import SaidMeanwhile
from tests.commitments.build import agree, commitment_in, complete
from tests.signoffs.endorsing import organisation, rewrite, say, say_unfrozen
from tests.world import days

pytestmark = pytest.mark.django_db
S = Stance


@pytest.fixture
def agreed(world):
    return commitment_in(world, "agreed")


def voices(commitment, user):
    return [
        (str(v.now.organisation), v.now.stance, v.is_of_earlier_text) for v in endorsing.choir(commitment, user).voices
    ]


# What is put on record


def test_a_stance_is_a_signature_on_the_very_words(world, agreed):
    said = say(world, agreed, S.RESERVATIONS, statement="Without a date it is worth little.")
    edition = Edition.objects.of(agreed).first()
    signature = said.signature
    assert (signature.edition, signature.is_yes, signature.organisation) == (edition, True, world.cso)
    assert signature.statement == (
        f"Integrity Watch supports edition {edition.number} of “{agreed}”, exactly as it stands here, with the "
        "reservations stated below."
    )
    assert (said.stance, said.statement, said.is_name_public, said.plan) == (
        "supports with reservations", "Without a date it is worth little.", True, world.plan,
    )  # fmt: skip
    assert signature.entry.data == {"edition": edition.number, "sha256": edition.sha256}


@pytest.mark.parametrize(
    ("stance", "is_yes"),
    [(S.SUPPORTS, True), (S.RESERVATIONS, True), (S.DOES_NOT_SUPPORT, False)],
)
def test_the_ledger_does_not_tell_one_stance_from_another(world, agreed, stance, is_yes):
    said = say(world, agreed, stance)
    leaf = said.signature.entry.leaf
    assert (said.signature.is_yes, said.signature.entry.verb) == (is_yes, "signoffs.endorse")
    hidden = [
        "Integrity Watch",
        "integrity-watch",
        "cso",
        "Representative",
        "support",
        "Too little",
        str(is_yes).lower(),
    ]
    assert [words for words in hidden if words in leaf] == []


def test_each_change_is_a_new_dated_row_and_the_old_ones_stay(world, agreed):
    first = say(world, agreed)
    second = say(world, agreed, S.DOES_NOT_SUPPORT)
    third = say(world, agreed, S.WITHDRAWN)
    fourth = say(world, agreed)
    rows = list(Endorsement.objects.of(agreed))
    assert rows == [first, second, third, fourth]
    assert [row.previous for row in rows] == [None, first, second, third]
    assert [row.signature.supersedes for row in rows] == [None, *(row.signature for row in rows[:3])]
    assert list(Endorsement.objects.of(agreed).standing()) == [fourth]
    assert voices(agreed, world.person("lead_official")) == [("Integrity Watch", "supports", False)]


def test_saying_the_same_again_writes_nothing(world, agreed):
    first = say(world, agreed, S.RESERVATIONS)
    assert say(world, agreed, S.RESERVATIONS) == first
    assert (Endorsement.objects.count(), Entry.objects.filter(verb="signoffs.endorse").count()) == (1, 1)
    assert say(world, agreed, S.RESERVATIONS, is_name_public=False) != first


@pytest.mark.parametrize("stance", [S.RESERVATIONS, S.DOES_NOT_SUPPORT])
def test_reservations_and_a_no_need_a_statement(world, agreed, stance):
    with pytest.raises(ValidationError) as refusal:
        say(world, agreed, stance, statement=" ")
    assert list(refusal.value.message_dict) == ["statement"]
    assert Endorsement.objects.count() == 0


def test_the_database_refuses_to_change_a_stance_or_to_lose_one(world, agreed):
    said = say(world, agreed)
    for change in (
        lambda: Endorsement.objects.filter(pk=said.pk).update(stance=S.WITHDRAWN),
        lambda: Endorsement.objects.filter(pk=said.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Endorsement.objects.get().stance == S.SUPPORTS


@pytest.mark.parametrize("wrong", [{"stance": "maybe"}, {"stance": S.DOES_NOT_SUPPORT}, {"stance": S.WITHDRAWN}, {}])
def test_the_database_refuses_what_makes_no_sense(world, agreed, wrong):
    """An unknown stance, a no without a reason, taking back what was not said, a second beginning."""
    said = say(world, agreed, persona="representative")
    other = signing.sign(
        said.signature.edition,
        endorsing.YES,
        by=world.person("representative"),
        tenure=said.signature.tenure,
        statement="x",
        seen_sha256=said.signature.edition.sha256,
        proof=None,
    )
    row = {"stance": S.SUPPORTS, "statement": "", "is_name_public": True, "plan": world.plan, "commitment": agreed}
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.create(signature=other, organisation=world.cso, **row | wrong)


# Who may


PEOPLE = ("stranger", "member", "official", "cs_drafter", "gov_drafter", "coordinator", "lead_official")
PEOPLE += ("clearing_officer", "minister", "steering_member", "reviewer", "leaver", "admin")


@pytest.mark.parametrize("persona", PEOPLE)
def test_only_a_representative_speaks_for_an_organisation(world, agreed, persona):
    roles.grant(Role.REPRESENTATIVE, world.plan, to=world.person(persona), by=None)  # the role alone is not enough
    with pytest.raises((NotAllowed, signing.NoMandate)):
        say(world, agreed, persona="representative", by=world.person(persona))
    assert Endorsement.objects.count() == 0


@pytest.mark.parametrize(
    "tenure",
    [
        {"mandate": "", "mandated_on": None},
        {"mandated_on": days(1)},
        {"ends": days(0)},
        {"starts": days(1)},
    ],
    ids=["without a mandate", "mandated from tomorrow", "left today", "not yet in post"],
)
def test_a_mandate_must_be_there_dated_and_running(world, agreed, tenure):
    Tenure.objects.filter(post=world.post("representative")).update(**tenure)
    with pytest.raises((NotAllowed, signing.NoMandate)):
        say(world, agreed)
    assert endorsers.steps_for(world.person("representative"), agreed) == []


def test_nobody_speaks_for_another_organisation(world, agreed):
    organisation(world, "Data Rights")
    with pytest.raises(signing.NoMandate):
        say(world, agreed, organisation=world.organisations["data-rights"])
    with pytest.raises(signing.NoMandate):
        say(world, agreed, organisation=world.department)


def test_the_role_must_be_held_by_the_post_from_which_one_speaks(world, agreed):
    """Whoever represents two organisations of which one takes part speaks for that one."""
    organisation(world, "Data Rights", person=world.person("representative"))
    roles.revoke(Role.REPRESENTATIVE, world.plan, to=world.post("data-rights"), by=None)
    assert say(world, agreed).organisation == world.cso
    with pytest.raises(signing.NoMandate):
        say(world, agreed, organisation=world.organisations["data-rights"])
    roles.grant(Role.REPRESENTATIVE, world.plan, to=world.post("data-rights"), by=None)
    assert say(world, agreed, persona="data-rights").organisation == world.organisations["data-rights"]


def test_a_representative_of_government_does_not_endorse(world, agreed):
    post = world.post("representative")
    post.side = "government"
    post.save()
    with pytest.raises(NotAllowed):
        say(world, agreed)


def test_the_role_on_the_commitment_is_enough(world, agreed):
    roles.revoke(Role.REPRESENTATIVE, world.plan, to=world.post("representative"), by=None)
    with pytest.raises(NotAllowed):
        say(world, agreed)
    roles.grant(Role.REPRESENTATIVE, agreed, to=world.post("representative"), by=None)
    assert say(world, agreed).stance == S.SUPPORTS
    editions.freeze(world.plan, by=None)
    with pytest.raises(NotAllowed):
        say(world, world.plan)


def test_the_successor_goes_on_with_what_the_organisation_said(world, agreed):
    say(world, agreed)
    Tenure.objects.filter(post=world.post("representative")).update(ends=days(0))
    Tenure.objects.create(
        person=world.person("stranger"), post=world.post("representative"), starts=days(0), mandate="x",
        mandated_on=days(0),
    )  # fmt: skip
    assert say(world, agreed, S.DOES_NOT_SUPPORT, by=world.person("stranger")).previous is not None
    assert [str(one.signature.person) for one in Endorsement.objects.all()] == ["Representative", "Stranger"]
    assert endorsers.handed_over(world.post("representative"))[0][0] == f"{agreed}: Does not support"


def test_a_second_factor_is_asked_for_where_it_is_needed(world, agreed, settings):
    settings.SECOND_FACTOR = True
    with pytest.raises(NotProved):
        say(world, agreed)
    assert (Endorsement.objects.count(), Signature.objects.filter(verb="signoffs.endorse").count()) == (0, 0)


# On which words


@pytest.mark.parametrize("state", ["proposed", "declined", "withdrawn", "annexed", "merged"])
def test_what_is_not_on_its_way_into_the_plan_cannot_be_endorsed(world, state):
    one = commitment_in(world, state)
    editions.freeze(one, by=None)
    with pytest.raises(Blocked):
        say(world, one)


@pytest.mark.parametrize("state", ["agreed", "clearance", "approved"])
def test_what_stands_still_can(world, state):
    assert say(world, commitment_in(world, state)).stance == S.SUPPORTS


def test_words_in_drafting_can_once_they_are_frozen_and_as_long_as_they_stand(world):
    one = complete(world)
    assert endorsing.objections(one, endorsing.edition_now(one)) == [
        "The text is being changed. You can take a stance on it once its next edition is frozen."
    ]
    editions.freeze(one, by=world.person("coordinator"))
    assert endorsing.objections(one, endorsing.edition_now(one)) == []
    assert say(world, one).stance == S.SUPPORTS
    rewrite(world, one, "Other words.")
    one = Commitment.objects.get(pk=one.pk)
    with pytest.raises(Blocked):
        say_unfrozen(world, one)


def test_nobody_signs_words_that_were_not_on_their_screen(world, agreed):
    with pytest.raises(signing.OtherWords):
        say(world, agreed, seen_sha256="0" * 64)
    assert Endorsement.objects.count() == 0


def test_a_colleague_who_was_quicker_is_not_overruled_unseen(world, agreed):
    seen = say(world, agreed)
    say(world, agreed, S.DOES_NOT_SUPPORT)
    for replaces in (None, seen):
        with pytest.raises(SaidMeanwhile):
            say(world, agreed, replaces=replaces)
    assert Endorsement.objects.count() == 2


def test_when_the_text_moves_on_the_yes_stays_with_the_text_it_was_given_to(world, agreed):
    lead = world.person("lead_official")
    said = say(world, agreed)
    workflow.reopen(agreed, by=lead, reason="A date is missing")
    assert voices(agreed, lead) == [("Integrity Watch", "supports", False)]  # a save without change alters nothing
    rewrite(world, agreed, "Other words.")
    agreed = Commitment.objects.get(pk=agreed.pk)
    assert voices(agreed, lead) == [("Integrity Watch", "supports", True)]
    [step] = endorsers.steps_for(world.person("representative"), agreed)
    assert step.blocked == ()  # what was said can be taken back at any time
    agree(world, agreed)
    assert [step.label for step in endorsers.steps_for(world.person("representative"), agreed)] == [
        "Sign again for Integrity Watch: the text was changed"
    ]
    again = say(world, Commitment.objects.get(pk=agreed.pk))
    assert (again.previous, again.signature.edition.number) == (said, said.signature.edition.number + 1)
    assert voices(agreed, lead) == [("Integrity Watch", "supports", False)]


def test_whoever_took_a_stance_is_asked_to_look_again_at_new_words(world, agreed):
    say(world, agreed)
    asked = Message.objects.filter(event__kind="signoffs.endorsed_text_changed")
    workflow.send_for_clearance(agreed, by=world.person("lead_official"))
    workflow.reopen(agreed, by=world.person("lead_official"), reason="A date is missing")
    assert asked.count() == 0  # the words are still those
    rewrite(world, agreed, "Other words.")
    agree(world, Commitment.objects.get(pk=agreed.pk))
    assert [str(message.recipient) for message in asked] == ["Representative"]


def test_what_was_said_can_be_taken_back_while_the_text_moves(world, agreed):
    say(world, agreed)
    workflow.reopen(agreed, by=world.person("lead_official"), reason="A date is missing")
    rewrite(world, agreed, "Other words.")
    agreed = Commitment.objects.get(pk=agreed.pk)
    said = say_unfrozen(world, agreed, S.WITHDRAWN)
    assert said.signature.statement == f"Integrity Watch takes back what it said of edition 1 of “{agreed}”."
    with pytest.raises(Blocked):
        say_unfrozen(world, agreed, S.WITHDRAWN)


def test_the_whole_plan_is_endorsed_edition_by_edition(world, agreed):
    with pytest.raises(Blocked):
        say(world, world.plan)
    editions.freeze(world.plan, by=None)
    said = say(world, world.plan, S.RESERVATIONS)
    assert (said.commitment, said.signature.edition.number) == (None, 1)
    lead = world.person("lead_official")
    assert voices(world.plan, lead) == [("Integrity Watch", "supports with reservations", False)]
    world.plan.summary = "In other words"
    world.plan.save()
    editions.freeze(world.plan, by=None)
    assert voices(world.plan, lead) == [("Integrity Watch", "supports with reservations", True)]
    assert say(world, world.plan).signature.edition.number == 2


# The desk


def test_the_desk_asks_until_the_words_have_an_answer(world, agreed):
    def waiting(persona="representative"):
        return list(endorsers.waiting_for(world.person(persona)))

    organisation(world, "Data Rights")
    assert (waiting(), waiting("data-rights")) == ([agreed], [agreed])
    say(world, agreed)
    assert (waiting(), waiting("data-rights")) == ([], [agreed])
    workflow.reopen(agreed, by=world.person("lead_official"), reason="A date is missing")
    rewrite(world, agreed, "Other words.")
    assert (waiting(), waiting("data-rights")) == ([], [])
    agree(world, Commitment.objects.get(pk=agreed.pk))
    assert (waiting(), waiting("data-rights")) == ([agreed], [agreed])
    Tenure.objects.filter(post=world.post("representative")).update(ends=days(0))
    assert waiting() == []
    assert [waiting(persona) for persona in ("coordinator", "lead_official", "steering_member")] == [[], [], []]
