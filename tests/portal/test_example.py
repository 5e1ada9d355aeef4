"""The example plan: what `make demo` shows, loaded once and not twice."""

import datetime as dt

import pytest
from django.core.management import call_command

from commitments.choices import State
from commitments.models import Commitment
from core.models import Job
from drafting.choices import Audience, SuggestionState, ThreadState
from drafting.models import Comment, Revision, Suggestion, Thread
from ledger.models import Entry
from network.models import Post, User
from notices.models import Event, Message
from plans.models import Plan
from portal.example.loader import PASSWORD, load_example, logins
from portal.example.story import Story
from signoffs import partnership
from signoffs.choices import Stance
from signoffs.models import Endorsement

# DESIGN, section 8
LOGINS = [
    f"{name}@demo.test"
    for name in (
        "coordinator",
        "cso-drafter",
        "cso-representative",
        "member",
        "lead-official",
        "gov-drafter",
        "clearing",
        "minister",
        "reviewer",
        "admin",
    )
]


@pytest.fixture
def plan(example) -> Plan:
    return example


def test_everything_the_newcomer_is_promised_is_there(plan):
    assert plan.themes.count() == 4
    assert plan.parts.count() == 3
    assert plan.stages.count() == 6
    assert plan.commitments.count() == 14
    assert {commitment.state for commitment in plan.commitments.all()} == {
        State.PROPOSED,
        State.DRAFTING,
        State.DECLINED,
        State.ANNEXED,
        State.MERGED,
        State.WITHDRAWN,
    }
    assert plan.asks.count() == 4


def test_it_stands_in_the_middle_of_drafting_today(plan):
    assert plan.current_stage().title == "Public consultation and drafting"
    assert plan.next_stage().title == "Agreement and clearance"
    assert not plan.is_past_cut_off()


def test_nothing_is_promised_for_before_the_launch():
    for today in (dt.date(2026, 11, 21), dt.date(2027, 3, 1), dt.date(2028, 2, 29), dt.date(2028, 12, 31)):
        story = Story(today)
        years = [int(word) for word in story.commitments[0]["starts_text"].split() if word.isdigit()]
        assert dt.date(years[0], 11, 30) >= story.plan["launch_on"]


def test_the_demo_logins_work(plan, client):
    assert logins() == LOGINS
    for email in LOGINS:
        answer = client.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/desk/")
        client.logout()


def test_texts_have_a_history_from_both_sides(plan):
    text = Commitment.objects.get(plan=plan, ref="1.1").sections.get(template_section__key="objective").text
    assert list(text.revisions.order_by("number").values_list("side", flat=True)) == [
        "civil_society",
        "government",
        "civil_society",
    ]
    assert Revision.objects.filter(text__section__commitment__plan=plan).count() > 40


def test_a_post_is_vacant_and_the_clearing_officer_belongs_to_the_first_lead(plan):
    assert "Department for International Development" in {
        post.organisation.name for post in Post.objects.vacant() if post.organisation
    }
    first = plan.commitments.get(ref="1.1")
    clearing = User.objects.get(email="clearing@demo.test").tenures.get().post
    assert clearing.organisation in [part.organisation for part in first.parts.filter(part="lead")]


def test_acts_are_in_the_ledger_in_the_order_in_which_they_happened(plan):
    moments = list(Entry.objects.filter(verb__startswith="commitments.").order_by("index").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert len(moments) > 14


def test_both_sides_talk_about_texts_and_words_of_them(plan):
    threads = Thread.objects.all()
    assert threads.filter(quote="", audience=Audience.EVERYONE).count() == 1
    assert threads.filter(state=ThreadState.RESOLVED).exclude(resolution="").count() == 1
    assert threads.filter(state=ThreadState.OPEN, audience=Audience.EVERYONE).count() == 4
    sides = threads.filter(audience=Audience.SIDE).order_by("side").values_list("side", flat=True)
    assert list(sides) == ["civil_society", "government"]
    assert Comment.objects.count() - threads.count() == 7


def test_suggestions_wait_were_accepted_and_were_refused_with_a_reason(plan):
    found = Suggestion.objects.values_list("state", flat=True).order_by("state")
    assert list(found) == [SuggestionState.ACCEPTED, SuggestionState.NOT_ACCEPTED, *[SuggestionState.OPEN] * 2]
    accepted = Suggestion.objects.get(state=SuggestionState.ACCEPTED)
    assert "Open Government Licence" in accepted.text.body
    refused = Suggestion.objects.get(state=SuggestionState.NOT_ACCEPTED)
    assert "sham" in refused.decision_reason
    assert plan.asks.get(origin_suggestion=refused).ref == "A4"


def test_organisations_say_three_kinds_of_things_and_the_network_has_not_spoken_yet(plan):
    said = Endorsement.objects.filter(plan=plan).order_by("commitment__ref")
    assert list(said.values_list("commitment__ref", "stance", "is_name_public")) == [
        ("2.1", Stance.DOES_NOT_SUPPORT, True),
        ("3.2", Stance.RESERVATIONS, False),
        ("4.1", Stance.SUPPORTS, True),
    ]
    decision = partnership.waiting(plan)
    assert [one.post.title for one in partnership.signatures(decision)] == ["Chair of the steering group"]
    assert not partnership.stands(plan)


def test_a_date_was_moved_later_and_the_history_says_so(plan):
    milestone = plan.commitments.get(ref="2.1").milestones.get(ref="a")
    first, *_between, last = [row.ends_text for row in milestone.history.order_by("history_date", "history_id")]
    assert (first[:3], last[:3]) == ("May", "Nov")
    text = plan.commitments.get(ref="2.1").sections.get(template_section__key="timescales").text
    assert text.latest.note == "The new publishing system is not ready before the autumn"


def test_loading_again_changes_nothing(plan):
    def counts():
        models = (Plan, Commitment, Revision, User, Post, Entry, Thread, Comment, Suggestion)
        return [model.objects.count() for model in models]

    before = counts()
    call_command("load_example")
    assert counts() == before


def test_it_can_be_loaded_beside_a_real_plan_of_the_same_departments(db):
    from network.services.organisations import create_organisation

    create_organisation(name="Cabinet Office", kind="department", side="government", by=None)
    assert load_example()[1] is True


def test_loading_it_is_one_event_in_digests_and_sends_nothing_at_once(plan):
    assert [(event.kind, event.title) for event in Event.objects.all()] == [("portal.example_loaded", plan.title)]
    assert set(Message.objects.values_list("why", flat=True)) == {"role"}
    assert Job.objects.filter(name__startswith="notices.").count() == 0
