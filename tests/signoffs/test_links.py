"""A personal link serves one person, for one edition, once."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from commitments.choices import State
from core import jobs
from core.models import Job
from drafting.models import Signature
from drafting.signing import OtherWords
from ledger.machine import Blocked, NotAllowed, ReasonNeeded, WrongState
from ledger.models import Entry
from network import roles
from network.choices import Role
from network.services import appoint, end_tenure
from signoffs import links as reading
from signoffs.choices import LinkEnd
from signoffs.models import Contacts, SigningLink
from signoffs.services import links
from signoffs.services.links import LinkOver
from tests.signoffs.approving import approve, contacts, link_to, private_office, ready, sent_again
from tests.signoffs.build import clear, in_clearance, person, reopen

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(world):
    contacts(world)
    return link_to(world, ready(world))


@pytest.fixture
def verified(link):
    """The code was sent and typed."""
    links.send_code(link)
    link = fresh(link)
    assert links.check_code(link, reading.code_of(link)) == 1
    return fresh(link)


def fresh(link):
    return reading.link_with(str(link.key))


def answer(link, **more):
    values = {"number": 1, "is_approval": True, "seen_sha256": link.edition.sha256, **more}
    return links.answer(link, **values)


def signed():
    return Signature.objects.filter(verb__in=["signoffs.approve", "signoffs.decline"]).count()


def sent():
    """Runs what waits and takes the mails out."""
    jobs.run_waiting()
    found = [message for message in mail.outbox if "decision waits" in message.subject or "code" in message.subject]
    mail.outbox.clear()
    return found


# What it does


def test_answer_by_link_is_the_ministers_signature(world, verified):
    signature = answer(verified)
    verified.commitment.refresh_from_db()
    assert verified.commitment.state == State.APPROVED
    assert (signature.person, signature.post, signature.authentication) == (
        world.person("minister"),
        world.post("minister"),
        "link",
    )
    assert signature.statement.startswith("As Minister, Cabinet Office, I approve edition 1")
    assert fresh(verified).ended_why == LinkEnd.USED


def test_declining_by_link(verified):
    signature = answer(verified, is_approval=False, reason="Too dear")
    verified.commitment.refresh_from_db()
    assert (verified.commitment.state, verified.commitment.public_reason) == (State.DECLINED, "Too dear")
    assert signature.is_yes is False


def test_second_factor_of_signers_who_sign_in_is_no_obstacle(verified, settings):
    settings.SECOND_FACTOR = True
    assert answer(verified).authentication == "link"


def test_refused_answer_leaves_the_link_as_it_was(verified):
    with pytest.raises(OtherWords):
        answer(verified, seen_sha256="0" * 64)
    with pytest.raises(ReasonNeeded):
        answer(verified, is_approval=False, reason=" ")
    assert (signed(), fresh(verified).ended_at) == (0, None)
    answer(verified)
    assert signed() == 1


def test_link_and_code_go_to_two_contacts_and_name_no_draft(world, link):
    [letter] = sent()
    assert letter.to == ["office@minister.test"]
    [token] = re.findall(r"/sign/(\S+)/\n", letter.body)
    assert reading.link_of(token) == link
    links.send_code(link)
    [message] = sent()
    assert message.to == ["phone@minister.test"]
    assert reading.code_of(fresh(link)) in message.body.replace(" ", "")
    assert [text for text in ("Company owners", "publish the owners") if text in letter.body + message.body] == []


# Who may ask for one, and when


@pytest.mark.parametrize("persona", ["coordinator", "minister", "clearing_officer", "gov_drafter", "admin", "member"])
def test_only_the_lead_official_has_one_sent(world, persona):
    contacts(world)
    commitment = ready(world)
    with pytest.raises(NotAllowed):
        links.send_link(commitment, world.post("minister"), by=world.person(persona))


def test_nothing_is_sent_before_departments_have_cleared_or_after_it_left(world):
    contacts(world)
    commitment = in_clearance(world)
    with pytest.raises(Blocked):
        link_to(world, commitment)
    clear(commitment, world.department, world.person("clearing_officer"))
    reopen(world, commitment)
    with pytest.raises(WrongState):
        link_to(world, commitment)
    assert SigningLink.objects.count() == 0


def test_nothing_is_sent_without_contacts_or_to_an_empty_post(world):
    commitment = ready(world)
    with pytest.raises(ValidationError, match="not recorded two contacts"):
        link_to(world, commitment)
    contacts(world)
    end_tenure(world.post("minister").current_tenure(), by=None)
    with pytest.raises(ValidationError, match="Nobody holds this post"):
        link_to(world, commitment)


def test_only_a_post_that_is_asked_gets_one(world):
    contacts(world)
    with pytest.raises(NotAllowed):
        links.send_link(ready(world), world.post("gov_drafter"), by=world.person("lead_official"))


def test_five_in_a_day_are_enough(world):
    contacts(world)
    commitment = ready(world)
    for _number in range(5):
        link_to(world, commitment)
    with pytest.raises(ValidationError, match="5 links were sent within a day"):
        link_to(world, commitment)


# Contacts


@pytest.mark.parametrize("persona", ["lead_official", "admin", "coordinator"])
def test_nobody_records_contacts_for_somebody_else(world, persona):
    tenure = world.post("minister").current_tenure()
    with pytest.raises(NotAllowed):
        links.record_contacts(tenure, first="a@x.test", second="b@x.test", by=world.person(persona))
    office = private_office(world)
    with pytest.raises(NotAllowed):
        links.record_contacts(tenure, first="a@x.test", second="b@x.test", by=office)


def test_code_does_not_go_the_way_of_the_link(world):
    with pytest.raises(ValidationError):
        contacts(world, "Same@x.test", "same@X.test ")
    tenure = world.post("minister").current_tenure()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contacts.objects.create(tenure=tenure, first="a@x.test", second="a@x.test", recorded_at=timezone.now())


def test_changing_contacts_is_told_to_the_person_and_ends_links(world, link):
    contacts(world, second="other@minister.test")
    jobs.run_waiting()
    told = [message for message in mail.outbox if "contacts" in message.subject]
    assert [message.to for message in told][-1] == [world.person("minister").email]
    assert [address for address in ("other@minister.test", "office@minister.test") if address in told[-1].body] == []
    assert reading.why_not(fresh(link)) == LinkEnd.CONTACTS


def test_successor_inherits_no_contacts_and_those_who_left_are_forgotten(world):
    contacts(world)
    end_tenure(world.post("minister").current_tenure(), by=None)
    appoint(person("successor"), world.post("minister"), by=None)
    assert reading.contacts_of(world.post("minister")) is None
    assert links.forget_contacts() == 1
    assert Contacts.objects.count() == 0


# Where it ends


def test_link_is_used_once(verified):
    answer(verified)
    with pytest.raises(LinkOver) as over:
        answer(verified, is_approval=False, reason="Changed my mind")
    assert (over.value.why, signed()) == (LinkEnd.USED, 1)


def reword_everything(world, link):
    sent_again(world, link.commitment, "Other words.")


ENDS = {
    "asked again": (LinkEnd.ASKED_AGAIN, lambda world, link: link_to(world, link.commitment)),
    "taken back": (LinkEnd.TAKEN_BACK, lambda world, link: links.take_back(link, by=world.person("lead_official"))),
    "the text changed": (LinkEnd.MOVED_ON, reword_everything),
    "reopened": (LinkEnd.MOVED_ON, lambda world, link: reopen(world, link.commitment)),
    "sent again unchanged": (LinkEnd.MOVED_ON, lambda world, link: sent_again(world, link.commitment)),
    "answered at the page": (LinkEnd.MOVED_ON, lambda world, link: approve(link.commitment, world.person("minister"))),
    "left the post": (LinkEnd.LEFT, lambda world, link: end_tenure(link.tenure, by=None)),
    "account closed": (LinkEnd.LEFT, lambda world, link: close(world.person("minister"))),
    "role taken back": (
        LinkEnd.LEFT,
        lambda world, link: roles.revoke(Role.MINISTER, world.plan, to=world.post("minister"), by=None),
    ),
    "contacts changed": (LinkEnd.CONTACTS, lambda world, link: contacts(world, second="new@minister.test")),
    "time is over": (LinkEnd.EXPIRED, lambda world, link: expire(link)),
}


def close(person):
    person.is_active = False
    person.save()


def expire(link):
    """Its times as they would be after 72 hours; the address is another one then, which does not matter here."""
    long_ago = timezone.now() - reading.LASTS - dt.timedelta(seconds=1)
    SigningLink.objects.filter(pk=link.pk).update(asked_at=long_ago, expires_at=long_ago + reading.LASTS)


@pytest.mark.parametrize("how", ENDS)
def test_link_ends(world, verified, how):
    """However it ends, neither the code nor an answer is taken, and no mail that still waits is sent."""
    why, end = ENDS[how]
    end(world, verified)
    before = signed()
    link = fresh(verified)
    assert reading.why_not(link) == why
    with pytest.raises(LinkOver):
        answer(link)
    with pytest.raises(LinkOver):
        links.send_code(link)
    with pytest.raises(LinkOver):
        links.check_code(link, reading.code_of(link))
    assert signed() == before
    SigningLink.objects.filter(pk=link.pk).update(sent_at=None)
    mail.outbox.clear()
    Job.objects.filter(name="signoffs.send_link", argument=str(link.pk)).update(state="queued")
    jobs.run_waiting()
    assert [message for message in mail.outbox if reading.token_of(link) in message.body] == []


@pytest.mark.parametrize("persona", ["coordinator", "minister", "clearing_officer", "gov_drafter", "admin", "member"])
def test_only_the_lead_official_takes_it_back(world, link, persona):
    with pytest.raises(NotAllowed):
        links.take_back(link, by=world.person(persona))
    assert reading.why_not(fresh(link)) is None


def test_taking_back_is_done_once_told_in_the_ledger_and_leaves_room_for_another(world, link):
    lead = world.person("lead_official")
    links.take_back(link, by=lead)
    with pytest.raises(LinkOver):
        links.take_back(link, by=lead)
    entry = Entry.objects.get(verb="signoffs.take_back_link")
    assert entry.data == {"edition": 1, "sha256": link.edition.sha256, "post": "minister"}
    assert reading.why_not(link_to(world, link.commitment)) is None


def test_link_serves_until_its_last_second(link):
    assert reading.why_not(link, link.expires_at - dt.timedelta(seconds=1)) is None
    assert reading.why_not(link, link.expires_at) == LinkEnd.EXPIRED
    assert link.expires_at - link.asked_at == dt.timedelta(hours=72)


# The code


def test_no_answer_without_the_code(link):
    for number in (None, 0, 1):
        with pytest.raises(LinkOver) as over:
            answer(link, number=number)
        assert over.value.why == LinkEnd.NOT_VERIFIED
    assert signed() == 0


def test_code_serves_once_and_a_quarter_of_an_hour(link):
    links.send_code(link)
    link = fresh(link)
    code = reading.code_of(link)
    late = link.code_at + reading.CODE_LASTS
    assert links.check_code(link, code, at=late) is None
    assert links.check_code(link, f" {code[:4]}-{code[4:]} ") == 1
    assert links.check_code(fresh(link), code) is None
    assert links.check_code(link, code) is None


def test_five_wrong_codes_and_the_right_one_does_not_serve_either(link):
    links.send_code(link)
    link = fresh(link)
    code = reading.code_of(link)
    wrong = f"{(int(code) + 1) % 10**8:08}"
    assert [links.check_code(link, typed) for typed in [wrong] * 5 + [code]] == [None] * 6


def test_new_code_ends_the_one_before(link):
    now = timezone.now()
    links.send_code(link, at=now)
    first = reading.code_of(fresh(link))
    assert links.send_code(link, at=now + dt.timedelta(seconds=30)) is False
    assert links.send_code(link, at=now + dt.timedelta(seconds=61)) is True
    second = fresh(link)
    assert links.check_code(second, first, at=now + dt.timedelta(seconds=62)) is None
    assert links.check_code(second, reading.code_of(second), at=now + dt.timedelta(seconds=63)) == 2
    with pytest.raises(LinkOver):
        answer(second, number=1)


def test_sixth_code_ends_the_link(link):
    now = timezone.now()
    for number in range(5):
        assert links.send_code(link, at=now + number * dt.timedelta(minutes=2)) is True
    assert links.send_code(link, at=now + dt.timedelta(minutes=20)) is False
    assert reading.why_not(fresh(link)) == LinkEnd.TRIES


def test_entered_code_stands_for_half_an_hour(verified):
    late = verified.verified_at + reading.VERIFIED_LASTS
    with pytest.raises(LinkOver) as over:
        answer(verified, at=late)
    assert (over.value.why, signed()) == (LinkEnd.NOT_VERIFIED, 0)
