import pytest
from django.db import DatabaseError, IntegrityError, transaction

from drafting.models import Edition, Revision
from drafting.services import save_text
from tests.drafting.conftest import freeze_part


@pytest.mark.parametrize("act", [lambda rows: rows.update(number=9), lambda rows: rows._raw_delete(rows.db)])
def test_the_database_refuses_to_change_or_delete_a_revision(text, act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act(Revision.objects.all())
    assert text.revisions.get().number == 1


@pytest.mark.parametrize("act", [lambda rows: rows.update(content="{}"), lambda rows: rows._raw_delete(rows.db)])
def test_the_database_refuses_to_change_or_delete_an_edition(world, part_subject, act):
    edition = freeze_part(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        act(Edition.objects.all())
    assert Edition.objects.get().content == edition.content


def test_a_number_is_given_once(text, alice):
    save_text(text, body="Two.", base=text.latest, by=alice)
    second = text.latest
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            text=text, number=2, parent=second, author=alice, sha256="x", created_at=second.created_at
        )


def test_one_revision_follows_another(text, alice):
    first = text.latest
    save_text(text, body="Two.", base=first, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            text=text, number=3, parent=first, author=alice, sha256="x", created_at=first.created_at
        )
