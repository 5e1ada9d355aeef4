"""The pages of a circulation, as the leads, its readers and everybody else see them."""

import re

import pytest

from core import jobs
from core.models import Job
from drafting.services import save_text
from plans.models import Plan
from publications import circulated_pdf, circulation
from publications.models import Circulation, CirculationOpening
from publications.workflow import publish_consultation_draft
from tests.conftest import client_of
from tests.publications.circulating import WHY, add, at, engaged_world, quick_render, start
from tests.world import PERSONAS, days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    monkeypatch.setattr("publications.circulated_pdf.pdf.render_in_subprocess", quick_render)


@pytest.fixture
def world():
    return engaged_world()


@pytest.fixture
def running(world):
    return start(world, note="Please say by Friday whether the dates hold.")


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def words(answer) -> str:
    """The words of the text, without the page around it."""
    body = answer.content.decode()
    return body[body.index('<div class="og-edition">') : body.index("</main>")]


# The leads


def test_a_lead_starts_it_from_the_page_and_puts_people_on_the_list(world):
    lead = client_of(world, "lead_official")
    assert "Circulate the final draft" in text_of(lead.get(at("circulation", world)))
    form = lead.get(at("circulate", world)).context["form"]
    day = days(7)
    data = {
        "until_day": day.day,
        "until_month": day.month,
        "until_year": day.year,
        **form.initial,
        "note": "Please read.",
    }
    assert lead.post(at("circulate", world), data).headers["Location"] == at("circulation", world)
    added = lead.post(at("add_reader", world), {"post": world.post("minister").pk, "email": ""})
    assert added.headers["Location"] == at("circulation", world)
    coordinator = client_of(world, "coordinator")
    coordinator.post(at("add_reader", world), {"post": "", "email": "member@demo.test"})
    page = text_of(coordinator.get(at("circulation", world)))
    assert "0 of 2 have read it" in page
    assert "the PDF that you download carries your name on every page" in page


def test_a_plan_that_more_people_read_says_where_to_change_that(world):
    Plan.objects.filter(pk=world.plan.pk).update(openness="network")
    world.plan.refresh_from_db()
    page = client_of(world, "coordinator").get(at("circulation", world)).content.decode()
    assert 'href="/plans/uk-2013/rules/"' in page
    assert "Circulate the final draft" not in page
    day = days(7)
    data = {"until_day": day.day, "until_month": day.month, "until_year": day.year, "seen_sha256": "0" * 64}
    again = client_of(world, "coordinator").post(at("circulate", world), data)
    assert (again.status_code, Circulation.objects.count()) == (200, 0)
    assert [str(each) for each in again.context["form"].non_field_errors()] == [circulation.too_open(world.plan)]


def test_a_lead_is_told_that_a_person_is_not_of_their_side(world, running):
    answer = client_of(world, "lead_official").post(at("add_reader", world), {"email": "member@demo.test"})
    assert "Each side chooses its own people" in text_of(answer)
    answer = client_of(world, "lead_official").post(at("add_reader", world), {"post": world.post("representative").pk})
    assert answer.context["form"].errors.keys() == {"post"}
    assert running.readers.count() == 0


def test_a_lead_removes_with_a_reason_that_readers_do_not_see(world, running):
    add(world, running, "member", "representative")
    coordinator = client_of(world, "coordinator")
    address = at("remove_reader", world, number=1)
    assert coordinator.post(address, {"reason": ""}).status_code == 200
    assert coordinator.post(address, {"reason": WHY}).headers["Location"] == at("circulation", world)
    assert coordinator.get(address).status_code == 404
    assert WHY in text_of(client_of(world, "lead_official").get(at("circulation", world)))
    assert WHY not in text_of(client_of(world, "representative").get(at("circulation", world)))


def test_a_lead_ends_it(world, running):
    add(world, running, "member")
    coordinator = client_of(world, "coordinator")
    coordinator.post(at("end_circulation", world))
    assert "Nobody on the list can open the text any more" in text_of(coordinator.get(at("circulation", world)))
    assert client_of(world, "member").get(at("circulation", world)).status_code == 404


def test_earlier_readers_are_offered_to_the_lead_of_their_side(world, running):
    add(world, running, "official", "member")
    save_text(world.part.text, body="We were at the table.", base=None, by=world.person("cs_drafter"))
    later = start(world)
    coordinator = client_of(world, "coordinator")
    assert coordinator.get(at("circulation", world)).context["earlier"] == ["Member"]
    coordinator.post(at("add_earlier_readers", world))
    assert [str(one) for one in later.readers.all()] == ["Member"]
    assert coordinator.get(at("circulation", world)).context["earlier"] == []


def test_leads_do_not_open_the_text_unlogged(world, running):
    for name in ("read_circulated", "circulated_pdf"):
        assert client_of(world, "lead_official").get(at(name, world)).status_code == 404


# The readers


def test_a_reader_is_told_what_it_is_before_they_open_it(world, running):
    add(world, running, "member")
    page = text_of(client_of(world, "member").get(at("circulation", world)))
    for said in (
        "Please say by Friday whether the dates hold.",
        "the PDF that you download carries your name on every page",
        "each opening of the page or the PDF is logged, and everybody on the list sees who has read it, and when",
        "0 of 1 have read it",
    ):
        assert said in page
    assert CirculationOpening.objects.count() == 0
    assert "Take off the list" not in page


def test_the_text_is_the_same_for_all_and_that_of_the_edition(world, running):
    add(world, running, "minister", "member", "official")
    answers = [client_of(world, persona).get(at("read_circulated", world)) for persona in ("minister", "member")]
    save_text(world.part.text, body="Written afterwards.", base=None, by=world.person("cs_drafter"))
    answers.append(client_of(world, "official").get(at("read_circulated", world)))
    assert len({words(answer) for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    for section in running.edition.data["commitments"][0]["sections"]:
        for paragraph in section["body"].split("\n\n")[:1]:
            assert paragraph.replace("**", "") in text_of(answers[0])


def test_it_reads_as_the_published_edition_of_the_same_words_does(world, running):
    add(world, running, "member")
    mine = words(client_of(world, "member").get(at("read_circulated", world)))
    publish_consultation_draft(world.plan, by=world.person("lead_official"))
    public = words(client_of(world, "visitor").get(at("read", world)))

    def only_the_plan(page):
        text = page[page.index('<div class="og-edition__text">') : page.index('<section class="og-plan__about"')]
        return re.sub(r"\s+", " ", re.sub(r'<p class="og-commitment__link">.*?</p>', "", text))

    assert only_the_plan(mine) == only_the_plan(public)


def test_each_opening_is_logged(world, running):
    add(world, running, "member")
    member = client_of(world, "member")
    member.get(at("read_circulated", world))
    member.get(at("circulated_pdf", world))  # is being prepared
    jobs.run_waiting()
    member.get(at("circulated_pdf", world))
    assert [opening.what for opening in CirculationOpening.objects.all()] == ["page", "pdf"]
    assert "1 of 1 has read it" in text_of(member.get(at("circulation", world)))


def test_head_is_no_way_around_the_log(world, running):
    add(world, running, "member")
    assert client_of(world, "member").head(at("read_circulated", world)).status_code == 405


def test_each_gets_a_file_of_their_own_and_nobody_another_s(world, running):
    add(world, running, "member", "minister")
    files = {}
    for persona in ("member", "minister"):
        client_of(world, persona).get(at("circulated_pdf", world))
    jobs.run_waiting()
    for persona in ("member", "minister"):
        answer = client_of(world, persona).get(at("circulated_pdf", world))
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="uk-2013-draft.pdf"'
        files[persona] = b"".join(answer.streaming_content)
    assert files["member"] != files["minister"]


def test_a_failure_is_seen_and_can_be_tried_again(world, running, monkeypatch):
    from core import pdf

    def broken(*args, **kwargs):
        raise pdf.RenderFailed("no fonts today")

    add(world, running, "member")
    member = client_of(world, "member")
    monkeypatch.setattr("publications.circulated_pdf.pdf.render_in_subprocess", broken)
    member.get(at("circulated_pdf", world))
    Job.objects.filter(name=circulated_pdf.JOB).update(max_tries=1)
    jobs.run_waiting()
    failed = member.get(at("circulated_pdf", world))
    assert failed.status_code == 503
    assert "no fonts today" not in text_of(failed)
    monkeypatch.setattr("publications.circulated_pdf.pdf.render_in_subprocess", quick_render)
    member.post(at("make_circulated_pdf_again", world))
    jobs.run_waiting()
    assert member.get(at("circulated_pdf", world)).status_code == 200


# Everybody else


@pytest.mark.parametrize("name", ["circulation", "read_circulated", "circulated_pdf"])
def test_to_everybody_else_there_is_none(world, running, name):
    add(world, running, "member", "minister")
    got = {p: client_of(world, p).get(at(name, world)).status_code for p in PERSONAS}
    readers = {"member", "minister"} | ({"lead_official", "coordinator"} if name == "circulation" else set())
    ok = 202 if name == "circulated_pdf" else 200
    assert got == {p: 302 if p == "visitor" else ok if p in readers else 404 for p in PERSONAS}


def test_what_a_reader_opened_is_in_no_cache_that_another_reaches(world, running):
    add(world, running, "member")
    client_of(world, "member").get(at("read_circulated", world))
    for persona in ("visitor", "stranger", "admin"):
        for address in (at("read", world), at("edition", world, number=1), at("plan_json", world), at("draft", world)):
            assert client_of(world, persona).get(address).status_code in (302, 404)


# Where it is found


def test_the_plan_s_page_leads_there_and_the_desk_has_it_until_it_is_read(world, running):
    add(world, running, "member")
    member = client_of(world, "member")
    link = f'href="{at("circulation", world)}"'
    assert link in member.get("/plans/uk-2013/").content.decode()
    assert link not in client_of(world, "stranger").get("/plans/uk-2013/").content.decode()
    assert "Final drafts to read" in text_of(member.get("/desk/"))
    member.get(at("read_circulated", world))
    assert "Final drafts to read" not in text_of(member.get("/desk/"))


@pytest.mark.parametrize("readers", [1, 3])
@pytest.mark.parametrize(("persona", "count"), [("minister", 9), ("coordinator", 13)])
def test_the_page_asks_the_same_for_three_readers_as_for_one(
    world, running, readers, persona, count, django_assert_num_queries
):
    add(world, running, *["minister", "member", "representative"][:readers])
    for one in ("minister", "member", "representative")[:readers]:
        circulation.open_text(running, what="page", by=world.person(one))
    client = client_of(world, persona)
    client.get(at("circulation", world))
    with django_assert_num_queries(count):
        client.get(at("circulation", world))
