"""Nobody opens a link by guessing: whatever is no link gets one and the same answer, and after many nobody is answered.

LINK_GUESSES=20000 tries that many."""

import base64
import os
import random
import re
from itertools import cycle

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from signoffs import links as reading
from signoffs.models import SigningLink
from tests.conftest import client_of
from tests.signoffs.approving import contacts, link_to, ready

pytestmark = pytest.mark.django_db
GUESSES = int(os.environ.get("LINK_GUESSES", "400"))
PERSONAS = ("visitor", "lead_official", "admin", "member", "stranger")
LIMIT = 100  # of wrong links in an hour
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    """Tries of one test do not count in the next."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "guesses"}}
    cache.clear()


@pytest.fixture
def link(world):
    contacts(world)
    return link_to(world, ready(world, title="Company owners"))


def by_chance(token, rng):
    return "".join(rng.choices(ALPHABET, k=64))


def right_key(token, rng):
    """Who has read the database knows the key of the row."""
    return base64.urlsafe_b64encode(base64.urlsafe_b64decode(token)[:16] + rng.randbytes(32)).decode()


def right_proof(token, rng):
    return base64.urlsafe_b64encode(rng.randbytes(16) + base64.urlsafe_b64decode(token)[16:]).decode()


def few_letters_wrong(token, rng):
    letters = list(token)
    for place in rng.sample(range(64), rng.randint(1, 3)):
        letters[place] = rng.choice(ALPHABET.replace(letters[place], ""))
    return "".join(letters)


def other_length(token, rng):
    return token[: rng.randint(1, 63)] if rng.random() < 0.5 else token + rng.choice(ALPHABET) * rng.randint(1, 9)


WAYS = (by_chance, right_key, right_proof, few_letters_wrong, other_length)


def shown(response, address):
    """The page but for what changes with each page: its own address and the token of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode().replace(address, ""))


def test_no_guess_opens_anything_and_all_get_the_same_answer(world, link, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    token, rng = reading.token_of(link), random.Random(20_000)
    before = SigningLink.objects.values().get()
    browsers = {persona: client_of(world, persona) for persona in PERSONAS}
    answers = {persona: set() for persona in browsers}
    for _number, way, persona in zip(range(GUESSES), cycle(WAYS), cycle(browsers)):
        address = f"/sign/{way(token, rng)}/"
        response = browsers[persona].get(address)
        answers[persona].add((response.status_code, shown(response, address)))
        assert "signing_link" not in browsers[persona].session
    assert {persona: [status for status, _page in found] for persona, found in answers.items()} == dict.fromkeys(
        answers, [404]
    )
    assert SigningLink.objects.values().get() == before
    assert Client().get(f"/sign/{token}/").status_code == 302


def test_a_link_that_is_over_and_one_that_never_was_differ_only_for_who_has_it_whole(link, settings):
    """With its last letter changed, a link in use is answered as any guess."""
    settings.ACCOUNT_RATE_LIMITS = False
    token = reading.token_of(link)
    near = token[:-1] + ("A" if token[-1] != "A" else "B")
    found = {shown(Client().get(f"/sign/{one}/"), f"/sign/{one}/") for one in (near, "A" * 64, "x")}
    assert len(found) == 1


def test_after_many_wrong_links_nothing_is_answered_to_that_network_for_a_while(link):
    rng = random.Random(1)
    statuses = [Client().get(f"/sign/{by_chance('', rng)}/").status_code for _number in range(LIMIT + 5)]
    assert statuses == [404] * LIMIT + [429] * 5
    right = f"/sign/{reading.token_of(link)}/"
    assert Client().get(right).status_code == 429
    assert Client().head(right).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(right).status_code == 302


def test_right_links_are_not_counted(link):
    """A program that looks into mail opens it as often as it likes."""
    right = f"/sign/{reading.token_of(link)}/"
    assert {Client().get(right).status_code for _number in range(LIMIT + 5)} == {302}


def test_guessed_codes_end_with_the_link(link):
    """Five tries of each of five codes, then the link is over: 25 of a hundred million."""
    browser = Client()
    browser.get(f"/sign/{reading.token_of(link)}/")
    opened = 0
    for _code in range(reading.MOST_CODES + 1):
        SigningLink.objects.filter(code_at__isnull=False).update(code_at=long_enough_ago())
        browser.post("/sign/", {"send": "1"})
        for number in range(reading.MOST_TRIES + 3):
            opened += browser.post("/sign/", {"code": f"{number:08}"}).status_code == 302
    row = SigningLink.objects.get()
    assert (opened, row.verified_at, row.ended_why, row.code_number) == (0, None, "tries", reading.MOST_CODES)


def long_enough_ago():
    return timezone.now() - 2 * reading.BETWEEN_CODES
