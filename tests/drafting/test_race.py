"""Eight people save to the same text at once; every word whose save was acknowledged is there, exactly once."""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from drafting.models import Revision, Text
from drafting.services import Conflict, save_text, start_text
from network.models import User

THREADS = 8
SAVES = int(os.environ.get("DRAFTING_SAVES", "500"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_eight_threads_saving_five_hundred_times_lose_no_word():
    author = User.objects.create(email="race@example.org", name="Race")
    text = start_text(body="\n\n".join(f"Paragraph {n} begins here." for n in range(40)), by=author)
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(lambda thread: write(thread, text.pk, author), range(THREADS)))
    acknowledged = [word for words, _ in told for word in words]
    refused = [word for _, words in told for word in words]
    assert len(acknowledged) == SAVES
    assert len(set(acknowledged)) == SAVES

    revisions = list(Revision.objects.filter(text=text).order_by("number"))
    assert [r.number for r in revisions] == list(range(1, SAVES + 2))
    assert [r.parent for r in revisions] == [None, *revisions[:-1]]
    assert Text.objects.get().latest == revisions[-1]
    final = revisions[-1].body.split()
    assert sorted(word for word in final if word.startswith("w-")) == sorted(acknowledged)
    assert not set(refused) & set(final)
    appeared = set()
    for revision in revisions:
        count = Counter(word for word in revision.body.split() if word.startswith("w-"))
        assert set(count.values()) <= {1}
        assert appeared <= set(count)
        appeared = set(count)


def write(thread, pk, author):
    """Save own words one by one, each from the text as it was opened; a refused word is written anew."""
    chance = random.Random(thread)
    kept, refused = [], []
    wanted = SAVES // THREADS + (thread < SAVES % THREADS)
    try:
        while len(kept) < wanted:
            text = Text.objects.select_related("latest").get(pk=pk)
            word = f"w-{thread}-{len(kept)}-{len(refused)}"
            paragraphs = text.body.split("\n\n")
            paragraphs[chance.randrange(len(paragraphs))] += f" {word}"
            try:
                save_text(text, body="\n\n".join(paragraphs), base=text.latest, by=author)
            except Conflict:
                refused.append(word)
            else:
                kept.append(word)
    finally:
        connection.close()
    return kept, refused
