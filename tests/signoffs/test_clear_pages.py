"""What a clearing officer sees and does in the browser; who else is told, and what waits on which desk."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from commitments.models import Commitment
from drafting.models import Signature
from network.handover import held_by
from notices.models import Message
from signoffs import clearance, telling
from signoffs.choices import Stand
from signoffs.models import ClearanceRequest, ClearanceTerms
from signoffs.services import change_due
from signoffs.services.clearance import due_for
from tests.signoffs import build
from tests.world import days

pytestmark = pytest.mark.django_db


def address(commitment, page="clear/"):
    return f"{commitment.get_absolute_url()}{page}"


def answer(client, commitment, **more):
    data = {"seen": build.edition_of(commitment).sha256, "answer": "clear", "remark": "", **more}
    return client.post(address(commitment), data)


def text(response):
    return " ".join(response.content.decode().split())


def state(commitment):
    (found,) = clearance.departments(Commitment.objects.get(pk=commitment.pk))
    return found.state


def told(kind):
    found = Message.objects.filter(event__kind=kind).order_by("recipient__name")
    return [(one.recipient.name, one.why) for one in found]


def test_the_page_shows_the_exact_words_and_the_sentence_that_is_signed(world, client_for):
    one = build.in_clearance(world)
    page = text(client_for("clearing_officer").get(address(one)))
    assert "We will publish the owners of companies." in page
    assert build.edition_of(one).sha256 in page
    assert "For Department for Business, I clear edition 1 of “1 Company owners”, exactly as it stands here." in page
    assert "What changed since" not in page


def test_the_page_shows_what_changed_since_the_edition_this_department_cleared(world, client_for):
    one = build.in_clearance(world)
    build.clear(one, world.department, world.person("clearing_officer"))
    build.sent(world, build.reword(world, build.reopen(world, one)))
    page = text(client_for("clearing_officer").get(address(one)))
    assert "What changed since edition 1" in page
    added = [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<ins.*?</ins>", page)]
    assert [words.split() for words in added] == [["added", "all"]]


def test_clearing(world, client_for):
    one = build.in_clearance(world)
    response = answer(client_for("clearing_officer"), one)
    assert (response.status_code, response["Location"], state(one)) == (302, address(one, "clearance/"), Stand.YES)


def test_clearing_with_a_remark(world, client_for):
    one = build.in_clearance(world)
    client = client_for("clearing_officer")
    answer(client, one, answer="remark", remark="If the Treasury pays")
    assert "If the Treasury pays" in text(client.get(address(one, "clearance/")))


def test_returning_with_a_reason_that_everybody_who_works_on_it_reads(world, client_for):
    one = build.in_clearance(world)
    answer(client_for("clearing_officer"), one, answer="return", remark="No money")
    assert Commitment.objects.get(pk=one.pk).state == "drafting"
    assert "No money" in text(client_for("cs_drafter").get(address(one, "clearance/")))
    assert told(telling.RETURNED) == [("Coordinator", "waits"), ("Lead Official", "waits")]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"answer": ""}, "Choose an answer: What do you answer?"),
        ({"answer": "remark"}, "Write the remark, or choose “Clear”."),
        ({"answer": "return", "remark": "  "}, "Say why you return it: everyone who works on it is told."),
        ({"answer": "clear", "remark": "But"}, "You wrote a remark: choose “Clear, with a remark”, or empty the box."),
        ({"seen": "0" * 64}, "The text was changed while you were reading."),
    ],
)
def test_an_answer_that_will_not_do_says_why_and_signs_nothing(world, client_for, given, error):
    one = build.in_clearance(world)
    before = Signature.objects.count()
    response = answer(client_for("clearing_officer"), one, **given)
    assert (response.status_code, error in text(response), Signature.objects.count()) == (200, True, before)


def test_an_old_page_of_words_that_were_sent_anew_signs_nothing(world, client_for):
    one = build.in_clearance(world)
    old = build.edition_of(one).sha256
    build.sent(world, build.reword(world, build.reopen(world, one)))
    response = answer(client_for("clearing_officer"), one, seen=old)
    assert ("The text was changed while you were reading." in text(response), state(one)) == (True, Stand.WAITING)


def test_an_old_page_of_what_came_back_says_so(world, client_for):
    one = build.in_clearance(world)
    build.reopen(world, one)
    response = answer(client_for("clearing_officer"), one)
    assert (response.status_code, "Nothing was changed." in text(response)) == (409, True)


def test_who_clears_for_two_departments_answers_for_each_on_its_own_page(world, client_for):
    second = build.department("Defence")
    build.clearing_post(second, world.person("clearing_officer"))
    one = build.in_clearance(world, supporting=[second])
    client = client_for("clearing_officer")
    page = text(client.get(f"{address(one)}?department={second.slug}"))
    assert "For Department of Defence, I clear edition 1" in page
    assert client.get(f"{address(one)}?department=department-of-health").status_code == 404


def test_the_post_that_is_asked_is_told_at_once_and_so_is_who_acts_for_a_vacant_one(world):
    vacant = build.clearing_post(build.department("Defence"))
    build.deputy_of(vacant, build.person("ben"))
    build.in_clearance(world, supporting=[vacant.organisation])
    assert told(telling.ASKED) == [("Ben", "waits"), ("Clearing Officer", "waits")]


def test_both_leads_hear_of_each_clearance(world):
    one = build.in_clearance(world)
    build.clear(one, world.department, world.person("clearing_officer"))
    assert {name for name, why in told(telling.CLEARED) if why == "told"} == {"Coordinator", "Lead Official"}


def test_the_desk_shows_what_waits_for_my_post_and_no_longer_once_it_is_answered(world, client_for):
    one = build.in_clearance(world)
    client = client_for("clearing_officer")
    assert "Commitments that your department is asked to clear" in text(client.get("/desk/"))
    assert "asked to clear" not in text(client_for("lead_official").get("/desk/"))
    build.clear(one, world.department, world.person("clearing_officer"))
    assert "asked to clear" not in text(client.get("/desk/"))


def test_a_handover_lists_what_the_post_has_still_to_answer(world):
    one, other = build.in_clearance(world), build.in_clearance(world, title="Another")
    build.clear(other, world.department, world.person("clearing_officer"))
    items = [held.items for held in held_by(world.post("clearing_officer")) if held.name == "Clearances to give"]
    assert items == [[(str(one), address(one))]]


def test_the_commitments_page_shows_each_department_and_the_button_to_who_may_answer(world, client_for):
    one = build.in_clearance(world)
    officer, member = (text(client_for(who).get(one.get_absolute_url())) for who in ("clearing_officer", "member"))
    button = "Clear or return for Department for Business"
    assert ("Clearance by the departments" in officer, "Clearance by the departments" in member) == (True, True)
    assert (button in officer, button in member) == (True, False)


# When it is due


def test_departments_have_fourteen_days_unless_the_plan_says_otherwise(world):
    assert due_for(world.plan) == days(14)
    terms = ClearanceTerms.objects.create(plan=world.plan, days=5)
    assert due_for(world.plan) == days(5)
    terms.stage = world.stage
    terms.save()
    assert due_for(world.plan) == world.stage.ends


def test_a_stage_that_is_over_gives_no_date(world):
    type(world.stage).objects.update(starts=days(-9), ends=days(-1))
    ClearanceTerms.objects.create(plan=world.plan, days=5, stage=world.stage)
    assert due_for(world.plan) == days(5)


def test_the_lead_official_says_how_long_departments_have(world, client_for):
    data = {"days": "21", "stage": world.stage.pk, "reason": "The summer is long"}
    client_for("lead_official").post(f"/plans/{world.plan.slug}/signoffs/terms/", data)
    assert ClearanceTerms.objects.values_list("days", "stage").get() == (21, world.stage.pk)


def test_another_date_needs_a_reason_that_stands_on_the_page(world, client_for):
    one = build.in_clearance(world)
    client = client_for("lead_official")
    when = days(30)
    data = {"department": "department", "due_on_day": when.day, "due_on_month": when.month, "due_on_year": when.year}
    page = text(client.post(address(one, "clearance/due/"), data))
    assert ("Fill this in: Reason" in page, ClearanceRequest.objects.get().due_on) == (True, days(14))
    client.post(address(one, "clearance/due/"), data | {"reason": "Parliament is away"})
    assert ClearanceRequest.objects.get().due_on == when
    assert "Parliament is away" in text(client.get(address(one, "clearance/")))


def test_a_day_that_has_passed_is_no_date(world, client_for):
    one = build.in_clearance(world)
    data = {"department": "department", "due_on_day": 1, "due_on_month": 6, "due_on_year": 2013, "reason": "Late"}
    page = text(client_for("lead_official").post(address(one, "clearance/due/"), data))
    assert ("Choose a day from today on." in page, ClearanceRequest.objects.get().due_on) == (True, days(14))


def test_all_that_have_still_to_answer_get_another_date_together_and_who_has_answered_keeps_theirs(world):
    second = build.department("Defence")
    build.clearing_post(second, build.person("ann"))
    one = build.in_clearance(world, supporting=[second, world.cabinet_office])
    build.clear(one, world.department, world.person("clearing_officer"))
    waits = [found.request for found in clearance.departments(one) if found.is_asked]
    change_due(waits, due_on=days(40), reason="Parliament is away", by=world.person("lead_official"))
    assert dict(ClearanceRequest.objects.values_list("organisation__name", "due_on")) == {
        "Department for Business": days(14),
        "Department of Defence": days(40),
        "Cabinet Office": days(40),
    }


def test_the_page_says_for_how_many_days_a_post_is_vacant_and_what_to_do(world, client_for):
    empty = build.department("Defence")
    build.clearing_post(empty)
    one = build.in_clearance(world, [world.cabinet_office], [empty], at=timezone.now() - dt.timedelta(days=20))
    page = text(client_for("lead_official").get(address(one, "clearance/")))
    assert "It has no clearing post: the lead official creates one and appoints somebody." in page
    assert "Its clearing post has been vacant for 30 days" in page
    assert page.count("6 days late") == 2
