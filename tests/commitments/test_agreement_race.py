"""Editors save while both leads sign: no signature stands on words that were not on its signer's screen."""

import hashlib
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from commitments import canonical, workflow
from commitments.models import Commitment
from core.canonical import dumps, sha256
from drafting import agreement
from drafting.models import Edition, Signature
from drafting.owners import Closed
from drafting.services import Conflict, save_text
from drafting.signing import OtherWords
from ledger.machine import Blocked, NotAllowed, WrongState
from network.models import User
from plans.canonical import part_content
from plans.models import NarrativePart
from plans.services import add_part
from tests.commitments.build import SECTION, complete
from tests.world import build_world

EDITORS, SIGNERS = 8, ("lead_official", "coordinator", "lead_official", "coordinator")
SIGNINGS = int(os.environ.get("AGREEMENT_SIGNINGS", "120"))
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def load(kind, pk):
    model = {"commitment": Commitment, "part": NarrativePart}[kind]
    return model.objects.select_related("plan").get(pk=pk)


def screen(kind, pk):
    """What a signer reads: the content as it is shown, and its hash."""
    thing = load(kind, pk)
    content = canonical.content(thing) if kind == "commitment" else part_content(thing)
    return dumps(content).decode(), sha256(content)


def edit(kind, pk, number, author, done):
    """Save other words, over and over, from the text as it was opened."""
    chance = random.Random(number)
    try:
        while not done:
            thing = load(kind, pk)
            text = thing.text if kind == "part" else thing.sections.get(template_section__key=SECTION).text
            words = f"We will publish {chance.randrange(1000)} registers."
            try:
                save_text(text, body=words, base=text.latest, by=author)
            except (Conflict, Closed):
                continue
            finally:
                connection.close()  # back to the pool, as after a request
            time.sleep(chance.random() / 20)  # or nobody would ever finish reading
    finally:
        connection.close()


def sign(kind, pk, number, persona, people, done):
    """Read, sign, and if that makes it agreed, open it again; as often as asked for, and until it was met once that a
    signature stands (on a busy machine the text moves on under nearly every one). Answers what was on the screen."""
    by, seen, tries = people[persona], {}, 0
    try:
        share = SIGNINGS // len(SIGNERS)
        while tries < share or (len(seen) < 2 and tries < 50 * share):
            words, digest = screen(kind, pk)
            tries += 1
            try:
                signature = agreement.agree(load(kind, pk), by=by, seen_sha256=digest)
            except OtherWords:
                continue
            except Blocked:
                reopen(pk, by)
                continue
            seen.setdefault(signature.pk, words)
        return seen
    finally:
        done.append(number)
        connection.close()


def reopen(pk, by):
    try:
        workflow.reopen(Commitment.objects.get(pk=pk), by=by, reason="On with the race")
    except (WrongState, NotAllowed):
        return


@pytest.mark.parametrize("kind", ["commitment", "part"])
def test_nobody_signs_words_that_were_not_on_their_screen(kind):
    world = build_world()
    if kind == "commitment":
        thing = complete(world)
    else:
        thing = add_part(plan=world.plan, title="How", owner="both", body="We.", by=world.person("coordinator"))
    people = {persona: User.objects.get(pk=world.person(persona).pk) for persona in set(SIGNERS)}
    author, done = User.objects.get(pk=world.person("cs_drafter").pk), []
    with ThreadPoolExecutor(EDITORS + len(SIGNERS)) as pool:
        signing = [pool.submit(sign, kind, thing.pk, n, who, people, done) for n, who in enumerate(SIGNERS)]
        editing = [pool.submit(edit, kind, thing.pk, n, author, Full(done)) for n in range(EDITORS)]
        screens = [each.result() for each in signing]
        for each in editing:
            each.result()
    on_screen = {pk: words for seen in screens for pk, words in seen.items()}
    rows = list(Signature.objects.select_related("edition").order_by("pk"))
    assert {row.pk for row in rows} == set(on_screen)
    assert len(rows) > 3
    for row in rows:
        assert row.edition.content == on_screen[row.pk]
        assert (row.entry.data["sha256"], row.edition.sha256) == (sha256_of(row.edition), sha256_of(row.edition))
    standing = Signature.objects.standing()
    assert {side: standing.filter(side=side).count() for side in ("government", "civil_society")} == {
        "government": 1,
        "civil_society": 1,
    }
    assert [one.number for one in Edition.objects.order_by("number")] == list(range(1, Edition.objects.count() + 1))


class Full:
    """True when all signers are done: what the editors ask."""

    def __init__(self, done):
        self.done = done

    def __bool__(self):
        return len(self.done) == len(SIGNERS)


def sha256_of(edition):
    return hashlib.sha256(edition.content.encode()).hexdigest()
