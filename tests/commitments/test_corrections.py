"""Editorial corrections: both leads declare them together, no yes moves by itself, and whoever signed may object."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from commitments import corrections as verbs
from commitments import workflow
from commitments.choices import CorrectionState, State
from commitments.models import Commitment, ProposedCorrection
from drafting import agreement, corrections
from drafting.models import Correction, Objection, Signature
from drafting.services import save_text
from drafting.signing import OtherWords
from ledger.machine import Blocked, NotAllowed, ReasonNeeded
from network.models import Tenure
from notices.models import Message
from tests.commitments.build import SECTION, commitment_in, complete
from tests.commitments.correcting import CLEARED, CORRECTED, corrected, declare, propose
from tests.world import PERSONAS, days

pytestmark = pytest.mark.django_db
LEADS = {"coordinator", "lead_official"}
STATES = ("proposed", "drafting", "agreed", "clearance", "approved", "declined", "annexed", "withdrawn", "merged")


def fresh(commitment):
    return Commitment.objects.get(pk=commitment.pk)


def object_to(world, correction, about, by="clearing_officer", reason="It changes the promise", **more):
    seen = {"seen_sha256": correction.after.sha256, "statement": "I object", **more}
    return corrections.object_to(correction, about, by=world.person(by), reason=reason, **seen)


def body_of(commitment):
    return fresh(commitment).sections.get(template_section__key=SECTION).text.body


def stands(commitment):
    return [stand.has_agreed for stand in agreement.stands(fresh(commitment))]


def counts(signature, commitment):
    rows = corrections.of([commitment]).get(commitment.pk, [])
    return corrections.counts(signature, agreement.current_sha256(fresh(commitment)), rows)


# Rules × states × people


def who_may(act, refused=(NotAllowed, Blocked)):
    allowed = set()
    for persona in PERSONAS:
        with transaction.atomic():
            try:
                act(persona)
            except refused:
                pass
            else:
                allowed.add(persona)
            transaction.set_rollback(True)
    return allowed


@pytest.mark.parametrize("state", STATES)
def test_the_leads_correct_what_is_past_drafting(world, state):
    commitment = complete(world) if state == "drafting" else commitment_in(world, state)
    expected = LEADS if state in ("agreed", "clearance", "approved") else set()
    assert who_may(lambda persona: propose(world, commitment, by=persona)) == expected


def test_both_leads_declare_it_and_either_drops_it(world):
    proposed = propose(world, commitment_in(world, "agreed"))
    assert who_may(lambda persona: declare(world, proposed, persona)) == LEADS
    assert who_may(lambda persona: verbs.drop(proposed, by=world.person(persona), reason="No")) == LEADS


@pytest.mark.parametrize("state", ["agreed", "clearance", "approved"])
def test_whoever_signed_may_object_and_nobody_else(world, state):
    _commitment, yes, correction = corrected(world, state)
    assert who_may(lambda persona: object_to(world, correction, yes, by=persona)) == {"clearing_officer"}


# Declaring


@pytest.mark.parametrize("state", ["agreed", "clearance", "approved"])
def test_with_both_declarations_the_words_are_corrected_and_the_state_stays(world, state):
    commitment = commitment_in(world, state)
    proposed = declare(world, propose(world, commitment), "coordinator")
    assert (body_of(commitment), proposed.state) == ("Words that say something.", CorrectionState.WAITING)
    declare(world, proposed, "lead_official")
    assert (body_of(commitment), fresh(commitment).state) == (CORRECTED, state)
    assert (proposed.correction.before.number, proposed.correction.after.number) == (1, 2)
    assert proposed.correction.after.sha256 == proposed.corrected_sha256


def test_no_signature_moves(world):
    commitment = commitment_in(world, "agreed")
    before = list(Signature.objects.of(commitment).values_list("pk", "edition__number"))
    declare(world, propose(world, commitment), "lead_official", "coordinator")
    after = dict(Signature.objects.of(commitment).values_list("pk", "edition__number"))
    assert [(pk, after[pk]) for pk, _number in before] == before
    added = Signature.objects.of(commitment).exclude(pk__in=[pk for pk, _number in before])
    assert {(row.verb, row.side, row.edition.number) for row in added} == {
        ("drafting.declare_editorial", "government", 1),
        ("drafting.declare_editorial", "civil_society", 1),
    }


def test_the_declarations_name_the_corrected_words_in_the_ledger(world):
    proposed = declare(world, propose(world, commitment_in(world, "agreed")), "lead_official", "coordinator")
    entry = proposed.for_government.entry
    assert (entry.data["corrected_sha256"], entry.data["sha256"]) == (
        proposed.corrected_sha256,
        proposed.edition.sha256,
    )
    assert proposed.corrected_sha256 in proposed.for_government.statement


def test_nobody_declares_for_both_sides(world):
    proposed = declare(world, propose(world, commitment_in(world, "agreed")), "lead_official")
    person = world.person("lead_official")
    Tenure.objects.filter(person=person).update(ends=days(0))
    Tenure.objects.filter(post=world.post("coordinator")).update(ends=days(0))
    mandate = {"mandate": "Elected", "mandated_on": days(0)}
    Tenure.objects.create(person=person, post=world.post("coordinator"), starts=days(0), **mandate)
    with pytest.raises(Blocked, match="You declared it yourself"):
        declare(world, proposed, "lead_official")


def test_each_side_declares_once(world):
    proposed = declare(world, propose(world, commitment_in(world, "agreed")), "lead_official")
    with pytest.raises(Blocked, match="declared it already"):
        declare(world, proposed, "lead_official")


@pytest.mark.parametrize("which", ["seen_sha256", "seen_corrected"])
def test_another_difference_than_the_one_on_the_screen_is_not_declared(world, which):
    proposed = propose(world, commitment_in(world, "agreed"))
    with pytest.raises(OtherWords):
        declare(world, proposed, "lead_official", **{which: "0" * 64})
    assert not Signature.objects.filter(verb="drafting.declare_editorial").exists()


def test_a_correction_of_words_that_changed_since_is_not_declared(world):
    commitment = commitment_in(world, "agreed")
    proposed = declare(world, propose(world, commitment), "lead_official")
    Commitment.objects.filter(pk=commitment.pk).update(title="Changed behind everybody's back")
    with pytest.raises(OtherWords):
        declare(world, proposed, "coordinator")
    assert (body_of(commitment), Correction.objects.count()) == ("Words that say something.", 0)


def test_something_is_corrected_and_only_sections(world):
    commitment = commitment_in(world, "agreed")
    with pytest.raises(ValidationError, match="Nothing is changed"):
        propose(world, commitment, body="Words that say something.\n\n")
    with pytest.raises(ValidationError, match="Nothing is changed"):
        verbs.propose(fresh(commitment), bodies={"no-such-section": "x"}, reason="x", by=world.person("lead_official"))


def test_one_correction_at_a_time(world):
    commitment = commitment_in(world, "agreed")
    proposed = propose(world, commitment)
    with pytest.raises(Blocked, match="proposed already"):
        propose(world, commitment, body="Other")
    verbs.drop(proposed, by=world.person("coordinator"), reason="Not a comma")
    assert (proposed.state, proposed.dropped_reason) == (CorrectionState.DROPPED, "Not a comma")
    assert propose(world, commitment, body="Other").number == 2


def test_dropping_needs_a_reason(world):
    with pytest.raises(ReasonNeeded):
        verbs.drop(propose(world, commitment_in(world, "agreed")), by=world.person("coordinator"), reason=" ")


def test_what_civil_society_has_not_agreed_to_is_not_corrected_by_two(world):
    commitment = commitment_in(world, "clearance")
    Commitment.objects.filter(pk=commitment.pk).update(is_without_agreement=True, public_reason="Time")
    with pytest.raises(Blocked, match="Civil society has not agreed"):
        propose(world, commitment)


# Whose yes counts


def test_the_sides_yes_goes_with_their_declaration_and_says_so(world, client_for):
    commitment, _yes, _correction = corrected(world)
    assert stands(commitment) == [True, True]
    assert agreement.agreed_edition(commitment).number == 2
    page = client_for("member").get(commitment.get_absolute_url())
    panel = next(one.context for one in page.context["panels"] if one.template == "drafting/agreement_panel.html")
    assert [line.says.partition(";")[2] for line in panel.lines] == [" editorially corrected in edition 2."] * 2
    assert [line.says.partition(",")[0] for line in panel.lines] == [
        "Agreed for government on edition 1",
        "Agreed for civil society on edition 1",
    ]


def test_a_yes_counts_for_the_corrected_words_unless_its_signer_objects(world):
    commitment, yes, correction = corrected(world)
    assert counts(yes, commitment)
    object_to(world, correction, yes)
    assert not counts(yes, commitment)


def test_a_yes_counts_through_two_corrections_and_not_for_other_words(world):
    commitment, yes, _correction = corrected(world)
    declare(world, propose(world, commitment, body="Words, spelt better."), "coordinator", "lead_official")
    assert counts(yes, commitment)
    Commitment.objects.filter(pk=commitment.pk).update(title="Other words")
    assert not counts(yes, commitment)


def test_what_was_corrected_and_is_then_changed_in_drafting_is_an_earlier_text(world):
    commitment, _yes, _correction = corrected(world, "agreed")
    workflow.reopen(commitment, by=world.person("lead_official"), reason="More to change")
    text = commitment.sections.get(template_section__key=SECTION).text
    save_text(text, body="Quite other words.", base=text.latest, by=world.person("cs_drafter"))
    assert stands(commitment) == [False, False]


# Objecting


@pytest.mark.parametrize("state", ["agreed", "clearance", "approved"])
def test_an_objection_opens_again_what_rested_on_the_yes(world, state):
    commitment, yes, correction = corrected(world, state)
    objection = object_to(world, correction, yes)
    row = fresh(commitment)
    assert (row.state, row.public_reason, objection.voids_all) == (State.DRAFTING, "It changes the promise", True)
    assert stands(row) == [False, False]
    assert (yes.edition.number, Signature.objects.standing().filter(pk=yes.pk).exists()) == (1, True)


def test_after_an_objection_both_sides_agree_anew_even_to_the_words_before(world):
    commitment, yes, correction = corrected(world, "agreed")
    object_to(world, correction, yes)
    text = commitment.sections.get(template_section__key=SECTION).text
    save_text(text, body="Words that say something.", base=text.latest, by=world.person("cs_drafter"))
    assert stands(commitment) == [False, False]
    for persona in ("coordinator", "lead_official"):
        digest = agreement.current_sha256(fresh(commitment))
        agreement.agree(fresh(commitment), by=world.person(persona), seen_sha256=digest)
    assert fresh(commitment).state == State.AGREED
    assert counts(yes, fresh(commitment))


def test_an_objection_to_a_stance_opens_nothing(world, monkeypatch):
    monkeypatch.setattr(corrections, "_stances", {CLEARED.name})
    commitment, yes, correction = corrected(world, "approved")
    assert object_to(world, correction, yes).voids_all is False
    assert (fresh(commitment).state, stands(commitment), counts(yes, commitment)) == (
        State.APPROVED,
        [True, True],
        False,
    )


def test_objecting_needs_a_reason_and_the_words_that_were_seen(world):
    _commitment, yes, correction = corrected(world)
    with pytest.raises(ReasonNeeded):
        object_to(world, correction, yes, reason=" ")
    with pytest.raises(OtherWords):
        object_to(world, correction, yes, seen_sha256=correction.before.sha256)
    assert not Objection.objects.exists()


def test_the_days_in_which_one_may_object_are_the_plans(world):
    _commitment, yes, correction = corrected(world)
    assert timezone.localdate(correction.object_until) == days(world.plan.silence_days)
    last = correction.object_until - dt.timedelta(minutes=1)
    after = correction.object_until + dt.timedelta(minutes=1)
    assert corrections.mine(correction, world.person("clearing_officer"), last) == [yes]
    with pytest.raises(Blocked, match="are over"):
        object_to(world, correction, yes, at=after)


def test_a_successor_in_the_post_objects_for_it(world):
    _commitment, yes, correction = corrected(world)
    post = world.post("clearing_officer")
    Tenure.objects.filter(post=post).update(ends=days(0))
    mandate = {"mandate": "Appointed", "mandated_on": days(0)}
    Tenure.objects.create(person=world.person("stranger"), post=post, starts=days(0), **mandate)
    assert who_may(lambda persona: object_to(world, correction, yes, by=persona)) == {"stranger"}


def test_a_side_that_declared_it_does_not_object_to_its_own_declaration(world):
    commitment, _yes, correction = corrected(world)
    agreed = Signature.objects.of(commitment).get(verb="drafting.agree", side="government")
    with pytest.raises(NotAllowed):
        object_to(world, correction, agreed, by="lead_official")


def test_everyone_who_signed_is_told_at_once_and_the_leads_of_an_objection(world):
    _commitment, yes, correction = corrected(world)

    def told(kind):
        rows = Message.objects.filter(event__kind=kind, why="waits")
        return set(rows.values_list("recipient__email", flat=True))

    assert told("drafting.corrected") == {"clearing-officer@demo.test"}
    object_to(world, correction, yes)
    assert told("drafting.objected") == {"lead-official@demo.test", "coordinator@demo.test"}


def test_the_database_changes_no_correction_and_no_objection(world):
    _commitment, yes, correction = corrected(world)
    objection = object_to(world, correction, yes)
    for row in (correction, objection):
        with pytest.raises(Error), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(Error), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(object_until=timezone.now())


# Pages


def at(name, commitment, *more):
    return reverse(f"commitments:{name}", args=[commitment.plan.slug, commitment.ref, *more])


def form_of(page):
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def test_a_lead_corrects_in_place_and_both_declare_the_difference(world, client_for):
    commitment = commitment_in(world, "agreed")
    lead, coordinator = client_for("lead_official"), client_for("coordinator")
    data = form_of(lead.get(at("propose_correction", commitment)))
    data |= {f"section_{SECTION}": CORRECTED, "reason": "A comma"}
    page = lead.post(at("propose_correction", commitment), data, follow=True)
    assert [part.title for part in page.context["changed"]] == ["What we will do"]
    assert page.context["sentence"].startswith("For government, I declare that the change of edition 1 of “")
    lead.post(at("correction", commitment, 1), form_of(page))
    assert fresh(commitment).sections.get(template_section__key=SECTION).text.body == "Words that say something."
    coordinator.post(at("correction", commitment, 1), form_of(coordinator.get(at("correction", commitment, 1))))
    assert body_of(commitment) == CORRECTED
    member = client_for("member").get(at("correction", commitment, 1))
    assert (member.context["proposed"].get_state_display(), member.context["form"]) == ("Made", None)


def test_other_sections_keep_their_words_to_the_letter(world, client_for):
    commitment = commitment_in(world, "agreed")
    bodies = dict(commitment.sections.values_list("template_section__key", "text__latest__body"))
    lead = client_for("lead_official")
    data = form_of(lead.get(at("propose_correction", commitment))) | {f"section_{SECTION}": CORRECTED, "reason": "x"}
    data = {key: value.replace("\n", "\r\n") for key, value in data.items()}
    lead.post(at("propose_correction", commitment), data)
    assert ProposedCorrection.objects.get().bodies == {SECTION: CORRECTED}
    assert set(bodies) - {SECTION}


def test_the_page_says_whose_yes_is_carried_and_who_objected(world, client_for):
    commitment, yes, correction = corrected(world)
    (row,) = client_for("member").get(at("correction", commitment, 1)).context["carried"]
    assert (row.status, row.says) == ("May object", "Given to edition 1, editorially corrected in edition 2")
    officer = client_for("clearing_officer")
    assert officer.get(at("correction", commitment, 1)).context["may_object"]
    address = at("object_to_correction", commitment, 1)
    officer.post(address, form_of(officer.get(address)) | {"reason": "It changes the promise", "about": str(yes.pk)})
    (row,) = client_for("member").get(at("correction", commitment, 1)).context["carried"]
    assert (row.status, row.reason) == ("Objected", "It changes the promise")
    assert Objection.objects.get().correction == correction


def test_the_commitments_page_leads_to_its_corrections(world, client_for):
    commitment, _yes, _correction = corrected(world)
    found = {}
    for persona in ("lead_official", "member"):
        page = client_for(persona).get(commitment.get_absolute_url())
        panel = next(one.context for one in page.context["panels"] if "corrections_panel" in one.template)
        found[persona] = ([one.number for one in panel["corrections"]], panel["propose_href"])
    assert found == {"lead_official": ([1], at("propose_correction", commitment)), "member": ([1], "")}
