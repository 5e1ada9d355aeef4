"""The browser keeps and saves the same form at once: no words that were saved are offered afterwards."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from drafting import copies
from drafting.models import Text, WorkingCopy
from drafting.services import save_text, start_text
from network.models import User

ROUNDS = 60
MOST = 20 * ROUNDS  # by then a machine that can race at all has met both orders


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_autosave_against_save():
    author = User.objects.create(email="race@example.org", name="Race")
    text = start_text(body="Paragraph 0.", by=author)
    came = {"kept": 0, "late": 0, "saved": 0}
    with ThreadPoolExecutor(3) as pool:
        for number in range(1, MOST):
            text.refresh_from_db()
            key, start, base = uuid.uuid4(), Barrier(3), text.latest
            half, whole = f"Paragraph {number}. Ha", f"Paragraph {number}. Half and whole"
            acts = [
                pool.submit(at_once, start, keep, text.pk, author, half, base, key),
                pool.submit(at_once, start, keep, text.pk, author, whole, base, key),
                pool.submit(at_once, start, save, text.pk, author, whole, base, key),
            ]
            for act in acts:
                came[act.result()] += 1
            assert list(WorkingCopy.objects.filter(closed_at=None)) == []
            assert Text.objects.get(pk=text.pk).body == whole
            if number >= ROUNDS and came["kept"] and came["late"]:
                break
    assert came["saved"] == number
    assert came["kept"] + came["late"] == 2 * number
    assert came["kept"] > 0  # both orders were met
    assert came["late"] > 0


def at_once(start, act, *args):
    start.wait()
    try:
        return act(*args)
    finally:
        connection.close()


def keep(pk, author, body, base, key):
    try:
        copies.keep(Text.objects.get(pk=pk), person_id=author.pk, body=body, base=base, sitting=key)
    except copies.SittingClosed:
        return "late"
    return "kept"


def save(pk, author, body, base, key):
    text = Text.objects.get(pk=pk)
    with transaction.atomic():
        save_text(text, body=body, base=base, by=author)
        copies.close(text, person=author, sitting=key)
    return "saved"
