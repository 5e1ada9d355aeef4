"""A personal link serves one person, for one edition, once; nobody can read it but in their own mailbox."""

import base64
import datetime as dt
import re
import string
from smtplib import SMTPRecipientsRefused

import pytest
from django.apps import apps
from django.conf import settings as django_settings
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
from tests.signoffs.build import clear, edition_of, in_clearance, person, reopen

pytestmark = pytest.mark.django_db
ALPHABET = string.ascii_letters + string.digits + "-_"


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


# Tampering


def test_every_byte_of_the_link_counts(link):
    """Each of its 64 characters, changed to each of the 63 others."""
    token = reading.token_of(link)
    assert (len(token), reading.link_of(token)) == (64, link)
    mutants = {
        token[:place] + other + token[place + 1 :] for place in range(64) for other in ALPHABET if other != token[place]
    }
    assert len(mutants) == 64 * 63
    assert [mutant for mutant in mutants if reading.link_of(mutant) is not None] == []


@pytest.mark.parametrize(
    "mutate",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token + "=",
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token.swapcase(),
        lambda token: token[::-1],
        lambda token: token[:63] + "é",
        lambda token: token[:22] + "A" * 42,
        lambda token: "A" * 64,
        lambda token: token + token,
    ],
)
def test_nothing_but_the_link_itself_is_one(link, mutate):
    assert reading.link_of(mutate(reading.token_of(link))) is None


BOUND = {
    "other post": lambda world, link: {"post": world.post("lead_official")},
    "other person": lambda world, link: {"tenure": world.post("lead_official").current_tenure()},
    "other edition": lambda world, link: {"edition": edition_of(ready(world, title="Another"))},
    "longer life": lambda world, link: {"expires_at": link.expires_at + dt.timedelta(days=365)},
}


@pytest.mark.parametrize("what", BOUND)
def test_who_changes_the_row_gets_a_link_that_does_not_open(world, link, what):
    """With the database alone nobody moves a link that was sent to other words, another post, or another day."""
    token = reading.token_of(link)
    SigningLink.objects.filter(pk=link.pk).update(**BOUND[what](world, link))
    assert reading.link_of(token) is None


def test_key_of_another_link_with_the_proof_of_this_one(world, link):
    other = link_to(world, ready(world, title="Another"))
    mine, theirs = (base64.urlsafe_b64decode(reading.token_of(one)) for one in (link, other))
    for mixed in (mine[:16] + theirs[16:], theirs[:16] + mine[16:]):
        assert reading.link_of(base64.urlsafe_b64encode(mixed).decode()) is None


def test_another_sites_key_makes_other_links_and_codes(link, settings):
    links.send_code(link)
    link = fresh(link)
    token, code, before = reading.token_of(link), reading.code_of(link), settings.SECRET_KEY
    settings.SECRET_KEY = "x" * 60
    assert (reading.link_of(token), reading.is_code(link, code)) == (None, False)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert (reading.link_of(token), reading.is_code(link, code)) == (link, True)


def test_code_of_another_link_does_not_open_this_one(world, link):
    other = link_to(world, ready(world, title="Another"))
    now = timezone.now()
    for one in (link, other):
        links.send_code(one, at=now)
    mine, theirs = fresh(link), fresh(other)
    assert reading.code_of(mine) != reading.code_of(theirs)
    assert links.check_code(mine, reading.code_of(theirs)) is None


# Nobody else reads it


def test_neither_link_nor_code_nor_address_stands_in_any_table_but_contacts(world, link):
    """Every text of every row of every table, after both were sent."""
    links.send_code(link)
    jobs.run_waiting()
    link = fresh(link)
    token, code = reading.token_of(link), reading.code_of(link)
    assert (link.sent_at is None, link.code_sent_at is None) == (False, False)
    secrets = {token, token[22:], code, base64.urlsafe_b64decode(token)[16:].hex()}
    addresses = {"office@minister.test", "phone@minister.test"}
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            text = repr(row)
            found |= {(model._meta.label, secret) for secret in secrets if secret in text}
            if model is not Contacts:
                found |= {(model._meta.label, address) for address in addresses if address in text}
    assert found == set()


def test_a_mail_that_could_not_be_sent_leaves_no_trace_of_itself(world, link, monkeypatch, caplog):
    """The mail server's complaint quotes the address; nobody reads it in the job or the log."""

    def refuse(message, **options):
        raise SMTPRecipientsRefused({"office@minister.test": (550, message.body.encode())})

    SigningLink.objects.filter(pk=link.pk).update(sent_at=None)
    Job.objects.filter(name="signoffs.send_link").update(state="queued")
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    jobs.run_waiting()
    job = Job.objects.get(name="signoffs.send_link")
    assert job.error == "signoffs.tasks.NotSent: SMTPRecipientsRefused"
    assert [text for text in ("minister.test", reading.token_of(fresh(link))) if text in caplog.text + job.error] == []
    monkeypatch.undo()
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    [letter] = sent()
    assert reading.token_of(fresh(link)) in letter.body


def test_worker_killed_after_sending_sends_the_same_message_again(link):
    [first] = sent()
    SigningLink.objects.filter(pk=link.pk).update(sent_at=None)
    Job.objects.filter(name="signoffs.send_link").update(state="queued")
    [second] = sent()
    assert (first.body, first.extra_headers) == (second.body, second.extra_headers)
    assert reading.token_of(link)[:22] not in first.extra_headers["Message-ID"]
    Job.objects.filter(name="signoffs.send_link").update(state="queued")
    assert sent() == []


def test_jobs_that_send_are_not_listed_on_the_admin_site():
    wanted = {"signoffs.send_link", "signoffs.send_code", "signoffs.tell_of_contacts"}
    assert wanted <= set(jobs.private_names())


def test_ledger_tells_that_a_link_was_sent_and_nothing_of_it(world, link):
    entry = Entry.objects.get(verb="signoffs.send_link")
    assert entry.data == {"edition": 1, "sha256": link.edition.sha256, "post": "minister"}
    assert str(link.key) not in entry.leaf
    assert str(django_settings.SECRET_KEY) not in entry.leaf
