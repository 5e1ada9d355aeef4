"""A commitment's history points out what became weaker at the moment it came in, alike for everybody who reads it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments import services, timeline
from commitments.models import MilestoneOrganisation
from drafting.services import save_text
from tests.commitments.build import SECTION, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(world):
    one = propose(world, sections={SECTION: "We will publish the owners."}, ends_text="31 March 2014")
    services.set_organisations(
        one, lead=[world.department, world.cabinet_office], supporting_other=[world.cso], by=world.person("cs_drafter")
    )
    services.add_milestone(
        one, text="Hold a hearing", ends_text="2014", lead=[world.department], by=world.person("cs_drafter")
    )
    return one


def weaker(commitment, person):
    """Of the whole history, oldest first: what was done, and what it made weaker."""
    found = timeline.with_weakening(timeline.events(commitment, person))
    return [(event.what, [one.says for one in event.weaker]) for event in reversed(found) if event.weaker]


def test_a_history_in_which_nothing_became_weaker_points_at_nothing(world, commitment):
    text = commitment.sections.get(template_section__key=SECTION).text
    save_text(text, body="We will publish the owners. We will do so yearly.", base=text.latest, by=None)
    services.edit_details(commitment, ends_text="June 2013", by=world.person("gov_drafter"))
    assert weaker(commitment, world.person("coordinator")) == []


def test_weaker_words_are_pointed_out_at_the_revision_that_brought_them(world, commitment):
    text = commitment.sections.get(template_section__key=SECTION).text
    for body in ("We will consider publishing the owners.", "We will publish the owners.", ""):
        save_text(text, body=body, base=text.latest, by=world.person("gov_drafter"))
        text.refresh_from_db()
    what = commitment.sections.get(template_section__key=SECTION).template_section.title
    assert weaker(commitment, world.person("coordinator")) == [
        (f"Wrote “{what}” (revision 2)", ["“will publish” became “will consider”"]),
        (f"Wrote “{what}” (revision 4)", ["A promise was taken out"]),
    ]


def test_later_dates_and_a_weaker_title(world, commitment):
    services.edit_details(commitment, ends_text="30 June 2014", by=world.person("gov_drafter"))
    services.edit_milestone(commitment.milestones.get(), ends_text="2015", by=world.person("gov_drafter"))
    assert weaker(commitment, world.person("coordinator")) == [
        ("Changed the details", ["Later end date: 31 March 2014 → 30 June 2014"]),
        ("Changed a milestone", ["Later end date: 2014 → 2015"]),
    ]


def test_a_removed_milestone_is_one_finding_and_not_one_for_each_organisation(world, commitment):
    services.remove_milestone(commitment.milestones.get(), by=world.person("gov_drafter"))
    assert weaker(commitment, world.person("coordinator")) == [
        ("Removed a milestone", ["Milestone removed: Hold a hearing"])
    ]


def test_an_organisation_that_no_longer_answers_for_a_milestone(world, commitment):
    by = world.person("gov_drafter")
    services.edit_milestone(commitment.milestones.get(), lead=[world.cabinet_office], by=by)
    assert weaker(commitment, world.person("coordinator")) == [
        ("Removed an organisation from a milestone", ["Department for Business no longer answers for it"])
    ]
    MilestoneOrganisation.history.update(history_date=timezone.now() - dt.timedelta(hours=1))
    services.remove_milestone(commitment.milestones.get(), by=by)
    assert [what for what, _says in weaker(commitment, world.person("coordinator"))] == [
        "Removed an organisation from a milestone",
        "Removed a milestone",
    ]


@pytest.mark.parametrize(
    ("lead", "supporting", "says"),
    [
        (["cabinet_office"], ["cso"], ["Department for Business is no longer named"]),
        (["cabinet_office"], ["cso", "department"], ["Department for Business no longer leads"]),
        (["cabinet_office", "department"], ["cso"], []),
        (["department", "cabinet_office", "cso"], [], []),
    ],
)
def test_organisations_are_judged_when_all_of_a_change_is_there(world, commitment, lead, supporting, says):
    services.set_organisations(
        commitment,
        lead=[getattr(world, name) for name in lead],
        supporting_other=[getattr(world, name) for name in supporting],
        by=world.person("gov_drafter"),
    )
    found = weaker(commitment, world.person("coordinator"))
    assert found == ([("Removed an organisation", says)] if says else [])


@pytest.mark.parametrize("persona", ["coordinator", "cs_drafter", "member", "lead_official", "gov_drafter", "official"])
def test_both_sides_read_the_same_on_the_page(world, client_for, commitment, persona):
    text = commitment.sections.get(template_section__key=SECTION).text
    save_text(text, body="We will consider publishing the owners.", base=text.latest, by=world.person("gov_drafter"))
    page = client_for(persona).get(address(commitment)).content.decode()
    assert page.count(">Weaker</strong>") == 1
    assert "“will publish” became “will consider”" in page


def address(commitment):
    return reverse("commitments:history", args=[commitment.plan.slug, commitment.ref])


def test_only_the_revisions_of_the_page_are_read(world, client_for, commitment, monkeypatch):
    monkeypatch.setattr("commitments.views.commitment.EVENTS_PER_PAGE", 2)
    text = commitment.sections.get(template_section__key=SECTION).text
    read = []

    def read_bodies(numbers):
        read.append(bodies(numbers))
        return read[-1]

    bodies = timeline.weakened.read_bodies
    monkeypatch.setattr(timeline.weakened, "read_bodies", read_bodies)
    for number in range(5):
        save_text(text, body=f"We will publish {number}.", base=text.latest, by=world.person("gov_drafter"))
        text.refresh_from_db()
    client_for("coordinator").get(address(commitment))
    assert [sorted(number for _text, number in found) for found in read] == [[4, 5, 6]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_much_became_weaker(
    world, client_for, commitment, django_assert_num_queries, rows
):
    by = world.person("gov_drafter")
    text = commitment.sections.get(template_section__key=SECTION).text
    for number in range(rows):
        save_text(text, body=f"We will consider {number}.", base=text.latest, by=by)
        text.refresh_from_db()
        services.edit_details(commitment, ends_text=f"{number + 1} June 2015", by=by)
        services.edit_milestone(commitment.milestones.get(), ends_text=str(2015 + number), by=by)
    client = client_for("coordinator")
    client.get(address(commitment))
    with django_assert_num_queries(19):
        assert client.get(address(commitment)).content.decode().count(">Weaker</strong>") >= 3
