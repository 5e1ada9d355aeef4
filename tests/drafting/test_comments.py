"""What can be said on a text, by whom and for whom, and what is told to whom."""

import uuid

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from drafting import comments, owners
from drafting.choices import Audience, ThreadState
from drafting.comments import WrongState
from drafting.models import Comment, Mention, Thread
from ledger.models import Entry
from notices.choices import Why
from notices.models import Event, Message
from tests.drafting.rooms import SECRET, WRITER, rooms, start, write
from tests.world import PERSONAS, build_world

SIDE_OF = {
    "member": "civil_society",
    "official": "government",
    "cs_drafter": "civil_society",
    "gov_drafter": "government",
    "coordinator": "civil_society",
    "lead_official": "government",
    "clearing_officer": "government",
    "minister": "government",
    "representative": "civil_society",
    "steering_member": "civil_society",
}
ENGAGED = {*SIDE_OF, "reviewer"} - {"member", "official"}
READ_BY = {"open": set(PERSONAS), "network": {*SIDE_OF, "reviewer"}, "engaged": ENGAGED}


@pytest.mark.parametrize("openness", READ_BY)
def test_each_room_is_read_by_its_own_side_as_far_as_the_plan_is_open(openness, db):
    world = build_world(openness=openness)
    write(world)
    start(world)
    rooms(world)
    found = {persona: sorted(_bodies(world.person(persona))) for persona in PERSONAS}
    expected = {persona: [] for persona in PERSONAS}
    for persona in READ_BY[openness]:
        own = [SECRET[SIDE_OF[persona]]] if persona in SIDE_OF else []
        expected[persona] = sorted(["Is this enough?", *own])
    assert found == expected


def _bodies(person):
    return Comment.objects.visible_to(person).values_list("body", flat=True)


@pytest.mark.parametrize("openness", ["network", "engaged"])
def test_as_many_people_are_counted_as_read_it(openness, db):
    world = build_world(openness=openness)
    found, owner = owners.find(world.part.text)
    readers = found.readers(owner)
    everyone = {world.person(persona).pk for persona in READ_BY[openness]}
    assert readers.people == everyone
    for side in SECRET:
        own = {world.person(persona).pk for persona in READ_BY[openness] if SIDE_OF.get(persona) == side}
        assert readers.on_side(side) == own


def test_of_an_open_plan_all_of_a_side_are_counted(db):
    world = build_world(openness="open")
    found, owner = owners.find(world.part.text)
    own = {world.person(persona).pk for persona, side in SIDE_OF.items() if side == "civil_society"}
    assert found.readers(owner).is_public
    assert found.readers(owner).on_side("civil_society") == own


def test_who_leaves_a_post_leaves_the_room(world):
    write(world)
    room = rooms(world)["government"]
    person = world.person("gov_drafter")
    assert Thread.objects.visible_to(person).filter(pk=room.pk).exists()
    person.tenures.update(ends=person.tenures.first().starts)
    assert not Thread.objects.visible_to(person).filter(pk=room.pk).exists()


@pytest.mark.parametrize("change", [{"audience": "everyone", "side": ""}, {"side": "government"}, {"quote": "x"}])
def test_the_database_refuses_to_widen_or_move_a_conversation(world, change):
    write(world)
    room = rooms(world)["civil_society"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Thread.objects.filter(pk=room.pk).update(**change)
    room.refresh_from_db()
    assert (room.audience, room.side, room.quote) == ("side", "civil_society", "")


def test_the_database_refuses_to_change_what_was_said(world):
    thread = start(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        thread.comments.update(body="Something else")
    assert thread.comments.get().body == "Is this enough?"


def test_a_comment_is_moved_to_no_other_conversation(world):
    room, open_to_all = rooms(world)["civil_society"], start(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        room.comments.update(thread=open_to_all)


def test_who_acts_for_no_side_has_no_room(world):
    with pytest.raises(ValidationError, match="neither side"):
        start(world, by="reviewer", audience=Audience.SIDE)
    assert Thread.objects.count() == 0


def test_nobody_answers_in_the_room_of_the_other_side(world):
    room = rooms(world)["civil_society"]
    with pytest.raises(ValidationError, match="other side"):
        comments.answer(room, "Overheard", world.person("lead_official"))
    assert room.comments.count() == 1


@pytest.mark.parametrize(("body", "words"), [("  \n ", "Write something"), ("x" * 10_001, "10,001 characters")])
def test_empty_and_endless_words_are_refused(world, body, words):
    with pytest.raises(ValidationError, match=words):
        start(world, body=body)
    assert Thread.objects.count() == 0


def test_words_that_do_not_stand_in_the_revision_cannot_be_quoted(world):
    write(world)
    other = comments.Anchor("elsewhere", "of ", " it")
    who = {"audience": "everyone", "by": world.person("coordinator")}
    with pytest.raises(ValueError, match="do not stand"):
        comments.start_thread(world.part.text, anchor=other, body="Hm", **who)


def test_resolving_says_what_was_done_and_reopening_why(world):
    thread = start(world)
    comments.resolve(thread, "Added a date", world.person("lead_official"))
    thread.refresh_from_db()
    assert (thread.state, thread.resolution) == (ThreadState.RESOLVED, "Added a date")
    comments.reopen(thread, "The date is wrong", world.person("coordinator"))
    thread.refresh_from_db()
    assert (thread.state, thread.resolution, thread.resolved_at) == (ThreadState.OPEN, "", None)
    said = [(one.kind, one.body) for one in thread.comments.order_by("created_at")]
    assert said == [
        ("said", "Is this enough?"),
        ("resolved", "Added a date"),
        ("reopened", "The date is wrong"),
    ]


def test_what_is_resolved_is_not_resolved_again(world):
    thread = start(world)
    same = Thread.objects.get(pk=thread.pk)
    comments.resolve(thread, "Done", world.person("coordinator"))
    with pytest.raises(WrongState):
        comments.resolve(same, "Done too", world.person("lead_official"))
    with pytest.raises(ValidationError):
        comments.resolve(same, " ", world.person("lead_official"))
    assert thread.comments.count() == 2


def test_a_withdrawn_comment_loses_its_words_and_keeps_its_place(world):
    thread = start(world, mentions=[world.person("cs_drafter")])
    comment = thread.comments.get()
    comments.withdraw(comment, world.person("coordinator"))
    comment.refresh_from_db()
    assert (comment.body, comment.withdrawn_at is None, Mention.objects.count()) == ("", False, 0)
    with pytest.raises(WrongState):
        comments.withdraw(comment, world.person("coordinator"))


def test_nobody_withdraws_the_words_of_another(world):
    comment = start(world).comments.get()
    with pytest.raises(ValueError, match="its author"):
        comments.withdraw(comment, world.person("lead_official"))


def test_an_audience_is_remembered_for_each_person_and_text(world):
    coordinator, text = world.person("coordinator"), world.part.text
    assert comments.last_audience(text, coordinator) == ""
    rooms(world)
    assert comments.last_audience(text, coordinator) == "side"
    assert comments.last_audience(text, world.person("cs_drafter")) == ""
    coordinator.tenures.all().delete()
    assert comments.last_audience(text, coordinator) == ""


# Who is called and told


def test_who_is_mentioned_is_told_at_once_without_the_words(world):
    write(world)
    thread = start(world, on="March 2014", mentions=[world.post("lead_official"), world.person("cs_drafter")])
    told = {message.recipient.name: message.why for message in Message.objects.select_related("recipient")}
    assert told["Lead Official"] == told["Cs Drafter"] == Why.MENTIONED
    event = Event.objects.get()
    assert (event.thing_label, event.thing_id) == ("drafting.thread", str(thread.key))
    assert event.title == f"Comment on {world.part}"


@pytest.mark.parametrize("persona", ["lead_official", "reviewer", "stranger", "admin"])
def test_nobody_is_mentioned_who_may_not_read_it(world, persona):
    with pytest.raises(ValidationError, match="may not read"):
        start(world, audience=Audience.SIDE, body="Come", mentions=[world.person(persona)])
    assert (Thread.objects.count(), Message.objects.count()) == (0, 0)


def test_a_vacant_post_is_mentioned_only_on_its_own_side(world):
    vacant = world.post("vacant")
    with pytest.raises(ValidationError):
        start(world, audience=Audience.SIDE, mentions=[vacant])
    start(world, by="lead_official", audience=Audience.SIDE, mentions=[vacant])
    assert Mention.objects.get().post == vacant


def test_of_a_room_nobody_else_gets_even_a_message_that_is_kept_back(world):
    write(world)
    for side, thread in rooms(world).items():
        comments.answer(thread, "So be it", world.person(WRITER[side]))
        event = Event.objects.filter(thing_id=str(thread.key))
        told = Message.objects.filter(event__in=event).values_list("recipient__email", flat=True)
        personas = {email.split("@")[0].replace("-", "_") for email in told}
        assert {SIDE_OF.get(persona) for persona in personas} <= {side}


def test_who_takes_part_is_told_of_an_answer_and_never_of_their_own(world):
    thread = start(world, by="member")
    Message.objects.all().delete()
    comments.answer(thread, "Yes", world.person("cs_drafter"))
    people = set(Message.objects.values_list("recipient__name", flat=True))
    assert "Member" in people
    assert "Cs Drafter" not in people


# No trace


def test_rooms_leave_nothing_in_the_ledger_and_no_number(world):
    before = Entry.objects.count()
    thread = rooms(world)["civil_society"]
    comments.resolve(thread, "Done", world.person("coordinator"))
    assert Entry.objects.count() == before
    assert {type(one.pk) for one in (thread, *thread.comments.all())} == {uuid.UUID}
    assert {one.pk.version for one in (thread, *thread.comments.all())} == {4}


def test_the_admin_site_knows_nothing_of_drafts_or_comments():
    shown = {model._meta.label for model in admin.site._registry}
    assert {label for label in shown if label.startswith(("drafting.", "notices."))} == set()


def test_twins_agree_on_who_reads_a_comment(world):
    write(world)
    start(world)
    rooms(world)
    for persona in PERSONAS:
        person = world.person(persona)
        by_thread = set(Comment.objects.filter(thread__in=Thread.objects.visible_to(person)))
        assert set(Comment.objects.visible_to(person)) == by_thread
