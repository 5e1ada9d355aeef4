"""What people see of plans, and what changes when leads write."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from drafting.services import save_text
from ledger.models import Entry
from network import roles
from network.choices import Role
from plans import services
from plans.choices import Openness
from plans.models import NarrativePart, Plan, Stage, Theme
from tests.commitments.build import propose
from tests.conftest import client_of
from tests.world import PERSONAS, build_world, days, make_plan

PLAN = "/plans/uk-2013/"


def verbs():
    return list(Entry.objects.order_by("index").values_list("verb", flat=True))


# Who reads drafts: the rule and its queryset agree


@pytest.mark.django_db
@pytest.mark.parametrize("openness", Openness.values)
@pytest.mark.parametrize("late", [None, *Openness.values])
def test_rule_and_queryset_agree_on_who_reads_drafts(openness, late):
    world = build_world(openness=openness, late_openness=late or "", late_from=days(-1) if late else None)
    by_rule = {p for p in PERSONAS if world.plan.shows_drafts_to(world.person(p))}
    visible = {p: set(Plan.objects.with_drafts_visible_to(world.person(p))) for p in PERSONAS}
    assert by_rule == {p for p in PERSONAS if world.plan in visible[p]}
    now = late or openness
    assert len(by_rule) == {"open": len(PERSONAS), "network": 11, "engaged": 9}[now]


def test_narrower_openness_begins_on_its_day(world):
    plan = make_plan(world, "late", openness="open", late_openness="engaged", late_from=days(1))
    assert (plan.openness_at(), Plan(openness="open", late_openness="engaged", late_from=days(0)).openness_at()) == (
        Openness.OPEN,
        Openness.ENGAGED,
    )


def test_parts_are_seen_where_their_plan_shows_drafts(world):
    seen = {p for p in PERSONAS if world.part in NarrativePart.objects.visible_to(world.person(p))}
    assert seen == {p for p in PERSONAS if world.plan.shows_drafts_to(world.person(p))}


# Lists


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_index(client, django_assert_num_queries, count):
    world = build_world()
    for number in range(count):
        plan = make_plan(world, f"plan-{number}")
        Stage.objects.create(plan=plan, slug="s", title="Now", starts=days(-1), ends=days(1), position=1)
    with django_assert_num_queries(2):
        answer = client.get("/plans/")
    titles = [row["title"] for row in answer.context["plans"]]
    assert titles == ["Another plan", *(f"Plan plan-{n}" for n in range(count)), "National Action Plan 2013 to 2015"]


@pytest.mark.django_db
def test_index_without_a_plan_says_what_will_be_there(client):
    assert "There is no plan yet" in client.get("/plans/").content.decode()


@pytest.fixture
def wide(world):
    """Adds themes, stages, parts and role holders, so that each list has so many rows more."""

    def add(count):
        for number in range(count):
            services.add_theme(plan=world.plan, title=f"Theme {number}", by=None, government_lead=world.post("vacant"))
            services.add_stage(plan=world.plan, title=f"Stage {number}", by=None, starts=days(number), ends=days(30))
            services.add_part(plan=world.plan, title=f"Part {number}", owner="both", by=None)
            roles.grant(list(Role)[number], world.plan, to=world.post("vacant"), by=None)

    return add


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", ["", "timetable/", "roles/", "rules/", "history/", "timetable.ics"])
def test_pages_ask_as_much_for_three_rows_as_for_one(client_for, wide, page):
    client = client_for("coordinator")
    wide(1)
    one = queries_of(client, PLAN + page)
    wide(3)
    assert queries_of(client, PLAN + page) == one


# The plan's page


def test_detail_says_where_the_plan_is_and_who_leads(world, client):
    services.edit_theme(world.theme, by=None, government_lead=world.post("vacant"))
    text = client.get(PLAN).content.decode()
    assert ("Now: <strong>Drafting</strong>" in text, "Vacant for 62 days" in text, "Representative" in text) == (
        True,
        True,
        True,
    )


@pytest.mark.django_db
def test_detail_keeps_the_number_of_commitments_from_those_who_see_no_drafts():
    world = build_world(openness="engaged")
    propose(world, theme=world.theme)
    shown = {
        p: "1 commitment" in client_of(world, p).get(PLAN).content.decode()
        for p in ("visitor", "member", "coordinator")
    }
    assert shown == {"visitor": False, "member": False, "coordinator": True}


def test_current_and_next_stage(world):
    later = services.add_stage(plan=world.plan, title="Clearance", by=None, starts=days(21), ends=days(40))
    overlapping = services.add_stage(plan=world.plan, title="Consultation", by=None, starts=days(-2), ends=days(5))
    plan = Plan.objects.get(pk=world.plan.pk)
    assert (plan.current_stage(), plan.next_stage()) == (overlapping, later)


# Writing


def test_edit_shows_in_the_history_with_who_and_what(world, client_for):
    answer = client_for("lead_official").post(
        PLAN + "edit/",
        {"title": "The second plan", "what_is_fixed": "The budget", "launch_on_0": "", "period_start_0": ""},
    )
    assert answer.status_code == 302
    change = client_for("visitor").get(PLAN + "history/").context["changes"][0]
    assert (
        change.what,
        change.who,
        ("Title", "National Action Plan 2013 to 2015", "The second plan") in change_rows(change),
    ) == (
        "Plan: The second plan",
        "Lead Official",
        True,
    )


def change_rows(change):
    return [(field.label, field.old, field.new) for field in change.fields]


def test_edit_refuses_dates_out_of_order(client_for):
    data = {"title": "T", **parts("period_start", 2015, 1, 2), **parts("period_end", 2015, 1, 1)}
    answer = client_for("lead_official").post(PLAN + "edit/", data)
    assert (answer.status_code, answer.context["form"].errors) == (
        200,
        {"period_end": ["The last day comes after the first day."]},
    )


def parts(name, year, month, day):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


@pytest.mark.parametrize("rule", ["cut_off", "openness", "late_from", "minimum_days"])
def test_rules_of_the_plan_are_not_edited_by_one_side(world, rule):
    with pytest.raises(ValueError, match="both sides"):
        services.edit_plan(world.plan, by=world.person("lead_official"), **{rule: None})


def test_create_gives_the_roles_to_both_leads(world, client_for):
    data = {
        "title": "The next plan",
        "slug": "uk-2015",
        "country": "United Kingdom",
        "template": world.plan.template_id,
        "network": world.network.pk,
        "lead_post": world.post("lead_official").pk,
        "openness": "network",
        "minimum_days": 14,
        "silence_days": 10,
        **parts("cut_off_day", 2030, 1, 2),
    }
    answer = client_for("coordinator").post("/plans/new/", data)
    assert (answer.status_code, answer["Location"]) == (302, "/plans/uk-2015/")
    plan = Plan.objects.get(slug="uk-2015")
    assert [(h.role, h.post) for h in roles.holders(plan)] == [
        (Role.COORDINATOR, world.post("coordinator")),
        (Role.LEAD_OFFICIAL, world.post("lead_official")),
    ]
    assert verbs() == ["plans.create", "network.grant_role", "network.grant_role"]


@pytest.mark.parametrize("slug", ["uk-2013", "templates", "new"])
def test_create_refuses_an_address_that_is_taken(client_for, slug):
    answer = client_for("coordinator").post("/plans/new/", {"title": "T", "slug": slug})
    assert list(answer.context["form"].errors["slug"]) == [
        "Another plan has this address."
        if slug == "uk-2013"
        else "This word is part of another address. Choose another one."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"slug": "templates"},
        {"slug": "x", "period_start": date(2015, 1, 2), "period_end": date(2015, 1, 1)},
        {"slug": "x", "late_openness": "engaged"},
    ],
)
def test_database_refuses_what_makes_no_sense(world, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_plan(world, **fields)


# Themes


def test_each_side_names_its_own_lead(world, client_for):
    fields = {
        p: set(client_for(p).get(PLAN + "themes/integrity/edit/").context["form"].fields)
        for p in ("coordinator", "lead_official")
    }
    assert fields["coordinator"] ^ fields["lead_official"] == {"government_lead", "civil_society_lead"}
    data = {
        "title": "Integrity",
        "position": 1,
        "government_lead": "",
        "civil_society_lead": world.post("representative").pk,
    }
    client_for("coordinator").post(PLAN + "themes/integrity/edit/", data)
    theme = Theme.objects.get(pk=world.theme.pk)
    assert (theme.government_lead, theme.civil_society_lead) == (
        world.post("gov_drafter"),
        world.post("representative"),
    )


def test_themes_close_ranks_around_one_that_moves_or_goes(world):
    second = services.add_theme(plan=world.plan, title="Integrity", by=None)
    third = services.add_theme(plan=world.plan, title="Participation", by=None, position=1)
    assert list(world.plan.themes.values_list("slug", "position")) == [
        ("participation", 1),
        ("integrity", 2),
        ("integrity-2", 3),
    ]
    services.edit_theme(third, by=None, position=3)
    services.remove_theme(second, by=None)
    assert list(world.plan.themes.values_list("slug", "position")) == [("integrity", 1), ("participation", 2)]


def test_theme_with_commitments_is_not_removed(world, client_for):
    propose(world, theme=world.theme)
    client_for("lead_official").post(PLAN + "themes/integrity/remove/")
    assert Theme.objects.filter(pk=world.theme.pk).exists()


# Narrative parts


def test_part_with_words_is_not_removed(world, client_for):
    save_text(world.part.text, body="We agree.", base=None, by=world.person("cs_drafter"))
    client_for("coordinator").post(PLAN + "narrative/civil-society-foreword/remove/")
    assert NarrativePart.objects.filter(pk=world.part.pk).exists()


@pytest.mark.parametrize(
    ("owner", "writers"),
    [
        ("government", {"gov_drafter", "lead_official"}),
        ("civil_society", {"cs_drafter", "coordinator"}),
        ("both", {"gov_drafter", "lead_official", "cs_drafter", "coordinator"}),
    ],
)
def test_narrative_part_is_written_by_the_side_that_owns_it(world, owner, writers):
    part = services.add_part(plan=world.plan, title="Foreword", owner=owner, by=None)
    assert {p for p in PERSONAS if world.person(p).has_perm("plans.edit_part", part)} == writers


def test_part_is_written_and_shown_with_its_history(world, client_for):
    client = client_for("cs_drafter")
    address = PLAN + "narrative/civil-society-foreword/"
    assert client.post(address + "edit/", {"body": "We **agree**.", "base": 0}).status_code == 302
    text = client.get(address).content.decode()
    assert ("<strong>agree</strong>" in text, "Revision 1, saved by Cs Drafter" in text) == (True, True)
    assert [r.number for r in world.part.text.revisions.all()] == [1]
