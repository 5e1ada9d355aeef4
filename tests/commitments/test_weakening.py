"""What became weaker between two contents of a commitment, and where it is shown."""

import copy

import pytest
from django.urls import reverse

from commitments import services, weakening
from commitments.canonical import content
from commitments.models import Commitment
from drafting import editions
from drafting.services import save_text
from tests.commitments.build import propose

MILESTONE = {"starts_text": "", "starts_on": None, "ends_on": None, "expected_outputs": ""}
OLD = {
    "title": "Company owners",
    "lead": ["Department for Business", "Cabinet Office"],
    "supporting_government": [],
    "supporting_other": ["Integrity Watch"],
    "starts_text": "",
    "starts_on": None,
    "ends_text": "31 March 2014",
    "ends_on": "2014-03-31",
    "sections": [{"key": "what", "title": "What", "body": "We will publish a register of owners."}],
    "milestones": [
        {
            **MILESTONE,
            "ref": "",
            "text": "Publish the first names",
            "ends_text": "Spring 2015",
            "lead": ["Home Office"],
        },
        {**MILESTONE, "ref": "", "text": "Hold a public hearing", "ends_text": "2014", "lead": []},
    ],
}


def changed(**fields):
    return {**copy.deepcopy(OLD), **fields}


def told(new, old=OLD):
    return [(str(one.kind), one.where, one.says) for one in weakening.findings(old, new)]


def test_nothing_changed_and_nothing_weaker():
    assert told(changed()) == []
    assert told(changed(ends_text="June 2013", lead=[*OLD["lead"], "HM Treasury"])) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("30 June 2014", "Later end date: 31 March 2014 → 30 June 2014"),
        ("2015", "Later end date: 31 March 2014 → 2015"),
        ("in due course", "Its end date no longer names a day: 31 March 2014 → in due course"),
    ],
)
def test_a_later_date_as_people_read_it(text, says):
    assert told(changed(ends_text=text, ends_on=None)) == [("date", "Dates", says)]


def test_a_date_that_is_gone():
    assert told(changed(ends_text="", ends_on=None)) == [
        ("date", "Dates", "Its end date, 31 March 2014, is no longer given")
    ]


def test_organisations_that_left_or_no_longer_lead():
    new = changed(lead=["Department for Business"], supporting_government=["Cabinet Office"], supporting_other=[])
    assert told(new) == [
        ("organisation", "Organisations", "Cabinet Office no longer leads"),
        ("organisation", "Organisations", "Integrity Watch is no longer named"),
    ]


def test_milestones_removed_later_and_without_who_answers_for_them():
    first, _second = copy.deepcopy(OLD["milestones"])
    new = changed(milestones=[{**first, "ends_text": "Autumn 2015", "lead": []}])
    assert told(new) == [
        ("date", "Milestone Publish the first names", "Later end date: Spring 2015 → Autumn 2015"),
        ("organisation", "Milestone Publish the first names", "Home Office no longer answers for it"),
        ("milestone", "Milestones", "Milestone removed: Hold a public hearing"),
    ]


def test_milestones_are_recognised_when_they_move_or_are_renumbered():
    first, second = copy.deepcopy(OLD["milestones"])
    assert told(changed(milestones=[{**second, "ref": "1"}, {**first, "ref": "2"}])) == []


def test_weaker_words_in_a_section():
    section = {**OLD["sections"][0], "body": "We will consider publishing a register of owners."}
    [found] = weakening.findings(OLD, changed(sections=[section]))
    assert (found.where, found.says) == ("What", "“will publish” became “will consider”")
    assert (found.old, found.new) == (
        "We will publish a register of owners.",
        "We will consider publishing a register of owners.",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("reader", ["cs_drafter", "gov_drafter", "member"])
def test_both_sides_see_it_on_the_page_that_compares_two_editions(world, client_for, reader):
    commitment, by = propose(world, ends_text="March 2014"), world.person("coordinator")
    editions.freeze(commitment, by=by)
    services.edit_details(commitment, by=by, ends_text="June 2014")
    editions.freeze(Commitment.objects.get(pk=commitment.pk), by=by)
    assert content(commitment)["ends_text"] == "June 2014"
    there = reverse("commitments:compare", args=[commitment.plan.slug, commitment.ref, 1, 2])
    page = client_for(reader).get(there)
    assert [one.says for one in page.context["weaker"]] == ["Later end date: March 2014 → June 2014"]
    assert "What became weaker" in page.content.decode()


@pytest.mark.django_db
def test_weaker_words_are_pointed_out_where_two_revisions_are_compared(world, client_for):
    commitment, by = propose(world, sections={"what": "We will publish it."}), world.person("gov_drafter")
    text = commitment.sections.get(template_section__key="what").text
    save_text(text, body="We will consider publishing it.", base=text.latest, by=by)
    there = reverse("commitments:compare_section", args=[commitment.plan.slug, commitment.ref, "what", 1, 2])
    assert "“will publish” became “will consider”" in client_for("cs_drafter").get(there).content.decode()
