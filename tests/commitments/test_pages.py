"""What people see on the pages of commitments, and what the pages cost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments import services
from commitments.choices import State
from commitments.completeness import missing
from commitments.models import Ask, Commitment, GroupRequest
from commitments.services.changes import version_of
from drafting import editions
from drafting.models import Edition
from drafting.services import save_text
from tests.commitments.build import commitment_in, propose
from tests.conftest import client_of
from tests.world import build_world

pytestmark = pytest.mark.django_db


def address(name, commitment, *more):
    return reverse(f"commitments:{name}", args=[commitment.plan.slug, commitment.ref, *more])


def titles(response):
    return [row.title for row in response.context["rows"]]


def fill(world, commitment):
    by = world.person("cs_drafter")
    for section in commitment.sections.all():
        save_text(section.text, body="Words that say something.", base=None, by=by)
    services.set_organisations(commitment, by=by, lead=[world.cabinet_office], supporting_other=[world.cso])
    services.add_milestone(commitment, by=by, text="Publish", ends_text="March 2015", lead=[world.department])
    services.edit_details(commitment, by=by, theme=world.theme, ends_text="2015", values=["Access To Information"])


# Reading


def test_the_page_tells_a_member_everything_about_a_commitment(world, client_for):
    commitment = commitment_in(world, "drafting", starts_text="Spring 2014")
    fill(world, commitment)
    page = client_for("member").get(commitment.get_absolute_url())
    rows = {row["key"]: row["value"] for row in page.context["facts"]}
    assert rows == {
        "Lead": "Cabinet Office",
        "Supporting, civil society and others": "Integrity Watch",
        "Theme": "Integrity",
        "Starts": "Spring 2014 (read as 1 March 2014)",
        "Ends": "2015 (read as 31 December 2015)",
        "OGP values": "Access To Information",
        "Origin": "Civil society",
    }
    assert [(s.text, s.ends, s.lead) for s in page.context["steps"]] == [
        ("Publish", "March 2015", "Department for Business")
    ]
    assert (page.context["word_count"], page.context["missing"]) == (20, [])


def test_what_is_missing_is_listed_with_the_place_to_put_it_right(world):
    commitment = propose(world, sections={"objective": "Publish", "why": "Because"})
    services.add_milestone(commitment, by=world.person("cs_drafter"), text="Publish")
    stem = commitment.get_absolute_url()
    found = {one.text: one.url.removeprefix(stem) for one in missing(commitment)}
    assert found["“What we will do” is empty"] == "edit/what/"
    assert {text: found[text] for text in found if "is empty" not in text} == {
        "No theme has been chosen": "edit/",
        "No lead organisation is named": "organisations/",
        "It is not said when it ends": "edit/",
        "No OGP value has been chosen": "subjects/",
        "Milestone 1 has no date": "milestones/1/edit/",
        "Milestone 1 has nobody responsible": "milestones/1/edit/",
    }


def test_a_section_past_its_word_limit_is_named(world):
    heading = world.plan.template.sections.get(key="what")
    type(heading).objects.filter(pk=heading.pk).update(word_limit=3)
    commitment = propose(world, sections={"what": "One two three four five"})
    assert "“What we will do” is 2 words too long" in [one.text for one in missing(commitment)]


def test_a_vacant_post_in_the_working_group_is_flagged_with_its_days(world, client_for):
    commitment = propose(world)
    services.add_to_group(commitment, to=world.post("vacant"), by=world.person("lead_official"))
    assert b"vacant for 62 days" in client_for("member").get(commitment.get_absolute_url()).content


def test_what_it_continues_and_what_was_merged_into_it_stand_beside_it(world, client_for):
    type(world.other_plan).objects.filter(pk=world.other_plan.pk).update(openness="open")
    earlier = services.propose(
        plan=world.other_plan,
        title="The earlier promise",
        origin="both",
        by=world.person("coordinator"),
        sections={"objective": "Publish by 2013"},
    )
    commitment = propose(world, continues=earlier, title="Goes on")
    merged = commitment_in(world, "merged", title="Joined")
    page = client_for("member").get(commitment.get_absolute_url())
    assert page.context["continues"] == earlier
    assert [passage.body for passage in page.context["earlier_passages"]][0] == "Publish by 2013"
    assert client_for("member").get(merged.merged_into.get_absolute_url()).context["merged_from"] == [merged]


def test_history_tells_words_details_milestones_organisations_and_acts(world, client_for):
    commitment = commitment_in(world, "drafting")
    fill(world, commitment)
    services.edit_milestone(commitment.milestones.get(), by=world.person("gov_drafter"), ends_text="May 2015")
    events = client_for("member").get(address("history", commitment)).context["page"].paginator.object_list
    found = [event.what for event in events]
    assert found[0] == "Changed a milestone"
    assert {change.label: (change.old, change.new) for change in events[0].changes} == {
        "ends, as written": ("March 2015", "May 2015"),
        "ends": ("31 March 2015", "31 May 2015"),
    }
    assert sorted({what for what in found if not what.startswith("Wrote")}) == [
        "Added a milestone",
        "Changed a milestone",
        "Changed the details",
        "Gave a role",
        "Named an organisation",
        "Proposed",
        "Took up",
    ]
    assert len([what for what in found if what.startswith("Wrote")]) == 5


# Lists


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Aid", "Owners", "Travel"]),
        ("?theme=integrity", ["Owners"]),
        ("?theme=none", ["Aid", "Travel"]),
        ("?state=declined", ["Travel"]),
        ("?lead=cabinet-office", ["Owners"]),
        ("?origin=government", ["Aid"]),
        ("?q=shell companies", ["Owners"]),
        ("?q=aid", ["Aid"]),
        ("?state=nonsense", ["Aid", "Owners", "Travel"]),
    ],
)
def test_the_list_is_narrowed_by_links_and_words(world, client_for, query, expected):
    propose(world, "gov_drafter", title="Aid", origin="government")
    owners = propose(world, title="Owners", theme=world.theme, sections={"why": "Shell companies hide owners"})
    services.set_organisations(owners, by=world.person("cs_drafter"), lead=[world.cabinet_office])
    commitment_in(world, "declined", title="Travel")
    page = client_for("member").get(reverse("commitments:index", args=["uk-2013"]) + query)
    assert titles(page) == expected


def test_the_list_goes_on_over_pages(world, client_for):
    for number in range(51):
        services.propose(plan=world.plan, title=f"Number {number}", origin="both", by=None)
    second = client_for("member").get(reverse("commitments:index", args=["uk-2013"]) + "?page=2")
    assert (titles(second), second.context["page"].paginator.count) == (["Number 50"], 51)


def test_an_empty_list_says_what_will_be_there(world, client_for):
    index = reverse("commitments:index", args=["uk-2013"])
    assert b"No commitments yet" in client_for("member").get(index).content
    assert b"Nothing is published here for you yet" in client_for("visitor").get(index).content


def test_the_board_says_what_waits_and_for_whom(world, client_for):
    type(world.theme).objects.filter(pk=world.theme.pk).update(government_lead=world.post("vacant"))
    proposed = propose(world, at=timezone.now() - dt.timedelta(days=9), theme=world.theme)
    services.ask_to_join(proposed, reason="I know it", by=world.person("member"))
    commitment_in(world, "drafting", title="Other")
    page = client_for("coordinator").get(reverse("commitments:board", args=["uk-2013"]))
    first, second = page.context["columns"]
    assert [(c.state, c.count) for c in (first, second)] == [("Proposed", 1), ("Drafting", 1)]
    assert first.cards[0].waits == (
        "Has waited 9 days for the lead official",
        "8 things missing",
        "1 person asks to join",
    )
    assert page.context["vacancies"] == [("Integrity", str(world.post("vacant")), 62)]


COSTS = {"index": ("member", 13), "board": ("coordinator", 15), "asks": ("member", 7)}


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_with_one_row_and_with_three(world, client_for, name, rows, django_assert_num_queries):
    for number in range(rows):
        one = commitment_in(world, "annexed" if name == "asks" else "proposed", title=f"Number {number}")
        if name != "asks":
            fill(world, one)
    persona, cost = COSTS[name]
    client = client_for(persona)
    with django_assert_num_queries(cost):
        client.get(reverse(f"commitments:{name}", args=["uk-2013"]))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_with_one_milestone_and_with_three(world, client_for, rows, django_assert_num_queries):
    commitment = commitment_in(world, "drafting")
    fill(world, commitment)
    for number in range(rows - 1):
        services.add_milestone(
            commitment, by=world.person("cs_drafter"), text=f"Step {number}", lead=[world.department]
        )
    client = client_for("member")
    client_for("official").get(commitment.get_absolute_url())  # Django looks up its own tables once
    with django_assert_num_queries(34):  # two of them: when this person last read it, and that they do now
        client.get(commitment.get_absolute_url())


# Writing


def test_a_proposal_by_form(world, client_for):
    response = client_for("gov_drafter").post(
        reverse("commitments:propose", args=["uk-2013"]), {"title": "Aid", "origin": "government", "ref": "4.2"}
    )
    commitment = Commitment.objects.get()
    assert (response.status_code, response.url) == (302, commitment.get_absolute_url())
    assert (commitment.ref, commitment.proposed_by_side, commitment.state) == ("4.2", "government", State.PROPOSED)


def test_after_the_cut_off_the_page_says_why_there_is_no_form():
    world = build_world(cut_off=timezone.now() - dt.timedelta(hours=1))
    client, there = client_of(world, "coordinator"), reverse("commitments:propose", args=["uk-2013"])
    page = client.get(there)
    assert (b"The plan's cut-off was" in page.content, b'name="title"' in page.content) == (True, False)
    client.post(there, {"title": "Late", "origin": "both"})
    assert Commitment.objects.count() == 0


def test_values_are_matched_whatever_their_case_and_kept_as_written(world, client_for):
    commitment = propose(world, values=["Access To Information", "Our own value"], policy_areas=["open data"])
    page = client_for("cs_drafter").get(address("subjects", commitment))
    assert page.context["form"].initial["values"] == ["Access to information", "Our own value"]
    client_for("cs_drafter").post(
        address("subjects", commitment),
        {
            "values": ["Access to information", "Civic participation", "Our own value"],
            "policy_areas": ["Open Data", "Aid"],
        },
    )
    commitment.refresh_from_db()
    assert commitment.values == ["Access To Information", "Our own value", "Civic participation"]
    assert commitment.policy_areas == ["open data", "Aid"]


def test_a_collision_shows_both_and_saving_again_keeps_mine(world, client_for):
    commitment, there = propose(world), None
    there = address("edit", commitment)
    base = version_of(commitment)
    services.edit_details(commitment, by=world.person("gov_drafter"), title="Theirs")
    data = {"title": "Mine", "origin": "civil_society", "base": base}
    page = client_for("cs_drafter").post(there, data)
    assert "It now says: “Theirs”" in page.context["form"].errors["title"][0]
    assert Commitment.objects.get(pk=commitment.pk).title == "Theirs"
    assert (
        client_for("cs_drafter").post(there, data | {"base": page.context["form"]["base"].value()}).status_code == 302
    )
    assert Commitment.objects.get(pk=commitment.pk).title == "Mine"


def test_organisations_by_form_in_the_order_of_the_boxes(world, client_for):
    commitment = propose(world)
    data = {"lead_0": world.department.pk, "lead_1": world.cabinet_office.pk, "supporting_other_0": world.cso.pk}
    client_for("gov_drafter").post(address("organisations", commitment), data)
    assert [str(part) for part in commitment.parts.order_by("part", "position")] == [
        "Department for Business: Lead",
        "Cabinet Office: Lead",
        "Integrity Watch: Supporting, civil society and others",
    ]


def test_a_milestone_by_form_edited_moved_and_removed(world, client_for):
    commitment, client = propose(world), client_for("cs_drafter")
    for text in ("First", "Second"):
        data = {"text": text, "ends_text": "Spring 2015", "lead_0": world.department.pk}
        client.post(address("create_milestone", commitment), data)
    one = commitment.milestones.first()
    assert (one.text, one.ends_on, one.organisations.get()) == ("First", dt.date(2015, 5, 31), world.department)
    client.post(address("move_milestone", commitment, 1), {"to": 2})
    client.post(address("edit_milestone", commitment, 2), {"text": "First, later", "base": version_of(one)})
    client.post(address("remove_milestone", commitment, 1))
    assert list(commitment.milestones.values_list("text", "position")) == [("First, later", 0)]


def test_a_section_is_written_on_its_own_page(world, client_for):
    commitment = propose(world)
    there = address("edit_section", commitment, "what")
    page = client_for("gov_drafter").get(there)
    heading = world.plan.template.sections.get(key="what")
    assert heading.guidance[:40] in page.content.decode()
    response = client_for("gov_drafter").post(there, {"body": "We will publish it.", "base": "0"})
    text = commitment.sections.get(template_section=heading).text
    text.refresh_from_db()
    assert (response.status_code, text.body, text.latest.author) == (
        302,
        "We will publish it.",
        world.person("gov_drafter"),
    )


def test_asking_to_join_and_the_answer_of_ones_own_lead(world, client_for):
    commitment = propose(world)
    client_for("official").post(address("ask_to_join", commitment), {"reason": "We hold the register"})
    asked = GroupRequest.objects.get()
    there = address("answer_request", commitment, 1)
    assert client_for("coordinator").get(there).status_code == 404
    client_for("lead_official").post(there, {"is_accepted": "no", "answer": "Your colleague is there"})
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("refused", "Your colleague is there")
    assert b"Your colleague is there" in client_for("official").get(address("group", commitment)).content
    assert b"Your colleague is there" not in client_for("member").get(address("group", commitment)).content


@pytest.mark.parametrize(("lead", "key"), [("coordinator", "post:gov-drafter"), ("lead_official", "post:coordinator")])
def test_nobody_adds_or_removes_drafters_of_the_other_side(world, client_for, lead, key):
    commitment = propose(world)
    before = len(client_for("member").get(commitment.get_absolute_url()).context["drafters"])
    client_for(lead).post(address("add_to_group", commitment), {"who": key})
    client_for(lead).post(address("remove_from_group", commitment), {"who": key})
    assert len(client_for("member").get(commitment.get_absolute_url()).context["drafters"]) == before


def test_declining_by_form_shows_the_reason_to_everyone_who_reads_it(world, client_for):
    commitment = commitment_in(world, "drafting")
    assert client_for("minister").post(address("decline", commitment), {"reason": ""}).status_code == 200
    client_for("minister").post(address("decline", commitment), {"reason": "No money this year"})
    page = client_for("member").get(commitment.get_absolute_url())
    assert (b"Government declined this commitment" in page.content, b"No money this year" in page.content) == (
        True,
        True,
    )


def test_an_old_page_is_told_where_the_commitment_stands_now(world, client_for):
    commitment = commitment_in(world, "declined")
    page = client_for("coordinator").post(address("merge_into", commitment), {"reason": "Same", "target": ""})
    assert (page.status_code, b"the commitment's state is now: Declined" in page.content) == (409, True)


def test_the_annex_shows_asks_with_governments_reason(world, client_for):
    commitment_in(world, "annexed", title="Publish owners")
    client_for("lead_official").post(
        reverse("commitments:answer_ask", args=["uk-2013", "A1"]), {"status": "partly_met", "reason": "From 2016"}
    )
    ask = Ask.objects.get()
    assert (ask.status, ask.reason) == ("partly_met", "From 2016")
    page = client_for("member").get(reverse("commitments:asks", args=["uk-2013"])).content
    assert (b"Publish owners" in page, b"From 2016" in page, b"Met in part" in page) == (True, True, True)


# Editions


def test_an_edition_says_what_was_frozen_and_two_can_be_compared(world, client_for):
    commitment = propose(world, sections={"what": "Publish the owners."})
    client = client_for("coordinator")
    for title in ("Company owners", "Owners of companies"):
        services.edit_details(commitment, by=world.person("coordinator"), title=title)
        client.post(address("freeze", commitment))
    assert [one.data["title"] for one in Edition.objects.of(commitment)] == ["Owners of companies", "Company owners"]
    page = client.get(address("compare", commitment, 1, 2))
    assert [part.title for part in page.context["parts"] if part.is_changed] == ["Title"]
    assert client.get(address("edition", commitment, 1)).context["is_current"] is False


def test_freezing_what_has_not_changed_makes_no_edition(world):
    commitment, by = propose(world), world.person("coordinator")
    first = editions.freeze(commitment, by=by)
    assert editions.freeze(commitment, by=by) == first


def test_a_renamed_department_changes_no_edition_and_ogps_number_is_no_part_of_it(world):
    commitment, by = propose(world), world.person("coordinator")
    services.set_organisations(commitment, by=by, lead=[world.cabinet_office])
    first = editions.freeze(commitment, by=by)
    type(world.cabinet_office).objects.filter(pk=world.cabinet_office.pk).update(name="Office of the Cabinet")
    Commitment.objects.filter(pk=commitment.pk).update(ogp_id="UK0092", status="complete", result="Done")
    first.refresh_from_db()
    assert (first.data["lead"], set(first.data) & {"ogp_id", "status", "result"}) == (["Cabinet Office"], set())
