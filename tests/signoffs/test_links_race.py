"""A personal link used, taken back and used again at the same moment. LINK_REMOVALS=200 takes back that many."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from core import jobs
from core.models import Job
from drafting.models import Signature
from signoffs import links as reading
from signoffs.choices import LinkEnd
from signoffs.models import SigningLink
from signoffs.services import links
from tests.signoffs.approving import contacts, link_to, ready
from tests.signoffs.test_clearance_race import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
ROUNDS = int(os.environ.get("CLEARANCE_RACES", "4"))
REMOVALS = int(os.environ.get("LINK_REMOVALS", "6"))
WORDS = "We will publish the owners of companies."


@pytest.fixture
def commitment(world):
    contacts(world)
    return ready(world)


def verified(world, commitment):
    """A new link of which the code was typed."""
    SigningLink.objects.all().delete()
    link = link_to(world, commitment)
    links.send_code(link)
    link = reading.link_with(str(link.key))
    assert links.check_code(link, reading.code_of(link)) == 1
    return reading.link_with(str(link.key))


def answering(link):
    """Declined, so that the commitment is out of the minister's hands by whoever was first."""

    def act():
        try:
            return links.answer(
                link, number=1, is_approval=False, seen_sha256=link.edition.sha256, reason="Too dear"
            ).pk
        except links.LinkOver as over:
            return over.why

    return act


def taking_back(world, link):
    def act():
        try:
            links.take_back(link, by=world.person("lead_official"))
        except links.LinkOver as over:
            return over.why
        return "taken back"

    return act


def signed():
    return Signature.objects.filter(verb="signoffs.decline").count()


def test_two_browsers_at_once_give_one_answer(world, commitment):
    link = verified(world, commitment)
    answers = together(*[answering(link)] * 4)
    assert (signed(), sorted(str(one) for one in answers if isinstance(one, LinkEnd))) == (1, [LinkEnd.USED] * 3)


def test_answered_or_taken_back_and_never_both(world):
    contacts(world)
    for number in range(ROUNDS):
        link, before = verified(world, ready(world, title=f"Register {number}")), signed()
        answer, removal = together(answering(link), taking_back(world, link))
        if removal == "taken back":
            assert (answer, signed()) == (LinkEnd.TAKEN_BACK, before)
        else:
            assert (removal, signed()) == (LinkEnd.USED, before + 1)


def test_nothing_that_starts_after_a_removal_is_shown_or_sent(world, commitment):
    """Three browsers read on and on while the link is taken back; a letter and a code still wait to be sent."""
    for _round in range(REMOVALS):
        link = verified(world, commitment)
        browser = Client()
        browser.get(f"/sign/{reading.token_of(link)}/")
        session = browser.session
        session["signing_link"] = {"key": str(link.key), "number": 1}
        session.save()
        over = threading.Event()
        with ThreadPoolExecutor(3) as pool:
            readers = [pool.submit(read_on, browser.cookies["sessionid"].value, over) for _number in range(3)]
            time.sleep(0.05)
            assert taking_back(world, link)() == "taken back"
            ended = time.monotonic()
            time.sleep(0.05)
            over.set()
            seen = [one for reader in readers for one in reader.result()]
        assert [status for started, status, has_words in seen if started > ended and (status != 410 or has_words)] == []
        assert [has_words for started, _status, has_words in seen if started < ended] != []
        assert letters_after(link) == []


def read_on(session, over):
    """When each request began, what it was answered, and whether that shows the words."""
    browser, found = Client(), []
    browser.cookies["sessionid"] = session
    try:
        while not over.is_set():
            started = time.monotonic()
            response = browser.get("/sign/")
            found.append((started, response.status_code, WORDS in response.content.decode()))
    finally:
        connection.close()
    return found


def letters_after(link):
    """What goes out by jobs that a killed worker left behind."""
    mail.outbox.clear()
    SigningLink.objects.filter(pk=link.pk).update(sent_at=None, code_sent_at=None)
    Job.objects.filter(name__in=["signoffs.send_link", "signoffs.send_code"]).update(state="queued")
    jobs.run_waiting()
    return [message.subject for message in mail.outbox if message.to[0].endswith("@minister.test")]
