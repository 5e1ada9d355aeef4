"""A personal link is itself or nothing: every letter of it counts, and nobody can read it but in their own mailbox."""

import base64
import datetime as dt
import string
from smtplib import SMTPRecipientsRefused

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.utils import timezone

from core import jobs
from core.models import Job
from ledger.models import Entry
from signoffs import links as reading
from signoffs.models import Contacts, SigningLink
from signoffs.services import links
from tests.signoffs.approving import contacts, link_to, ready
from tests.signoffs.build import edition_of
from tests.signoffs.test_links import fresh, sent

pytestmark = pytest.mark.django_db
ALPHABET = string.ascii_letters + string.digits + "-_"


@pytest.fixture
def link(world):
    contacts(world)
    return link_to(world, ready(world))


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
