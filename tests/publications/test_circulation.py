"""The final draft in circulation: who starts it, who chooses whom, who reads it until when, and what is on record."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.utils import timezone

from drafting.services import save_text
from ledger.machine import NotAllowed, ReasonNeeded
from ledger.models import Entry, Opening
from network.choices import Side
from network.models import Tenure
from notices.models import Event
from plans.models import Plan
from publications import circulation, reader_list
from publications.choices import Opened
from publications.models import Circulation, CirculationOpening, CirculationReader
from publications.workflow import ChangedMeanwhile, NothingNew
from tests.kept import undone
from tests.publications.circulating import WHY, add, add_one, engaged_world, remove, start
from tests.world import PERSONAS, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return engaged_world()


@pytest.fixture
def running(world) -> Circulation:
    return start(world)


def who_can(world, act) -> set[str]:
    """The personas for whom the act is not refused; each finds the world as it was."""
    found = set()
    for persona in PERSONAS:
        with undone():
            try:
                act(world.person(persona))
            except NotAllowed:
                continue
            found.add(persona)
    return found


def readers(world, found: Circulation) -> set[str]:
    """The rule and its twin on the queryset, which have to agree."""
    by_rule = {p for p in PERSONAS if world.person(p).has_perm("publications.read_circulated", found)}
    by_list = {p for p in PERSONAS if Circulation.objects.visible_to(world.person(p)).filter(pk=found.pk).exists()}
    assert by_rule == by_list
    return by_rule


# Who may


def test_either_lead_starts_and_ends_it(world):
    leads = {"lead_official", "coordinator"}
    assert who_can(world, lambda by: circulation.start(world.plan, until=days(7), by=by)) == leads
    running = start(world)
    assert who_can(world, lambda by: circulation.end(running, by=by)) == leads


@pytest.mark.parametrize(
    ("one", "lead"),
    [("minister", "lead_official"), ("official", "lead_official"), ("representative", "coordinator")],
)
def test_each_lead_adds_and_removes_only_posts_of_their_own_side(world, running, one, lead):
    post = world.post(one)
    assert who_can(world, lambda by: circulation.add_reader(running, to=post, by=by)) == {lead}
    entry = add_one(world, running, post)
    assert who_can(world, lambda by: circulation.remove_reader(entry, reason=WHY, by=by)) == {lead}


@pytest.mark.parametrize(
    ("one", "leads"), [("member", {"coordinator"}), ("official", {"lead_official"}), ("stranger", set())]
)
def test_each_lead_adds_only_people_of_their_own_side(world, running, one, leads):
    person = world.person(one)
    assert who_can(world, lambda by: circulation.add_reader(running, to=person, by=by)) == leads


def test_nobody_adds_a_reviewer_who_is_of_no_side(world, running):
    assert who_can(world, lambda by: circulation.add_reader(running, to=world.post("reviewer"), by=by)) == set()


def test_only_those_on_the_list_read_it(world, running):
    assert readers(world, running) == set()
    add(world, running, "minister", "official", "member")
    assert readers(world, running) == {"minister", "official", "member"}
    read = {"minister", "official", "member"}
    assert who_can(world, lambda by: circulation.open_text(running, what=Opened.PAGE, by=by)) == read


def test_a_reader_gains_no_other_right(world, running):
    asked = ["plans.see_drafts", "publications.circulate", "publications.export", "publications.see_release"]
    member = world.person("member")
    before = [member.has_perm(name, world.plan) for name in asked]
    add(world, running, "member")
    assert [member.has_perm(name, world.plan) for name in asked] == before == [False] * 4
    assert Plan.objects.with_drafts_visible_to(member).filter(pk=world.plan.pk).exists() is False


# Starting


@pytest.mark.parametrize("openness", ["open", "network"])
def test_it_starts_only_while_drafts_are_for_the_engaged_and_says_where_to_change_that(world, openness):
    Plan.objects.filter(pk=world.plan.pk).update(openness=openness)
    with pytest.raises(circulation.TooOpen) as refused:
        start(world)
    assert "under “Rules of this plan”" in refused.value.messages[0]
    assert Circulation.objects.count() == 0


def test_the_openness_of_the_last_weeks_counts(world):
    Plan.objects.filter(pk=world.plan.pk).update(openness="network", late_openness="engaged", late_from=days(0))
    assert start(world).is_running()


def test_a_day_that_is_over_and_an_empty_plan_are_refused(world):
    with pytest.raises(ValidationError, match="still to come"):
        start(world, until=days(-1))
    world.plan.commitments.all().delete()
    with pytest.raises(ValidationError, match="nothing in the plan"):
        start(world)


def test_what_circulates_is_what_was_seen(world):
    with pytest.raises(ChangedMeanwhile):
        start(world, seen_sha256="0" * 64)


def test_the_same_text_does_not_circulate_twice_and_a_later_one_ends_it(world, running):
    add(world, running, "member")
    with pytest.raises(NothingNew):
        start(world)
    save_text(world.part.text, body="We were at the table.", base=None, by=world.person("cs_drafter"))
    later = start(world, by="coordinator")
    running.refresh_from_db()
    assert (running.ended_by, later.edition.number) == (world.person("coordinator"), 2)
    assert readers(world, running) == readers(world, later) == set()
    assert Entry.objects.filter(verb=circulation.END).count() == 1


def test_a_new_one_of_the_same_text_can_follow_one_whose_day_is_over(world):
    long_ago = timezone.now() - dt.timedelta(days=9)
    start(world, until=days(-2), at=long_ago)
    assert start(world).is_running()
    assert Circulation.objects.filter(ended_at=None).count() == 1


def test_each_side_takes_over_its_own_earlier_readers(world, running):
    entry, *_rest = add(world, running, "minister", "official", "member", "representative")
    remove(world, entry)
    save_text(world.part.text, body="We were at the table.", base=None, by=world.person("cs_drafter"))
    later = start(world)
    circulation.add_earlier_readers(later, by=world.person("lead_official"))
    assert readers(world, later) == {"official"}
    circulation.add_earlier_readers(later, by=world.person("coordinator"))
    assert readers(world, later) == {"official", "member", "representative"}
    assert circulation.earlier_readers(later, world.person("coordinator")) == []


# Until when


def test_it_is_read_until_the_end_of_the_last_day_in_the_country(world, running):
    add(world, running, "member", "minister")
    midnight = dt.datetime.combine(
        running.until + dt.timedelta(days=1), dt.time(), tzinfo=timezone.get_current_timezone()
    )
    last, after = midnight - dt.timedelta(seconds=1), midnight
    for persona in ("member", "minister"):
        person = world.person(persona)
        assert [running.readers.visible_to(person, moment).count() for moment in (last, after)] == [1, 0]
    with pytest.raises(circulation.NotOnTheList):
        circulation.open_text(running, what=Opened.PAGE, by=world.person("member"), at=after)


def test_nobody_reads_what_was_ended(world, running):
    add(world, running, "member", "minister")
    circulation.end(running, by=world.person("coordinator"))
    assert readers(world, running) == set()
    with pytest.raises(circulation.Over):
        add(world, running, "official")


def test_who_is_removed_reads_no_more_and_can_be_put_back(world, running):
    first, _other = add(world, running, "member", "minister")
    remove(world, first)
    assert readers(world, running) == {"minister"}
    second = add(world, running, "member")[0]
    assert (second.number, readers(world, running)) == (3, {"member", "minister"})


def test_removing_needs_a_reason_and_is_done_once(world, running):
    entry = add(world, running, "member")[0]
    with pytest.raises(ReasonNeeded):
        circulation.remove_reader(entry, reason=" ", by=world.person("coordinator"))
    remove(world, entry)
    remove(world, entry)
    assert Entry.objects.filter(verb=circulation.REMOVE).count() == 1


def test_whoever_holds_the_post_reads_for_it_and_a_former_holder_does_not(world, running):
    add(world, running, "official")
    assert readers(world, running) == {"official"}
    Tenure.objects.filter(post=world.post("official")).update(ends=days(0))
    assert readers(world, running) == set()
    Tenure.objects.create(post=world.post("official"), person=world.person("stranger"), starts=days(0))
    assert readers(world, running) == {"stranger"}


def test_a_person_and_a_post_are_on_the_list_once(world, running):
    add(world, running, "member", "minister")
    for persona in ("member", "minister"):
        with pytest.raises(ValidationError, match="on the list already"):
            add(world, running, persona)


# Who has read


def test_the_list_says_who_has_read_when_and_how(world, running):
    add(world, running, "minister", "official", "member")
    moment = timezone.make_aware(dt.datetime.combine(days(0), dt.time(10, 3)))
    for what in (Opened.PAGE, Opened.PDF, Opened.PAGE):
        circulation.open_text(running, what=what, by=world.person("minister"), at=moment)
    circulation.open_text(running, what=Opened.PDF, by=world.person("member"), at=moment)
    found = reader_list.of(running, world.person("member"))
    assert found.in_words == "2 of 3 have read it"
    assert [row.is_read for row in found.rows] == [True, False, True]
    assert [opening.split(", ")[0] for opening in found.rows[0].openings] == ["the page", "the PDF"]
    assert "(2 times, last on" in found.rows[0].openings[0]
    assert [row.can_remove for row in found.rows] == [False] * 3


def test_who_comes_into_a_post_has_not_read_and_the_earlier_opening_stays_on_record(world, running):
    add(world, running, "official")
    circulation.open_text(running, what=Opened.PAGE, by=world.person("official"))
    Tenure.objects.filter(post=world.post("official")).update(ends=days(0))
    vacant = reader_list.of(running, world.person("lead_official")).rows[0]
    assert (vacant.is_vacant, vacant.is_read) == (True, False)
    Tenure.objects.create(post=world.post("official"), person=world.person("stranger"), starts=days(0))
    found = reader_list.of(running, world.person("lead_official"))
    assert (found.in_words, found.rows[0].reads) == ("0 of 1 have read it", "Stranger")
    assert found.rows[0].earlier[0].startswith("Official: the page, ")
    assert list(Circulation.objects.unread_by(world.person("stranger"))) == [running]


def test_one_person_on_the_list_twice_reads_for_both_entries(world, running):
    circulation.add_reader(running, to=world.post("official"), by=world.person("lead_official"))
    circulation.add_reader(running, to=world.person("official"), by=world.person("lead_official"))
    circulation.open_text(running, what=Opened.PAGE, by=world.person("official"))
    assert reader_list.of(running, world.person("official")).in_words == "2 of 2 have read it"


def test_an_opening_is_never_changed_or_deleted(world, running):
    add(world, running, "member")
    circulation.open_text(running, what=Opened.PAGE, by=world.person("member"))
    for change in (
        lambda: CirculationOpening.objects.update(what=Opened.PDF),
        lambda: CirculationOpening.objects.all().delete(),
        lambda: Circulation.objects.update(until=days(30)),
        lambda: CirculationReader.objects.update(person=world.person("stranger")),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert CirculationOpening.objects.get().what == Opened.PAGE


# On record, and told


def test_the_ledger_has_the_acts_without_saying_in_public_who_is_on_the_list(world, running):
    post, person = add(world, running, "minister", "member")
    remove(world, person)
    circulation.end(running, by=world.person("coordinator"))
    acts = Entry.objects.filter(thing_label="publications.circulation").order_by("index")
    assert [act.verb for act in acts] == [
        circulation.START,
        circulation.ADD,
        circulation.ADD,
        circulation.REMOVE,
        circulation.END,
    ]
    public = "".join(act.leaf for act in acts)
    assert running.edition.sha256 in public
    for word in (world.post("minister").slug, "Minister", "Member", WHY):
        assert word not in public.replace('"side":"government"', "")
    assert Opening.objects.filter(entry__in=acts, value__contains="Member").exists()
    assert [act.side for act in acts] == [Side.GOVERNMENT, Side.GOVERNMENT, *[Side.CIVIL_SOCIETY] * 3]


def test_no_word_of_the_draft_is_in_a_message(world, running):
    add(world, running, "minister", "member")
    assert {(event.title, event.address) for event in Event.objects.filter(kind="publications.circulated")} == {
        ("Final draft of National Action Plan 2013 to 2015", "/plans/uk-2013/circulation/")
    }
