"""A plan in which both sides agree: what the pages of agreement and of corrections can show."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from commitments import corrections, services, workflow
from commitments.models import Commitment, ProposedCorrection
from core.dates import readable
from drafting import agreement, comments, suggestions
from drafting.choices import Audience
from drafting.models import Text
from drafting.services import save_text
from network import roles
from network.choices import PostKind, Role
from network.models import Organisation, Post, User
from plans.models import PartnershipAgreement, Plan, Scope
from plans.services import add_part, add_stage, add_theme, create_plan
from signoffs.services import approval, clearance

LONG_AGO = timezone.now() - timedelta(days=60)
CORRECTED = "Nobody knows who owns a company, and nobody can find it out."


def agreed(people: dict[str, User]) -> dict[str, Any]:
    """Makes the plan "agreed", and answers what stands in addresses and is made at random."""
    plan = start(people)
    for ref, signers in (("1", ["lead-official"]), ("2", BOTH), ("3", BOTH), ("4", BOTH), ("5", ["lead-official"])):
        one = commitment(plan, ref, people)
        sign(one, people, *signers)
    reworded = plan.commitments.get(ref="5")
    write(reworded.sections.first().text, "The text moved on since government agreed.", people["cso-drafter"])
    propose(plan, "3", people)
    objected_to(plan, people)
    part = add_part(plan=plan, title="How we made it", owner="both", body="We met.", by=people["coordinator"])
    twice(part, part.text, people)
    twice(Scope.objects.get(plan=plan), None, people)
    keys = partnership(plan, people)
    sign(plan, people, "lead-official")
    add_part(plan=plan, title="Thanks", owner="both", body="We thank everybody.", by=people["coordinator"])
    sign(plan, people, "lead-official")
    return {"agreed_part": part.slug, **keys}


BOTH = ["lead-official", "coordinator"]


def start(people: dict[str, User]) -> Plan:
    example, lead = Plan.objects.get(slug="example"), people["lead-official"]
    plan = create_plan(
        slug="agreed",
        title="A plan that both sides agree",
        country=example.country,
        template=example.template,
        network=example.network,
        lead_post=Post.objects.held_by(lead).get(kind=PostKind.LEAD_OFFICIAL),
        by=lead,
    )
    roles.grant(Role.DRAFTER, plan, to=people["cso-drafter"], by=None)
    add_theme(plan=plan, title="Integrity", summary="Who owns what.", by=lead)
    add_stage(plan=plan, title="Writing", starts=timezone.localdate(), by=lead)
    return plan


def commitment(plan: Plan, ref: str, people: dict[str, User]) -> Commitment:
    """Complete, and proposed long ago."""
    by = people["lead-official"]
    sections = {one.key: "Nobody knows who owns a company and nobody can find it out." for one in sections_of(plan)}
    one = services.propose(
        plan=plan, ref=ref, title=f"Company owners {ref}", origin="both", by=None, is_taken_up=True, at=LONG_AGO,
        theme=plan.themes.get(), sections=sections, ends_text="2030", values=["Access To Information"],
    )  # fmt: skip
    department = Post.objects.held_by(people["clearing"]).get(kind=PostKind.CLEARING_OFFICER).organisation
    assert isinstance(department, Organisation)
    services.set_organisations(one, by=by, lead=[department])
    services.add_milestone(one, by=by, text="Publish", ends_text="March 2029", lead=[department])
    return one


def approved(plan: Plan, ref: str, people: dict[str, User]) -> Commitment:
    """By both sides, its department and the minister."""
    one = commitment(plan, ref, people)
    sign(one, people, *BOTH)
    one = Commitment.objects.get(pk=one.pk)
    workflow.send_for_clearance(one, by=people["lead-official"])
    sending = one.sendings.get()
    seen = sending.edition.sha256
    clearance.clear(one, sending.requests.get().organisation, by=people["clearing"], seen_sha256=seen)
    post = Post.objects.held_by(people["minister"]).get(kind=PostKind.MINISTER)
    roles.grant(Role.MINISTER, plan, to=post, by=None)
    approval.approve(one, by=people["minister"], seen_sha256=seen)
    return one


def sections_of(plan: Plan) -> Any:
    return plan.template.sections.all()


def sign(thing: Any, people: dict[str, User], *signers: str) -> None:
    for signer in signers:
        one = type(thing).objects.get(pk=thing.pk)
        agreement.agree(one, by=people[signer], seen_sha256=agreement.current_sha256(one))


def write(text: Text, body: str, by: User) -> None:
    text = Text.objects.get(pk=text.pk)
    save_text(text, body=body, base=text.latest, by=by)


def twice(thing: Any, text: Text | None, people: dict[str, User]) -> None:
    """The lead official agrees to two editions, so that they can be compared."""
    sign(thing, people, "lead-official")
    if text is not None:
        write(text, f"We met, and wrote it down on {readable(timezone.localdate())}: {thing}.", people["coordinator"])
    else:
        thing.plan.themes.update(summary="Who owns what, and who decides.")
    sign(thing, people, "lead-official")


def propose(plan: Plan, ref: str, people: dict[str, User]) -> ProposedCorrection:
    one, key = plan.commitments.get(ref=ref), sections_of(plan).first().key
    return corrections.propose(one, bodies={key: CORRECTED}, reason="A comma.", by=people["lead-official"])


def objected_to(plan: Plan, people: dict[str, User]) -> None:
    """Commitment 4 is cleared, then corrected: the clearing officer may object."""
    one = plan.commitments.get(ref="4")
    workflow.send_for_clearance(one, by=people["lead-official"])
    department = one.sendings.get().requests.get().organisation
    seen = one.sendings.get().edition.sha256
    clearance.clear(one, department, by=people["clearing"], seen_sha256=seen)
    proposed = propose(plan, "4", people)
    for signer in BOTH:
        proposed = ProposedCorrection.objects.get(pk=proposed.pk)
        seen_both = {"seen_sha256": proposed.edition.sha256, "seen_corrected": proposed.corrected_sha256}
        corrections.declare(proposed, by=people[signer], **seen_both)


def partnership(plan: Plan, people: dict[str, User]) -> dict[str, str]:
    found = PartnershipAgreement.objects.get(plan=plan)
    write(found.text, "We meet every month.", people["coordinator"])
    twice(found, found.text, people)
    text = Text.objects.get(pk=found.text_id)
    waiting = comments.start_thread(
        text, anchor=None, body="Who invites?", audience=Audience.EVERYONE, by=people["member"]
    )
    done = comments.start_thread(
        text, anchor=None, body="Who pays?", audience=Audience.EVERYONE, by=people["cso-drafter"]
    )
    comments.resolve(done, "The Cabinet Office does.", people["coordinator"])
    suggestions.suggest(
        text, base=text.latest, quote_start=0, quote_end=6, replacement="We all met", reason="Clearer",
        by=people["cso-drafter"],
    )  # fmt: skip
    return {
        "partnership_thread_key": str(waiting.key),
        "partnership_comment_key": str(waiting.comments.get().key),
        "resolved_partnership_thread_key": str(done.key),
    }
