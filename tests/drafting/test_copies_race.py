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


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_autosave_against_save():
    author = User.objects.create(email="race@example.org", name="Race")
    text = start_text(body="Paragraph 0.", by=author)
    came = {"kept": 0, "late": 0}
    with ThreadPoolExecutor(3) as pool:
        for number in range(1, ROUNDS):
            text.refresh_from_db()
            key, start, base = uuid.uuid4(), Barrier(3), text.latest
            half, whole = f"Paragraph {number}. Ha", f"Paragraph {number}. Half and whole"
            acts = [
                pool.submit(at_once, start, keep, text.pk, author, half, base, key),
                pool.submit(at_once, start, keep, text.pk, author, whole, base, key),
                pool.submit(at_once, start, save, text.pk, author, whole, base, key),
            ]
            for act in acts:
                came[act.result()] = came.get(act.result(), 0) + 1
            assert list(WorkingCopy.objects.filter(closed_at=None)) == []
            assert Text.objects.get(pk=text.pk).body == whole
    assert came["saved"] == ROUNDS - 1
    assert came["kept"] + came["late"] == 2 * (ROUNDS - 1)
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
