from django.contrib.auth.models import AnonymousUser

from drafting import owners
from drafting.models import Revision, Text
from drafting.services import start_text
from plans.models import NarrativePart


def make_part(world, title, position):
    text = start_text(body=f"Words of {title}", by=world.person("coordinator"))
    return NarrativePart.objects.create(
        plan=world.plan, title=title, slug=title, owner="both", position=position, text=text
    )


def test_texts_are_seen_with_their_owners(world, part_owner):
    seen, hidden = make_part(world, "seen", 5), make_part(world, "hidden", 6)
    assert list(Text.objects.visible_to(AnonymousUser())) == [seen.text]
    assert [r.body for r in Revision.objects.visible_to(AnonymousUser())] == ["Words of seen"]
    assert (seen.text.owner, str(seen.text)) == (seen, "seen")
    assert (hidden.text.owner, str(hidden.text)) == (hidden, "hidden")


def test_texts_of_nobody_known_are_seen_by_nobody(world, monkeypatch):
    monkeypatch.setattr(owners, "_owners", {})
    make_part(world, "seen", 5)
    assert list(Text.objects.visible_to(world.person("admin"))) == []
    assert list(Revision.objects.visible_to(world.person("admin"))) == []


def test_a_text_without_an_owner_is_seen_by_nobody(world, part_owner):
    text = start_text(body="Left over", by=world.person("coordinator"))
    assert (text.owner, str(text)) == (None, "A text")
    assert list(Text.objects.visible_to(world.person("coordinator"))) == []
