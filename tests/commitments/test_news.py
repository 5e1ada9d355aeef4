"""Lists mark what is new to each person since they last opened a commitment's own page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments import reading, services, workflow
from drafting import comments
from drafting.choices import Audience
from drafting.models import Reading
from drafting.services import save_text
from drafting.suggestions import refuse, suggest
from tests.commitments.build import SECTION, propose

pytestmark = pytest.mark.django_db
INDEX = reverse("commitments:index", args=["uk-2013"])
BOARD = reverse("commitments:board", args=["uk-2013"])
READERS = ("coordinator", "lead_official", "cs_drafter", "gov_drafter", "member")


@pytest.fixture
def commitment(world):
    """Read by everybody once all of it was written."""
    one = propose(world, sections={SECTION: "We will publish the owners."})
    services.add_milestone(one, text="Hold a hearing", lead=[world.department], by=world.person("cs_drafter"))
    read_by(world, one, *READERS)
    return one


def read_by(world, commitment, *personas):
    for persona in personas:
        Reading.objects.update_or_create(
            person=world.person(persona),
            thing_label=reading.LABEL,
            thing_id=str(commitment.pk),
            defaults={"read_at": timezone.now()},
        )


def new_to(world, commitment):
    """By persona: the kinds of things that are new to them."""
    found = {persona: reading.news_of([commitment], world.person(persona)) for persona in READERS}
    return {persona: news[commitment.pk].kinds for persona, news in found.items() if news}


def text_of(commitment):
    return commitment.sections.get(template_section__key=SECTION).text


def write(world, commitment, by):
    text = text_of(commitment)
    save_text(text, body="We will publish them all.", base=text.latest, by=world.person(by))


def a_suggestion(world, commitment, by):
    text = text_of(commitment)
    place = {"base": text.latest, "quote_start": 0, "quote_end": 7}
    return suggest(text, replacement="We must", reason="A duty", by=world.person(by), **place)


def a_comment(world, commitment, by, audience=Audience.EVERYONE):
    comments.start_thread(text_of(commitment), anchor=None, body="Why?", audience=audience, by=world.person(by))


ACTS = {
    "text": write,
    "details": lambda world, one, by: services.edit_details(one, title="Who owns", by=world.person(by)),
    "organisations": lambda world, one, by: services.set_organisations(
        one, lead=[world.department], by=world.person(by)
    ),
    "milestones": lambda world, one, by: services.edit_milestone(
        one.milestones.get(), text="Hold two", by=world.person(by)
    ),
    "suggestions": a_suggestion,
    "comments": a_comment,
}


def test_nothing_is_new_to_whoever_has_read_it_all(world, commitment):
    assert new_to(world, commitment) == {}


@pytest.mark.parametrize("kind", ACTS)
def test_what_one_does_is_new_to_all_others(world, commitment, kind):
    ACTS[kind](world, commitment, "gov_drafter")
    assert new_to(world, commitment) == {persona: (kind,) for persona in READERS if persona != "gov_drafter"}


def test_a_milestone_without_its_organisation_is_new(world, commitment):
    services.set_milestone_organisations(commitment.milestones.get(), [], by=world.person("gov_drafter"))
    assert new_to(world, commitment)["coordinator"] == ("milestones",)


def test_a_decision_is_new_to_who_suggested_and_not_to_who_decided(world, commitment):
    made = a_suggestion(world, commitment, "member")
    read_by(world, commitment, *READERS)
    refuse(made, reason="No", by=world.person("gov_drafter"))
    assert new_to(world, commitment) == {persona: ("suggestions",) for persona in READERS if persona != "gov_drafter"}


def test_that_it_moved_on_is_new(world, commitment):
    workflow.take_up(commitment, by=world.person("lead_official"))
    assert "details" in new_to(world, commitment)["coordinator"]
    assert "lead_official" not in new_to(world, commitment)


def test_a_sides_room_is_new_to_that_side_only(world, commitment):
    a_comment(world, commitment, "gov_drafter", Audience.SIDE)
    assert new_to(world, commitment) == {"lead_official": ("comments",)}


def test_a_comment_that_was_withdrawn_is_not_new(world, commitment):
    from drafting.models import Comment

    a_comment(world, commitment, "gov_drafter")
    comments.withdraw(Comment.objects.get(), world.person("gov_drafter"))
    assert new_to(world, commitment) == {}


def test_what_was_never_opened_says_so_and_a_visitor_is_told_nothing(world, client_for, commitment):
    other = propose(world, title="The other")
    assert reading.news_of([other], world.person("member")) == {other.pk: reading.News(None)}
    assert reading.news_of([other], world.person("visitor")) == {}
    page = client_for("member").get(INDEX).content.decode()
    assert page.count("Not read yet") == 1


# On the pages


def marks(page):
    found = page.content.decode()
    return found.count("since you last read it: text"), found.count("Not read yet")


@pytest.mark.parametrize("address", [INDEX, BOARD])
def test_a_list_marks_and_does_not_count_as_reading(world, client_for, commitment, address, monkeypatch):
    write(world, commitment, "gov_drafter")
    client = client_for("coordinator")
    for _twice in range(2):
        assert marks(client.get(address)) == (1, 0)
    later = timezone.now() + reading.A_SITTING
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    opened = client.get(commitment.get_absolute_url())
    assert marks(opened) == (1, 0)  # the page says what it was about, and then it is read
    assert marks(client.get(address)) == (0, 0)


def test_the_desk_marks_the_commitments_that_one_writes(world, client_for, commitment):
    write(world, commitment, "gov_drafter")
    said = {who: client_for(who).get("/desk/").content.decode() for who in ("cs_drafter", "gov_drafter")}
    assert {who: "New since you last read it: text" in page for who, page in said.items()} == {
        "cs_drafter": True,
        "gov_drafter": False,
    }
    assert Reading.objects.filter(read_at__gt=timezone.now() - dt.timedelta(seconds=1)).count() in range(6)


@pytest.mark.parametrize(
    ("method", "headers", "is_read"),
    [
        ("get", {}, True),
        ("head", {}, False),
        ("get", {"Sec-Purpose": "prefetch;prerender"}, False),
        ("get", {"Purpose": "prefetch"}, False),
        ("get", {"X-Moz": "prefetch"}, False),
    ],
)
def test_only_a_page_that_was_really_opened_is_read(world, client_for, commitment, method, headers, is_read):
    Reading.objects.all().delete()
    answer = getattr(client_for("member"), method)(commitment.get_absolute_url(), headers=headers)
    assert (answer.status_code, Reading.objects.exists()) == (200, is_read)


@pytest.mark.parametrize("name", ["history", "comments", "suggestions", "group", "changes", "editions"])
def test_other_pages_of_a_commitment_do_not_count_as_reading(world, client_for, commitment, name):
    Reading.objects.all().delete()
    page = client_for("member").get(reverse(f"commitments:{name}", args=["uk-2013", commitment.ref]))
    assert (page.status_code, Reading.objects.count()) == (200, 0)


def test_whoever_may_not_see_it_has_not_read_it(world, client_for, commitment):
    Reading.objects.all().delete()
    assert client_for("stranger").get(commitment.get_absolute_url()).status_code == 404
    assert Reading.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "cost"), [(INDEX, 15), (BOARD, 18), ("/desk/", 44)])
def test_marks_cost_the_same_for_one_and_for_three(
    world, client_for, commitment, rows, address, cost, django_assert_num_queries
):
    for number in range(rows - 1):
        propose(world, title=f"Number {number}")
    for one in world.plan.commitments.all():
        read_by(world, one, "coordinator")
        write(world, one, "gov_drafter")
    client = client_for("coordinator")
    client.get(address)
    with django_assert_num_queries(cost):
        client.get(address)
