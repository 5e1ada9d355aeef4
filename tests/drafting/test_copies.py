"""What is kept of words that were not saved, and for whom."""

import datetime as dt
import uuid

import pytest
from django.contrib import admin
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from drafting import copies
from drafting.models import MAX_LENGTH, WorkingCopy
from drafting.services import save_text, start_text
from plans.models import NarrativePart

BODY = "We will publish the data.\n\nWe report every year."


@pytest.fixture
def text(world, part_owner):
    text = start_text(body=BODY, by=world.person("coordinator"))
    NarrativePart.objects.create(plan=world.plan, title="seen", slug="seen", owner="both", position=9, text=text)
    return text


@pytest.fixture
def ann(world):
    return world.person("cs_drafter")


def keep(text, person, body, *, sitting=None, base="latest", **more):
    base = text.latest if base == "latest" else base
    return copies.keep(text, person_id=person.pk, body=body, base=base, sitting=sitting, **more)


def offered(text, person):
    text.refresh_from_db()
    copy = copies.waiting(text, person)
    return copy.body if copy else None


def test_kept_words_are_offered_to_their_author_alone(text, ann, world):
    at = timezone.now()
    copy = keep(text, ann, BODY + " And more.", note="Because", at=at)
    assert (copy.base, copy.note, copy.saved_at) == (text.latest, "Because", at)
    assert offered(text, ann) == BODY + " And more."
    assert offered(text, world.person("gov_drafter")) is None
    assert copies.find(text, world.person("gov_drafter"), str(copy.sitting)) is None


def test_not_in_the_admin_and_not_for_the_superuser(text, ann, world):
    copy = keep(text, ann, "Other words")
    assert WorkingCopy not in admin.site._registry
    assert copies.find(text, world.person("admin"), str(copy.sitting)) is None


def test_the_same_form_keeps_its_last_words(text, ann):
    key = uuid.uuid4()
    keep(text, ann, "One", sitting=key)
    keep(text, ann, "One two", sitting=key)
    assert [copy.body for copy in WorkingCopy.objects.all()] == ["One two"]


def test_two_windows_never_overwrite_each_other(text, ann):
    keep(text, ann, "Morning", at=timezone.now() - dt.timedelta(hours=1))
    second = keep(text, ann, "Evening")
    assert offered(text, ann) == "Evening"
    copies.throw_away(second)
    assert offered(text, ann) == "Morning"


def test_nothing_is_kept_of_a_text_that_was_not_changed(text, ann):
    key = uuid.uuid4()
    assert keep(text, ann, BODY + "\n\n", sitting=key) is None
    keep(text, ann, "Changed", sitting=key)
    assert keep(text, ann, BODY.replace("\n", "\r\n"), sitting=key) is None
    assert WorkingCopy.objects.count() == 0


def test_a_saved_form_keeps_nothing_any_more(text, ann):
    key = uuid.uuid4()
    keep(text, ann, "Half a sen", sitting=key)
    copies.close(text, person=ann, sitting=key)
    assert offered(text, ann) is None
    with pytest.raises(copies.SittingClosed):
        keep(text, ann, "Half a sen", sitting=key)


def test_closing_one_window_leaves_the_words_of_another(text, ann):
    keep(text, ann, "The other window")
    copies.close(text, person=ann, sitting=uuid.uuid4())
    assert offered(text, ann) == "The other window"


def test_closed_forms_are_forgotten_after_a_day(text, ann):
    first = uuid.uuid4()
    copies.close(text, person=ann, sitting=first, at=timezone.now() - dt.timedelta(days=2))
    copies.close(text, person=ann, sitting=uuid.uuid4())
    assert not WorkingCopy.objects.filter(sitting=first).exists()


def test_words_that_the_text_says_already_are_not_offered(text, ann, world):
    keep(text, ann, BODY.replace("every year", "every month"))
    save_text(text, body=BODY.replace("every year", "every month"), base=text.latest, by=world.person("coordinator"))
    assert offered(text, ann) is None


def test_words_within_a_later_text_are_not_offered(text, ann, world):
    keep(text, ann, BODY.replace("every year", "every month"))
    both = "All departments agree.\n\n" + BODY.replace("every year", "every month")
    save_text(text, body=both, base=text.latest, by=world.person("coordinator"))
    assert offered(text, ann) is None


def test_words_beside_a_later_text_are_offered(text, ann, world):
    mine = BODY.replace("every year", "every month")
    keep(text, ann, mine)
    save_text(text, body=BODY.replace("will publish", "publish"), base=text.latest, by=world.person("coordinator"))
    assert offered(text, ann) == mine


def test_words_of_a_text_that_is_not_seen_any_more_are_not_reached(text, ann):
    copy = keep(text, ann, "Mine")
    NarrativePart.objects.filter(text=text).update(title="hidden")
    assert offered(text, ann) is None
    assert copies.find(text, ann, str(copy.sitting)) is None
    assert list(WorkingCopy.objects.waiting_for(ann)) == []


def test_dropping(text, ann, world):
    keep(text, ann, "Mine")
    keep(text, world.person("coordinator"), "Hers")
    copies.drop(text, ann)
    assert [copy.body for copy in WorkingCopy.objects.all()] == ["Hers"]


def test_too_long_to_be_a_text_is_too_long_to_be_kept(text, ann):
    with pytest.raises(ValidationError):
        keep(text, ann, "x" * (MAX_LENGTH + 1))


def test_the_database_holds_no_words_of_a_closed_form(text, ann):
    copy = keep(text, ann, "Mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingCopy.objects.filter(pk=copy.pk).update(closed_at=timezone.now())


def test_a_token_names_its_form_and_nobody_else_can_make_one(text, ann, settings):
    sitting = copies.sit_down(text, ann)
    token = sitting.token()
    assert copies.sitting_of(token) == sitting
    assert copies.sitting_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert copies.sitting_of(signing.dumps([text.pk, ann.pk, sitting.key.hex])) is None
    assert copies.sitting_of("") is None


def test_a_token_lasts_two_weeks(text, ann, monkeypatch):
    token = copies.sit_down(text, ann).token()
    monkeypatch.setattr(copies, "LONGEST_SITTING", dt.timedelta(seconds=-1))
    assert copies.sitting_of(token) is None
