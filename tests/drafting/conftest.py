import pytest

from drafting import editions, owners, subjects
from drafting.owners import TextOwner
from drafting.services import start_text
from network.models import User
from plans.models import NarrativePart


@pytest.fixture
def alice(db):
    return User.objects.create(email="alice@example.org", name="Alice")


@pytest.fixture
def bob(db):
    return User.objects.create(email="bob@example.org", name="Bob")


@pytest.fixture
def text(alice):
    return start_text(body="We will publish the data.\n\nWe report every year.", by=alice)


@pytest.fixture
def part_owner(monkeypatch):
    """Only the narrative parts named "seen" may be seen, by anybody; nothing else owns texts."""
    monkeypatch.setattr(owners, "_owners", {})
    owners.register(
        TextOwner(
            model="plans.NarrativePart",
            accessor="narrative_part",
            visible_to=lambda user: NarrativePart.objects.filter(title="seen"),
            edit_permission="plans.edit_part",
            title=lambda part: part.title,
            address=lambda part: f"/read/{part.slug}/",
            guidance=lambda part: "Say <why> it matters.",
            word_limit=lambda part: 300,
        )
    )


@pytest.fixture
def part_subject(monkeypatch):
    monkeypatch.setattr(subjects, "_subjects", {})
    editions.register(
        NarrativePart,
        canonical=lambda part: {"title": part.title, "body": part.text.body},
        visible_to=lambda user: NarrativePart.objects.filter(title="seen"),
    )


def freeze_part(world):
    return editions.freeze(world.part, by=world.person("coordinator"))
