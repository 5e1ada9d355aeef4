"""What changed in a whole commitment: what it said at a moment, the page, and what is new to a reader."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments import changes, past, services
from commitments.canonical import content
from commitments.models import Commitment
from drafting.models import Reading
from drafting.services import save_text
from tests.commitments.build import SECTION, propose

pytestmark = pytest.mark.django_db

NEW = b"New since you last read this"


@pytest.fixture
def commitment(world):
    """Proposed with a section, organisations and two milestones."""
    one = propose(world, sections={SECTION: "We will publish the owners."}, ends_text="2015", theme=world.theme)
    by = world.person("cs_drafter")
    services.set_organisations(one, by=by, lead=[world.department, world.cabinet_office], supporting_other=[world.cso])
    services.add_milestone(one, by=by, text="Publish names", ends_text="31 March 2014", lead=[world.department])
    services.add_milestone(one, by=by, text="Hold a hearing", ends_text="2015")
    return one


def whole(commitment):
    return content(Commitment.objects.with_content().get(pk=commitment.pk))


def edit_everything(world, commitment):
    by = world.person("gov_drafter")
    services.edit_details(commitment, by=by, title="Owners of companies", values=["Public accountability"])
    services.set_organisations(commitment, by=by, lead=[world.cabinet_office])
    first, second = commitment.milestones.all()
    services.move_milestone(second, to=1, by=by)
    first.refresh_from_db()
    services.edit_milestone(first, by=by, ends_text="30 June 2014", ends_on=dt.date(2014, 6, 30), lead=[])
    section = commitment.sections.get(template_section__key=SECTION)
    save_text(section.text, body="We will consider publishing the owners.", base=section.text.latest, by=by)


def page_of(client, commitment, query=""):
    return client.get(reverse("commitments:changes", args=[commitment.plan.slug, commitment.ref]) + query)


# What it said


def test_at_every_moment_it_said_what_an_edition_would_have_kept(world, commitment):
    before, moment = whole(commitment), timezone.now()
    edit_everything(world, commitment)
    services.remove_milestone(commitment.milestones.first(), by=world.person("gov_drafter"))
    assert past.content_at(commitment, moment) == before
    assert past.content_at(commitment, timezone.now()) == whole(commitment)
    assert before != whole(commitment)


def test_before_it_was_proposed_it_said_nothing(commitment):
    assert past.content_at(commitment, timezone.now() - dt.timedelta(days=1)) is None


@pytest.mark.parametrize("more", [0, 3])
def test_it_costs_the_same_with_more_milestones(world, commitment, more, django_assert_num_queries):
    for number in range(more):
        services.add_milestone(
            commitment, by=world.person("cs_drafter"), text=f"Step {number}", lead=[world.department]
        )
    one = Commitment.objects.select_related("plan__template").get(pk=commitment.pk)
    with django_assert_num_queries(7):
        past.content_at(one, timezone.now())


# The difference


def test_every_change_is_a_row_with_milestones_by_name(world, commitment):
    old = whole(commitment)
    edit_everything(world, commitment)
    found = changes.rows(old, whole(commitment))
    assert [(row.where, row.what, row.old, row.new) for row in found] == [
        ("", "Title", "Company owners", "Owners of companies"),
        ("", "Lead", "Department for Business; Cabinet Office", "Cabinet Office"),
        ("", "Supporting, civil society and others", "Integrity Watch", ""),
        ("", "OGP values", "", "Public accountability"),
        ("", found[4].what, "We will publish the owners.", "We will consider publishing the owners."),
        ("Milestone Publish names", "End date", "31 March 2014", "30 June 2014"),
        ("Milestone Publish names", "Lead", "Department for Business", ""),
        ("", "Order of the milestones", "Publish names; Hold a hearing", "Hold a hearing; Publish names"),
    ]
    assert [row.what for row in found if row.html] == ["Title", found[4].what]


def test_milestones_added_and_removed_are_shown_whole(world, commitment):
    old, by = whole(commitment), world.person("cs_drafter")
    services.remove_milestone(commitment.milestones.first(), by=by)
    services.add_milestone(commitment, by=by, text="Train officials", ends_text="May 2016")
    assert [(row.what, row.old, row.new) for row in changes.rows(old, whole(commitment))] == [
        ("Milestone Train officials", "", "Train officials · May 2016 (31 May 2016)"),
        ("Milestone Publish names", "Publish names · 31 March 2014 · Department for Business", ""),
    ]


# The page


@pytest.mark.parametrize("reader", ["cs_drafter", "gov_drafter", "member"])
def test_the_page_says_what_changed_and_what_became_weaker_to_both_sides(world, client_for, commitment, reader):
    moment = timezone.now()
    edit_everything(world, commitment)
    page = page_of(client_for(reader), commitment, f"?from={moment.isoformat().replace('+', '%2B')}")
    assert "Later end date: 31 March 2014 → 30 June 2014" in page.content.decode()
    assert [str(one.kind) for one in page.context["weaker"]] == [
        "organisation",
        "organisation",
        "wording",
        "date",
        "organisation",
    ]
    assert len(page.context["rows"]) == 8


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=1 May 2013", "all of it is new"),
        ("?to=1 May 2013", "had not been proposed yet"),
        ("?from=soon", "Enter a date, for example 27 June 2013"),
        ("?from=2013-05-02&to=2013-05-01", "The second date must come after the first"),
        ("?from=2013-99-99T99:99", "all of it is new"),
        ("", "all of it is new"),
    ],
)
def test_dates_as_people_write_them(client_for, commitment, query, said):
    page = page_of(client_for("member"), commitment, query)
    assert (page.status_code, said in page.content.decode()) == (200, True)


# New to a reader


def test_sections_that_others_wrote_since_are_marked_once(world, client_for, commitment):
    reader, there = client_for("coordinator"), commitment.get_absolute_url()
    assert NEW not in reader.get(there).content
    edit_everything(world, commitment)
    page = reader.get(there)
    assert (page.context["new_sections"], NEW in page.content) == ({SECTION}, True)
    rows = reader.get(page.context["changes_href"]).context["rows"]
    assert len(rows) == 8
    Reading.objects.update(read_at=timezone.now() - dt.timedelta(minutes=2))
    reader.get(there)
    assert reader.get(there).context["new_sections"] == set()


def test_what_one_wrote_oneself_is_not_new(world, client_for, commitment):
    writer, there = client_for("gov_drafter"), commitment.get_absolute_url()
    writer.get(there)
    edit_everything(world, commitment)
    assert writer.get(there).context["new_sections"] == set()


def test_a_reading_is_kept_once_and_none_of_a_visitor_or_of_another_page(world, client_for, commitment):
    client = client_for("member")
    for _ in range(2):
        client.get(commitment.get_absolute_url())
    page_of(client, commitment)
    client_for("visitor").get(commitment.get_absolute_url())
    assert list(Reading.objects.values_list("person", "thing_id")) == [(world.person("member").pk, str(commitment.pk))]
