"""Run once in a process of its own: the example plan, two editions of it, one of everything that a page can show.

Prints what the tests need of it as JSON: the session of each person and the keys that stand in addresses.
"""

# ruff: noqa: E402
import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from commitments import late_changes, services, workflow
from commitments.models import Commitment
from core import jobs
from core.canonical import sha256
from drafting import agreement, comments, editions
from drafting.choices import Audience, ThreadState
from drafting.models import Text, Thread
from drafting.services import save_text
from network.choices import PostKind
from network.models import MembershipRequest, Organisation, Post, User
from network.services import membership, people
from notices import addresses, unsubscribing
from notices.models import Event, Mail
from notices.services import preferences_of
from plans.choices import PlanRule
from plans.models import Plan
from plans.services import add_theme, ask_rule_change, create_plan
from portal.example.loader import PASSWORD, load_example, logins
from publications import planfile, releases
from publications.content import plan_content
from publications.workflow import publish_consultation_draft
from signoffs import endorsing, mandates
from signoffs.choices import Stance
from signoffs.clearance import edition_in_clearance
from signoffs.links import code_of, token_of
from signoffs.models import ClearanceRequest, SigningLink
from signoffs.services import clear, endorsements, links
from tests.browser import agreed, circulated
from tests.network.soft_key import SoftKey

LONG_AGO = timezone.now() - timedelta(days=60)


def prepare() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    plan, _is_new = load_example()
    lead, coordinator, member = (person(name) for name in ("lead-official", "coordinator", "member"))
    if not plan.editions.exists():
        publish_consultation_draft(plan, by=lead)
    one = plan.commitments.get(ref="1.1")
    editions.freeze(one, by=coordinator)
    services.edit_details(one, by=coordinator, other_actors_text="Universities and local authorities")
    editions.freeze(one, by=coordinator)
    publish_consultation_draft(plan, by=lead, change_note="Who else takes part in commitment 1.1")
    what_organisations_say(plan)
    services.ask_to_join(one, reason="I keep an inventory of my own.", by=member)
    ask_rule_change(plan, rule=PlanRule.MINIMUM_DAYS, new=10, reason="Parliament rises early.", by=coordinator)
    ask_rule_change(plan, rule=PlanRule.SILENCE_DAYS, new=7, reason="Notes wait too long.", by=lead)
    in_clearance(plan, "2.2", lead, coordinator)
    part = plan.parts.get(slug="how-this-plan-was-made")
    agreement.agree(part, by=coordinator, seen_sha256=agreement.current_sha256(part))
    link = link_to_minister(plan, "2.3", lead, coordinator)
    jobs.run_waiting()
    found = {"sessions": {**sessions(), **by_link(link)}, **keys(), "late_plan": past_cut_off(lead, coordinator).slug}
    people = {email.partition("@")[0]: User.objects.get(email=email) for email in logins()}
    circulated.circulate(people)
    return found | agreed.agreed(people)


def in_clearance(plan: Plan, ref: str, lead: User, coordinator: User) -> None:
    """Its department cleared an earlier text and is asked about another."""
    one = plan.commitments.get(ref=ref)
    for section in one.sections.select_related("text__latest").filter(text__latest=None):
        save_text(section.text, body="As the working group proposes.", base=None, by=coordinator)
    sent(one, lead, coordinator)
    edition = edition_in_clearance(one)
    assert edition is not None
    request = ClearanceRequest.objects.open().get(sending__commitment=one, organisation__slug="co")
    clear(one, request.organisation, by=person("clearing"), seen_sha256=edition.sha256, remark="If it is in the budget")
    workflow.reopen(one, by=lead, reason="Who takes part was not said")
    services.edit_details(one, by=coordinator, other_actors_text="Three universities")
    sent(one, lead, coordinator)


def sent(one: Commitment, lead: User, coordinator: User) -> None:
    for who in (coordinator, lead):
        one = Commitment.objects.get(pk=one.pk)
        agreement.agree(one, by=who, seen_sha256=agreement.current_sha256(one))
    workflow.send_for_clearance(one, by=lead)


def link_to_minister(plan: Plan, ref: str, lead: User, coordinator: User) -> SigningLink:
    """A commitment that waits for the minister, who recorded contacts and was sent a link."""
    plan.commitments.filter(ref=ref).update(proposed_at=LONG_AGO)
    one = plan.commitments.get(ref=ref)
    workflow.take_up(one, by=coordinator, at=LONG_AGO)
    for section in one.sections.select_related("text__latest").filter(text__latest=None):
        save_text(section.text, body="As the working group proposes.", base=None, by=coordinator)
    department = Organisation.objects.get(slug="co")
    services.add_milestone(one, by=lead, text="A first round", ends_text="March 2015", lead=[department])
    sent(one, lead, coordinator)
    edition = edition_in_clearance(one)
    assert edition is not None
    clear(one, department, by=person("clearing"), seen_sha256=edition.sha256)
    minister = person("minister")
    tenure = minister.tenures.get(post__kind=PostKind.MINISTER)
    links.record_contacts(tenure, first="minister@demo.test", second="phone@demo.test", by=minister)
    return links.send_link(one, tenure.post, by=lead)


def by_link(link: SigningLink) -> dict[str, str]:
    """The session of a browser in which the link was opened, and of one in which its code was typed, for long."""
    opened, verified = Client(), Client()
    for client in (opened, verified):
        client.get(f"/sign/{token_of(link)}/")
    verified.post("/sign/", {"send": "1"})
    link.refresh_from_db()
    verified.post("/sign/", {"code": code_of(link)})
    SigningLink.objects.filter(pk=link.pk).update(verified_at=timezone.now() + timedelta(days=1))
    return {"by-link": cookie(opened), "by-link-and-code": cookie(verified)}


def what_organisations_say(plan: Plan) -> None:
    """A stance on a commitment and one on the whole plan."""
    speaker, one = person("cso-representative"), plan.commitments.get(ref="1.1")
    organisation = mandates.of_representative(speaker, plan)[0].post.organisation
    for thing, stance, statement in (
        (one, Stance.SUPPORTS, ""),
        (plan, Stance.RESERVATIONS, "We miss a date for the registers."),
    ):
        endorsements.endorse(
            thing,
            organisation=organisation,
            stance=stance,
            statement=statement,
            is_name_public=True,
            by=speaker,
            seen_sha256=endorsing.sha256_now(thing),
        )


def past_cut_off(lead: User, coordinator: User) -> Plan:
    """A plan whose cut-off has passed, and for which civil society asks for a late change."""
    example = Plan.objects.get()
    plan = create_plan(
        slug="late",
        title="A plan after its cut-off",
        country=example.country,
        template=example.template,
        network=example.network,
        cut_off=timezone.now() - timedelta(hours=1),
        lead_post=Post.objects.held_by(lead).get(kind=PostKind.LEAD_OFFICIAL),
        by=lead,
    )
    add_theme(plan=plan, title="Integrity", summary="Who owns what.", by=lead)
    agreed.approved(
        plan, "1", {name: person(name) for name in ("lead-official", "coordinator", "clearing", "minister")}
    )
    releases.seal(plan, by=lead, seen_sha256=sha256(plan_content(plan)))
    late_changes.ask(plan, kind="propose", reason="A new law came into force.", by=coordinator)
    return plan


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.test")


def keys() -> dict[str, Any]:
    """What stands in addresses and is made at random."""
    request = MembershipRequest.objects.get()
    newcomer = people.create_person(email="newcomer@demo.test", name="Newcomer", password=PASSWORD, is_confirmed=False)
    address, _is_new = EmailAddress.objects.get_or_create(user=newcomer, email=newcomer.email, primary=True)
    member = person("member")
    return {
        "request_key": str(request.key),
        "request_reference": request.reference,
        "answered_reference": answered().reference,
        "confirm_key": EmailConfirmationHMAC(address).key,
        "reset_uid": user_pk_to_url_str(member),
        "reset_key": default_token_generator.make_token(member),
        "upload": upload(),
        "minister_post": Post.objects.get(kind=PostKind.MINISTER).slug,
        "link_token": token_of(SigningLink.objects.for_reading().get()),
        "passkey": Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk,
        "member_number": member.memberships.get().pk,
        **conversations(),
        **messages(member),
    }


def conversations() -> dict[str, str]:
    """One that is open, one that is resolved and the room of a side, on a section; the first two on a part."""
    plan, member = Plan.objects.get(), person("member")
    section = plan.commitments.get(ref="1.1").sections.get(template_section__key="objective").text
    part = plan.parts.get(slug="how-this-plan-was-made").text
    waiting, part_waiting = (one_of(text, created_by=member) for text in (section, part))
    done = comments.start_thread(
        part, anchor=None, body="A date is missing.", audience=Audience.EVERYONE, by=person("cso-drafter")
    )
    comments.resolve(done, "It is there now.", person("coordinator"))
    found = {
        "thread": waiting,
        "comment": waiting.comments.get(author=member),
        "resolved_thread": one_of(section, state=ThreadState.RESOLVED),
        "room": one_of(section, side="civil_society"),
        "part_thread": part_waiting,
        "part_comment": part_waiting.comments.get(author=member),
        "resolved_part_thread": done,
    }
    return {f"{name}_key": str(one.key) for name, one in found.items()}


def one_of(text: Text, **what: Any) -> Thread:
    return Thread.objects.get(text=text, **what)


def messages(member: User) -> dict[str, str]:
    plan = Plan.objects.get()
    mail = Mail(recipient=member, kind="weekly")
    unsubscribe = unsubscribing.address(mail, [], preferences_of(member))
    return {
        "plan_token": addresses.token_of(plan),
        "event_key": str(Event.objects.filter(thing_label="plans.rulechange").latest("pk").key),
        "unsubscribe_token": unsubscribe.rstrip("/").rpartition("/")[2],
    }


def upload() -> str:
    """A plan file that the lead official has sent in and not confirmed."""
    data = planfile.dump(Plan.objects.get())
    data["plan"]["slug"] = "copy"
    file = SimpleUploadedFile("plan.json", planfile.to_bytes(data), "application/json")
    answer = signed_in("lead-official@demo.test").post("/plans/new/from-file/", {"file": file})
    return answer["Location"].rstrip("/").rpartition("/")[2]


def answered() -> MembershipRequest:
    network = MembershipRequest.objects.get().network
    made = membership.ask_to_join(network, name="Ann", email="ann@example.org", statement="I keep bees.")
    return membership.answer_request(made, is_accepted=False, reason="You act for a firm.", by=person("coordinator"))


def sessions() -> dict[str, str]:
    """The session cookie of everybody with a login, of one who signs in in two steps, and of the same half way."""
    found = {email.partition("@")[0]: cookie(signed_in(email)) for email in logins()}
    secret = generate_totp_secret()
    careful = people.create_person(email="careful@demo.test", name="Careful", password=PASSWORD)
    TOTP.activate(careful, secret)
    RecoveryCodes.activate(careful)
    asked = {"publicKey": {"rp": {"id": "127.0.0.1"}, "challenge": "AAAA"}}
    WebAuthn.add(careful, "A phone", SoftKey().create(asked))
    found["half-way"] = cookie(signed_in(careful.email))
    client = signed_in(careful.email)
    counters = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    found["careful"] = cookie(sure(client))
    found["member"] = cookie(sure(signed_in("member@demo.test")))
    return found


def signed_in(email: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return client


def sure(client: Client) -> Client:
    """Has typed the password once more, as changing the second step asks."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def cookie(client: Client) -> str:
    return client.cookies["sessionid"].value


sys.stdout.write(json.dumps(prepare()))
