import hashlib

import pytest
from django.contrib.auth.models import AnonymousUser

from drafting import editions, subjects
from drafting.models import Edition
from ledger.models import Entry
from plans.models import NarrativePart
from tests.drafting.conftest import freeze_part


def test_an_edition_is_the_canonical_content_and_its_hash(world, part_subject):
    edition = freeze_part(world)
    assert edition.content == '{"body":"","title":"Foreword by civil society"}'
    assert edition.sha256 == hashlib.sha256(edition.content.encode()).hexdigest()
    assert edition.data == {"title": "Foreword by civil society", "body": ""}
    assert (edition.number, edition.subject, edition.frozen_by) == (1, world.part, world.person("coordinator"))


def test_the_same_content_is_the_same_edition(world, part_subject):
    first = freeze_part(world)
    assert freeze_part(world) == first
    world.part.title = "Foreword"
    assert not editions.is_current(first, world.part)
    second = freeze_part(world)
    assert (second.number, list(Edition.objects.of(world.part))) == (2, [second, first])


def test_going_back_to_earlier_words_is_a_new_edition(world, part_subject):
    first = freeze_part(world)
    world.part.title = "Other"
    freeze_part(world)
    world.part.title = "Foreword by civil society"
    third = freeze_part(world)
    assert (third.number, third.sha256) == (3, first.sha256)


def test_freezing_stands_in_the_ledger(world, part_subject):
    edition = freeze_part(world)
    entry = Entry.objects.about(world.part).get()
    assert (entry.verb, entry.data) == ("drafting.freeze", {"number": 1, "sha256": edition.sha256})


def test_verifying(world, part_subject):
    edition = freeze_part(world)
    assert editions.verify(edition)
    edition.content = edition.content.replace("Foreword", "Preface")
    assert not editions.verify(edition)
    edition.sha256 = hashlib.sha256(edition.content.encode()).hexdigest()
    assert editions.verify(edition)
    edition.content = " " + edition.content
    edition.sha256 = hashlib.sha256(edition.content.encode()).hexdigest()
    assert not editions.verify(edition)


def test_editions_are_seen_with_what_they_are_of(world, part_subject):
    edition = freeze_part(world)
    assert list(Edition.objects.visible_to(AnonymousUser())) == []
    NarrativePart.objects.filter(pk=world.part.pk).update(title="seen")
    assert list(Edition.objects.visible_to(AnonymousUser())) == [edition]


def test_what_is_not_registered_is_neither_frozen_nor_seen(world, part_subject, monkeypatch):
    freeze_part(world)
    monkeypatch.setattr(subjects, "_subjects", {})
    assert list(Edition.objects.visible_to(world.person("admin"))) == []
    with pytest.raises(subjects.NotASubject):
        freeze_part(world)
