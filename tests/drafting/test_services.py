import hashlib

import pytest
from django.core.exceptions import ValidationError

from drafting.models import MAX_LENGTH, Text
from drafting.services import Conflict, Moved, restore, save_text, start_text


def history(text):
    return [(r.number, r.body, str(r.author)) for r in text.revisions.order_by("number")]


def test_a_text_starts_with_its_first_words(alice):
    text = start_text(body="Hello.\r\n\r\nYou.", by=alice)
    revision = text.latest
    assert (revision.number, revision.parent, revision.base, revision.body) == (1, None, None, "Hello.\n\nYou.")
    assert revision.sha256 == hashlib.sha256(b"Hello.\n\nYou.").hexdigest()


def test_a_text_may_start_empty(alice):
    text = start_text(by=alice)
    assert (text.latest, text.body, text.number) == (None, "", 0)
    assert save_text(text, body="First.", base=None, by=alice).outcome == "saved"
    assert (text.body, text.number) == ("First.", 1)


def test_a_text_from_a_file_is_kept_to_the_letter_until_somebody_writes(alice):
    text = start_text(body="From a file. \n", by=None)
    assert text.body == "From a file. \n"
    assert save_text(text, body="From a file.", base=text.latest, by=alice).outcome == "unchanged"
    save_text(text, body="From alice. \n", base=text.latest, by=alice)
    assert text.body == "From alice."


def test_the_operator_may_read_a_text_in(db):
    assert start_text(body="From a file.", by=None).latest.author is None


def test_saving_makes_the_next_revision(text, alice, bob):
    first = text.latest
    saved = save_text(text, body="Another.", base=first, by=bob, note="Shorter")
    revision = saved.revision
    assert (saved.outcome, revision.number, revision.parent, revision.note) == ("saved", 2, first, "Shorter")
    assert text.latest == Text.objects.get().latest == revision
    assert history(text) == [(1, first.body, str(alice)), (2, "Another.", str(bob))]


def test_a_save_that_changes_nothing_makes_no_revision(text, bob):
    saved = save_text(text, body=text.body + "  \r\n", base=text.latest, by=bob)
    assert (saved.outcome, saved.revision, text.revisions.count()) == ("unchanged", text.latest, 1)


def test_changes_to_different_paragraphs_are_merged(text, alice, bob):
    base = text.latest
    theirs = save_text(text, body=base.body.replace("the data", "all data"), base=base, by=alice).revision
    saved = save_text(text, body=base.body.replace("every year", "every month"), base=base, by=bob)
    assert saved.outcome == "merged"
    assert saved.revision.body == "We will publish all data.\n\nWe report every month."
    assert (saved.revision.parent, saved.revision.base, saved.revision.merged) == (theirs, base, True)


def test_saving_what_stood_when_it_was_opened_undoes_nobody(text, alice, bob):
    base = text.latest
    save_text(text, body="Alice's words.", base=base, by=alice)
    assert save_text(text, body=base.body, base=base, by=bob).outcome == "unchanged"
    assert text.body == "Alice's words."


def test_changes_to_the_same_words_are_refused_with_both(text, alice, bob):
    base = text.latest
    theirs = save_text(text, body=base.body.replace("year", "month"), base=base, by=alice).revision
    with pytest.raises(Conflict) as caught:
        save_text(text, body=base.body.replace("year", "week"), base=base, by=bob)
    conflict = caught.value
    assert (conflict.theirs, conflict.base) == (theirs, base)
    assert conflict.mine == "We will publish the data.\n\nWe report every week."
    assert conflict.merged_with_markers == (
        "We will publish the data.\n\nWe report every [[ YOURS: week. || THEIRS: month. ]]"
    )
    assert text.revisions.count() == 2


def test_two_who_both_begin_an_empty_text_collide(alice, bob):
    text = start_text(by=alice)
    save_text(text, body="Alice begins.", base=None, by=alice)
    with pytest.raises(Conflict):
        save_text(text, body="Bob begins.", base=None, by=bob)


def test_a_base_of_another_text_is_refused(text, alice):
    other = start_text(body="Other.", by=alice)
    with pytest.raises(ValueError, match="another text"):
        save_text(text, body="x", base=other.latest, by=alice)


def test_hidden_characters_and_forms_of_letters_are_made_one(text, alice):
    save_text(text, body="Cafe\u0301 \u202eabc\u200b", base=text.latest, by=alice)
    assert text.body == "Café abc"


def test_a_text_that_is_too_long_is_refused_with_both_numbers(text, alice):
    with pytest.raises(ValidationError) as caught:
        save_text(text, body="x" * (MAX_LENGTH + 1), base=text.latest, by=alice)
    assert caught.value.messages == ["This text has 200,001 characters. The longest a text may be is 200,000."]


def test_restoring_is_a_new_revision(text, alice, bob):
    first = text.latest
    save_text(text, body="Worse.", base=first, by=alice)
    restored = restore(first, by=bob).revision
    assert (restored.number, restored.body, restored.restored_from, str(restored.author)) == (
        3,
        first.body,
        first,
        str(bob),
    )
    assert restored.note == "Restored from revision 1"


def test_restoring_what_stands_changes_nothing(text, bob):
    assert restore(text.latest, by=bob).outcome == "unchanged"


def test_restoring_over_words_that_were_not_seen_is_refused(text, alice, bob):
    first = text.latest
    save_text(text, body="Second.", base=first, by=alice)
    save_text(text, body="Third.", base=text.latest, by=alice)
    with pytest.raises(Moved):
        restore(first, by=bob, expected=2)


def test_the_author_acts_for_a_post_and_a_side(world):
    text = start_text(body="From government.", by=world.person("gov_drafter"))
    revision = text.latest
    assert (revision.side, revision.post, revision.organisation) == (
        "government",
        world.post("gov_drafter").title,
        "Department for Business",
    )
