"""Proposing, editing without losing anyone's change, milestones in their order, the working group, the annex."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from commitments import services, workflow
from commitments.choices import AskStatus, Origin, Part, State
from commitments.models import Commitment
from commitments.services.changes import version_of
from drafting.owners import Closed
from drafting.services import save_text
from ledger.models import Entry
from network import roles
from network.choices import Role
from tests.commitments.build import commitment_in, propose
from tests.world import build_world

pytestmark = pytest.mark.django_db


def test_a_proposal_has_one_text_for_each_section_of_the_template(world):
    commitment = services.propose(
        plan=world.plan,
        title="Aid",
        origin=Origin.CIVIL_SOCIETY,
        by=world.person("cs_drafter"),
        sections={"why": "Because"},
    )
    found = {section.template_section.key: section.text.body for section in commitment.sections.all()}
    assert found == {"objective": "", "why": "Because", "what": "", "timescales": "", "organisations": ""}
    assert (commitment.ref, commitment.state, commitment.proposed_by_side) == ("1", "proposed", "civil_society")


def test_references_are_text_and_unique_in_a_plan(world):
    assert [propose(world, ref=ref).ref for ref in ("2.3.2.A", "7", "", "x-1")] == ["2.3.2.A", "7", "8", "x-1"]
    with pytest.raises(ValidationError):
        propose(world, ref="2.3.2.A")
    for ref in ("a b", "a/b", "a?b", "a#b"):
        with pytest.raises(ValidationError):
            propose(world, ref=ref)


def test_the_proposer_writes_in_the_group_and_a_lead_needs_no_role_there(world):
    by_drafter = services.propose(plan=world.plan, title="A", origin="both", by=world.person("cs_drafter"))
    by_lead = services.propose(plan=world.plan, title="B", origin="both", by=world.person("coordinator"))
    assert roles.roles_of(world.person("cs_drafter"), by_drafter) == {Role.DRAFTER}
    assert roles.holders(by_lead) == []


def test_after_the_cut_off_nothing_is_proposed():
    world = build_world(cut_off=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(services.CutOffPassed):
        services.propose(plan=world.plan, title="Late", origin="both", by=world.person("coordinator"))
    assert Commitment.objects.count() == Entry.objects.filter(verb="commitments.propose").count() == 0


def test_the_ledger_never_holds_the_words_of_a_draft(world):
    propose(world, title="A secret promise")
    assert [entry for entry in Entry.objects.all() if "secret" in entry.leaf] == []


def test_dates_are_kept_as_written_beside_the_day_they_are_read_as(world):
    commitment = propose(world, starts_text="Spring 2015", ends_text="ongoing")
    assert (commitment.starts_text, commitment.starts_on) == ("Spring 2015", dt.date(2015, 3, 1))
    assert (commitment.ends_text, commitment.ends_on) == ("ongoing", None)
    services.edit_details(commitment, by=world.person("cs_drafter"), ends_text="March 2016")
    assert commitment.ends_on == dt.date(2016, 3, 31)


def test_a_day_corrected_by_hand_stays(world):
    commitment, by = propose(world, ends_text="March 2016"), world.person("cs_drafter")
    services.edit_details(commitment, by=by, ends_text="March 2016", ends_on=dt.date(2016, 3, 15))
    services.edit_details(commitment, by=by, ends_text="March 2016", ends_on=dt.date(2016, 3, 15), title="New title")
    assert (commitment.ends_on, commitment.title) == (dt.date(2016, 3, 15), "New title")


def test_two_people_who_change_different_details_both_keep_theirs(world):
    commitment = propose(world, other_actors_text="Nobody")
    base = version_of(commitment)
    services.edit_details(
        commitment, by=world.person("gov_drafter"), base=base, title="By gov", other_actors_text="Nobody"
    )
    services.edit_details(
        commitment, by=world.person("cs_drafter"), base=base, title="Company owners", other_actors_text="All"
    )
    assert (commitment.title, commitment.other_actors_text) == ("By gov", "All")


def test_two_people_who_change_the_same_detail_are_told_and_nothing_is_saved(world):
    commitment = propose(world)
    base = version_of(commitment)
    services.edit_details(commitment, by=world.person("gov_drafter"), base=base, title="By gov")
    with pytest.raises(services.ChangedMeanwhile) as raised:
        services.edit_details(
            commitment, by=world.person("cs_drafter"), base=base, title="By us", other_actors_text="X"
        )
    assert raised.value.theirs == {"title": "By gov"}
    assert Commitment.objects.filter(pk=commitment.pk).values_list("title", "other_actors_text").get() == ("By gov", "")


def test_saving_what_it_says_already_makes_no_history(world):
    commitment = propose(world)
    before = commitment.history.count()
    assert services.edit_details(commitment, by=world.person("cs_drafter"), title=commitment.title) == []
    assert commitment.history.count() == before


@pytest.mark.parametrize("state", ["declined", "annexed", "withdrawn", "merged"])
def test_what_is_over_is_not_edited(world, state):
    commitment, by = commitment_in(world, state), world.person("cs_drafter")
    for act in (
        lambda: services.edit_details(commitment, by=by, title="New"),
        lambda: services.add_milestone(commitment, by=by, text="New"),
        lambda: services.set_organisations(commitment, by=by, lead=[world.cabinet_office]),
    ):
        with pytest.raises(services.NotEditable):
            act()
    assert (commitment.title, commitment.milestones.count(), commitment.parts.count()) == ("Company owners", 0, 0)
    section = commitment.sections.first()
    assert [
        p
        for p in ("cs_drafter", "coordinator", "lead_official")
        if world.person(p).has_perm("commitments.edit_section", section)
    ] == []


def test_organisations_keep_their_order_and_history(world):
    commitment, by = propose(world), world.person("cs_drafter")
    services.set_organisations(
        commitment, by=by, lead=[world.department, world.cabinet_office], supporting_other=[world.cso]
    )
    services.set_organisations(commitment, by=by, lead=[world.cabinet_office, world.department])
    found = [(row.part, row.organisation.name) for row in commitment.parts.all()]
    assert found == [(Part.LEAD, "Cabinet Office"), (Part.LEAD, "Department for Business")]
    assert commitment.parts.model.history.filter(history_type="-").count() == 1


def test_milestones_move_and_leave_without_gaps(world):
    commitment, by = propose(world), world.person("cs_drafter")
    one, two, three = (services.add_milestone(commitment, by=by, text=text) for text in ("one", "two", "three"))
    services.move_milestone(three, to=1, by=by)
    assert [m.text for m in commitment.milestones.all()] == ["three", "one", "two"]
    services.move_milestone(three, to=99, by=by)
    assert [m.text for m in commitment.milestones.all()] == ["one", "two", "three"]
    services.remove_milestone(two, by=by)
    assert list(commitment.milestones.values_list("text", "position")) == [("one", 0), ("three", 1)]


def test_a_request_to_join_is_answered_once_with_a_reason(world):
    commitment = propose(world)
    asked = services.ask_to_join(commitment, reason="I know the register", by=world.person("member"))
    with pytest.raises(ValidationError):
        services.answer_request(asked, is_accepted=True, answer=" ", by=world.person("coordinator"))
    services.answer_request(asked, is_accepted=True, answer="Welcome", by=world.person("coordinator"))
    assert roles.holds(world.person("member"), Role.DRAFTER, commitment) is True
    with pytest.raises(ValidationError):
        services.answer_request(asked, is_accepted=False, answer="No", by=world.person("coordinator"))


def test_an_ask_becomes_a_commitment_and_is_taken_up_with_it(world):
    ask = services.add_ask(plan=world.plan, text="Publish lobbying", by=world.person("coordinator"))
    commitment = services.propose_from_ask(ask, title="Lobbying", by=world.person("coordinator"))
    ask.refresh_from_db()
    assert (ask.ref, ask.status, ask.became, commitment.origin) == (
        "A1",
        "under_discussion",
        commitment,
        "civil_society",
    )
    workflow.take_up(commitment, by=world.person("lead_official"))
    ask.refresh_from_db()
    assert ask.status == AskStatus.TAKEN_UP


def test_the_database_refuses_what_must_not_be(world):
    commitment = propose(world)
    for wrong in ({"state": "nonsense"}, {"state": State.MERGED}, {"ref": ""}, {"title": ""}, {"origin": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=commitment.pk).update(**wrong)


def test_a_text_is_not_written_once_its_commitment_has_moved_on(world):
    commitment = commitment_in(world, "drafting")
    section = commitment.sections.first()
    workflow.decline(commitment, by=world.person("lead_official"), reason="Not now")
    with pytest.raises(Closed):
        save_text(section.text, body="Too late", base=section.text.latest, by=world.person("cs_drafter"))
    assert section.text.revisions.filter(body="Too late").count() == 0
