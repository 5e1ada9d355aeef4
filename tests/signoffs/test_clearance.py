"""Departments are asked about exact words, and answer for themselves alone."""

import pytest
from django.db import transaction

from commitments import workflow
from commitments.choices import State
from commitments.models import Commitment
from drafting.models import Signature
from drafting.signing import NoMandate, OtherWords
from ledger.machine import Blocked, NotAllowed, ReasonNeeded, WrongState
from ledger.models import Entry
from network import roles
from network.choices import Role
from network.models import Tenure
from signoffs import clearance
from signoffs.choices import Stand
from signoffs.models import ClearanceRequest, Sending
from signoffs.services import clearance as services
from tests.commitments.build import commitment_in
from tests.signoffs import build
from tests.signoffs.build import clear, give_back
from tests.world import days

pytestmark = pytest.mark.django_db


def states(commitment):
    return [one.state for one in clearance.departments(Commitment.objects.get(pk=commitment.pk))]


@pytest.fixture
def second(world):
    """Another department, with its clearing officer Ann."""
    organisation = build.department("Transport")
    organisation.officer = build.person("ann")
    organisation.clearing = build.clearing_post(organisation, organisation.officer)
    return organisation


def test_sending_asks_each_department_that_leads_or_supports_once_about_the_agreed_edition(world, second):
    one = build.drafted(world, [world.department, world.cso], [second, world.department])
    build.sent(world, one)
    sending = Sending.objects.get(commitment=one)
    assert [(request.organisation, request.post) for request in sending.requests.order_by("pk")] == [
        (world.department, world.post("clearing_officer")),
        (second, second.clearing),
    ]
    (yes,) = Signature.objects.of(one).filter(side="government")
    assert sending.edition == yes.edition


def test_without_civil_societys_agreement_departments_are_asked_about_what_government_agreed_to(world):
    from drafting import agreement

    one = build.drafted(world)
    yes = agreement.agree(one, by=world.person("lead_official"), seen_sha256=agreement.current_sha256(one))
    workflow.send_without_agreement(one, by=world.person("lead_official"), reason="The minister decided")
    assert (Sending.objects.get().edition, states(one)) == (yes.edition, [Stand.WAITING])


def test_nothing_is_sent_that_no_department_of_government_has_a_part_in(world):
    one = build.agreed(world, build.drafted(world, [world.cso]))
    with pytest.raises(Blocked, match="No department of government leads or supports it"):
        workflow.send_for_clearance(one, by=world.person("lead_official"))
    one.refresh_from_db()
    assert (one.state, Sending.objects.count()) == (State.AGREED, 0)


def test_the_clearing_post_and_its_deputy_may_read_it_however_closed_the_plan_is(world, second):
    type(world.plan).objects.filter(pk=world.plan.pk).update(openness="engaged")
    ben = build.person("ben")
    build.deputy_of(second.clearing, ben)
    one = build.in_clearance(world, supporting=[second])
    assert [Commitment.objects.visible_to(who).filter(pk=one.pk).exists() for who in (second.officer, ben)] == [
        True,
        True,
    ]
    assert roles.holds(second.officer, Role.CLEARING_OFFICER, one.plan) is False


def test_two_departments_answer_independently(world, second):
    one = build.in_clearance(world, supporting=[second])
    clear(one, world.department, world.person("clearing_officer"))
    assert states(one) == [Stand.YES, Stand.WAITING]
    clear(one, second, second.officer, remark="If the budget holds")
    assert states(one) == [Stand.YES, Stand.YES]
    assert clearance.all_departments_cleared(one, None) is None


def test_a_clearance_says_who_for_whom_in_which_words_about_which_words(world):
    one = build.in_clearance(world)
    signature = clear(one, world.department, world.person("clearing_officer"))
    edition = build.edition_of(one)
    assert signature.statement == (
        f"For Department for Business, I clear edition 1 of “{one}”, exactly as it stands here."
    )
    assert (signature.edition, signature.organisation, signature.post, signature.is_yes) == (
        edition,
        world.department,
        world.post("clearing_officer"),
        True,
    )
    data = signature.entry.content["data"]
    assert (data["sha256"], data["organisation"], data["on_behalf_of"]) == (edition.sha256, "department", None)


def test_a_deputy_acts_on_behalf_of_the_post_and_both_names_stand_in_the_record(world, second):
    ben = build.person("ben")
    build.deputy_of(second.clearing, ben)
    one = build.in_clearance(world, supporting=[second])
    signature = clear(one, second, ben)
    assert (signature.person, signature.on_behalf_of, signature.organisation) == (ben, second.clearing, second)
    assert (signature.entry.actor_name, signature.entry.on_behalf_of) == ("Ben", f"Ann, {second.clearing}")
    assert "on behalf of its Clearing officer" in signature.statement


def test_a_deputy_without_a_dated_mandate_does_not_bind_the_department(world, second):
    ben = build.person("ben")
    post = build.deputy_of(second.clearing)
    Tenure.objects.create(person=ben, post=post, starts=days(-3))
    one = build.in_clearance(world, supporting=[second])
    with pytest.raises(NoMandate):
        clear(one, second, ben)
    assert states(one) == [Stand.WAITING, Stand.WAITING]


def test_clearing_twice_is_one_yes(world):
    one = build.in_clearance(world)
    first = clear(one, world.department, world.person("clearing_officer"))
    assert clear(one, world.department, world.person("clearing_officer")) == first


def test_returning_needs_a_reason_and_brings_it_back_to_drafting(world, second):
    one = build.in_clearance(world, supporting=[second])
    with pytest.raises(ReasonNeeded):
        give_back(one, second, second.officer, reason=" ")
    one.refresh_from_db()
    assert (one.state, states(one)) == (State.CLEARANCE, [Stand.WAITING, Stand.WAITING])
    signature = give_back(one, second, second.officer, reason="No money for the register")
    one.refresh_from_db()
    assert (one.state, one.public_reason) == (State.DRAFTING, "No money for the register")
    assert (signature.is_yes, signature.remark) == (False, "No money for the register")
    assert states(one) == [Stand.NOT_ASKED, Stand.NO]
    assert ClearanceRequest.objects.open().count() == 0


def test_a_department_may_return_what_it_cleared(world, second):
    one = build.in_clearance(world, supporting=[second])
    yes = clear(one, second, second.officer)
    no = give_back(one, second, second.officer)
    assert (no.supersedes, states(one)) == (yes, [Stand.NOT_ASKED, Stand.NO])


def test_the_same_words_sent_again_keep_their_clearance(world, second):
    one = build.in_clearance(world, supporting=[second])
    clear(one, second, second.officer)
    build.sent(world, build.reopen(world, one))
    assert states(one) == [Stand.WAITING, Stand.YES]
    assert [found.organisation for found in clearance.departments(one) if found.is_asked] == [world.department]


def test_words_changed_and_changed_back_are_the_same_words(world):
    one = build.in_clearance(world)
    clear(one, world.department, world.person("clearing_officer"))
    build.reopen(world, one)
    first = one.sections.select_related("text__latest").first().text.body
    build.reword(world, one)
    assert states(one) == [Stand.EARLIER]
    build.reword(world, one, first)
    assert states(one) == [Stand.YES]
    build.sent(world, one)
    assert clearance.all_departments_cleared(one, None) is None


def test_other_words_are_asked_for_again_and_the_earlier_yes_stays_with_the_earlier_text(world):
    one = build.in_clearance(world)
    earlier = clear(one, world.department, world.person("clearing_officer"))
    build.reword(world, build.reopen(world, one))
    build.sent(world, one)
    (found,) = clearance.departments(one)
    assert (found.state, found.answer, found.is_asked) == (Stand.EARLIER, earlier, True)
    assert clearance.all_departments_cleared(one, None) == "Department for Business has not cleared these words."
    later = clear(one, world.department, world.person("clearing_officer"))
    assert (states(one), later.supersedes, later.edition.number) == ([Stand.YES], earlier, 2)


def test_a_yes_to_these_words_counts_although_others_were_returned_since(world):
    one = build.in_clearance(world)
    clear(one, world.department, world.person("clearing_officer"))
    body = one.sections.select_related("text__latest").first().text.body
    build.sent(world, build.reword(world, build.reopen(world, one)))
    give_back(one, world.department, world.person("clearing_officer"))
    one.refresh_from_db()
    build.sent(world, build.reword(world, one, body))
    assert states(one) == [Stand.YES]


def test_words_returned_and_sent_again_unchanged_are_asked_for_again(world):
    one = build.in_clearance(world)
    give_back(one, world.department, world.person("clearing_officer"))
    one.refresh_from_db()
    build.sent(world, one)
    assert states(one) == [Stand.WAITING]
    clear(one, world.department, world.person("clearing_officer"))
    assert states(one) == [Stand.YES]


def test_nobody_clears_words_that_were_not_on_their_screen(world):
    one = build.in_clearance(world)
    with pytest.raises(OtherWords):
        services.clear(one, world.department, by=world.person("clearing_officer"), seen_sha256="0" * 64)
    assert states(one) == [Stand.WAITING]


@pytest.mark.parametrize("act", [clear, give_back])
@pytest.mark.parametrize("state", ["reopened", "approved", "declined"])
def test_nobody_answers_once_it_has_left_clearance(world, act, state):
    one = build.in_clearance(world)
    if state == "reopened":
        build.reopen(world, one)
    elif state == "declined":
        workflow.decline(one, by=world.person("minister"), reason="No")
    else:
        Commitment.objects.filter(pk=one.pk).update(state=state)
    before = Entry.objects.count()
    with pytest.raises(WrongState):
        act(one, world.department, world.person("clearing_officer"))
    assert Entry.objects.count() == before


@pytest.mark.parametrize("act", [clear, give_back])
def test_only_who_clears_for_the_department_answers_for_it(world, second, act):
    """Everybody of the world tries for the second department, whose officer is Ann."""
    one = build.in_clearance(world, supporting=[second])
    before = Signature.objects.count()
    refused = []
    for persona, somebody in world.people.items():
        with pytest.raises(NotAllowed):
            act(Commitment.objects.get(pk=one.pk), second, somebody)
        refused.append(persona)
    assert (len(refused), Signature.objects.count()) == (len(world.people), before)


@pytest.mark.parametrize(("acts_for", "may"), [("second", True), ("elsewhere", False)])
def test_a_deputy_clears_for_the_department_of_the_post_they_act_for_wherever_they_sit(world, second, acts_for, may):
    """Ben sits in the department that leads, or in one that has no part, and acts for another one's clearing post."""
    elsewhere = build.clearing_post(build.department("Defence"))
    post = build.deputy_of(second.clearing if acts_for == "second" else elsewhere, build.person("ben"))
    type(post).objects.filter(pk=post.pk).update(organisation=elsewhere.organisation if may else world.department)
    one = build.in_clearance(world, supporting=[second])
    ben = post.current_tenure().person
    roles.grant(Role.CLEARING_OFFICER, one.plan, to=post, by=None)
    assert ben.has_perm("commitments.clear", one) is may
    if not may:
        with pytest.raises(NotAllowed):
            clear(one, world.department, ben)
    else:
        assert clear(one, second, ben).organisation == second


STATES = ("proposed", "drafting", "agreed", "clearance", "approved", "declined", "annexed", "withdrawn", "merged")


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_who_may_clear_and_who_may_return(world, state):
    """Everybody of the world tries for the department whose clearing officer is one of them."""
    one = in_state(world, state)
    open_to = {persona: [] for persona in ("clear", "return")}
    for persona, somebody in world.people.items():
        for name, act in (("clear", clear_any), ("return", return_any)):
            with transaction.atomic():
                try:
                    act(Commitment.objects.get(pk=one.pk), world.department, somebody)
                except (NotAllowed, WrongState):
                    pass
                else:
                    open_to[name].append(persona)
                transaction.set_rollback(True)
    officer = ["clearing_officer"] if state == "clearance" else []
    assert open_to == {"clear": officer, "return": officer}


def in_state(world, state):
    if state == "clearance":
        return build.in_clearance(world)
    if state == "agreed":
        return build.agreed(world, build.drafted(world))
    if state == "approved":
        one = build.in_clearance(world)
        Commitment.objects.filter(pk=one.pk).update(state=state)
        return one
    return commitment_in(world, state)


def clear_any(commitment, organisation, by):
    return services.clear(commitment, organisation, by=by, seen_sha256=words_of(commitment))


def return_any(commitment, organisation, by):
    return services.return_to_drafting(commitment, organisation, by=by, seen_sha256=words_of(commitment), reason="No")


def words_of(commitment):
    edition = clearance.edition_in_clearance(commitment)
    return edition.sha256 if edition else ""


def test_who_has_left_the_post_clears_no_more_and_the_successor_does(world, second):
    one = build.in_clearance(world, supporting=[second])
    Tenure.objects.filter(person=second.officer).update(ends=days(0))
    with pytest.raises(NotAllowed):
        clear(one, second, second.officer)
    carol = build.person("carol")
    Tenure.objects.create(person=carol, post=second.clearing, starts=days(0), mandate="Decided", mandated_on=days(-1))
    assert clear(one, second, carol).person == carol


def test_a_department_without_a_clearing_post_or_with_a_vacant_one_blocks_and_says_what_to_do(world):
    empty = build.department("Defence")
    build.clearing_post(empty)
    one = build.in_clearance(world, [world.cabinet_office], [empty])
    assert clearance.all_departments_cleared(one, None) == (
        "Cabinet Office has not cleared these words. It has no clearing post: the lead official creates one and "
        "appoints somebody. Department of Defence has not cleared these words. Its clearing post has been vacant for "
        "30 days: the lead official appoints somebody."
    )


def test_a_clearing_post_made_later_is_asked_by_the_lead_official(world):
    one = build.in_clearance(world, [world.cabinet_office])
    ann = build.person("ann")
    build.clearing_post(world.cabinet_office, ann)
    with pytest.raises(NotAllowed):
        clear(one, world.cabinet_office, ann)
    services.ask_post(ClearanceRequest.objects.get(), by=world.person("lead_official"))
    assert clear(one, world.cabinet_office, ann).person == ann


def test_each_act_stands_in_the_ledger(world):
    one = build.in_clearance(world)
    clear(one, world.department, world.person("clearing_officer"))
    give_back(one, world.department, world.person("clearing_officer"))
    verbs = [entry.verb for entry in Entry.objects.about(one)][:6]
    assert verbs == [
        "commitments.return_to_drafting",
        "signoffs.return",
        "signoffs.ask_minister",
        "signoffs.clear",
        "signoffs.ask_departments",
        "commitments.send_for_clearance",
    ]


def test_a_remark_stays_with_those_who_read_the_commitment_and_the_reason_for_returning_is_public(world):
    one = build.in_clearance(world)
    yes = clear(one, world.department, world.person("clearing_officer"), remark="If the Treasury pays")
    no = give_back(one, world.department, world.person("clearing_officer"), "The Treasury does not pay")
    assert (yes.remark, yes.entry.public_reason, no.entry.public_reason) == (
        "If the Treasury pays",
        "",
        "The Treasury does not pay",
    )
    assert "If the Treasury pays" not in yes.entry.leaf
