"""Reading what is published: page, themes, editions, data."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from commitments.services import edit_details, set_organisations
from publications import planfile
from publications.comparison import compare_editions
from publications.workflow import publish_consultation_draft
from tests.publications.conftest import add_commitment

pytestmark = pytest.mark.django_db


def publish_again(world, plan, title="Open the whole budget"):
    edit_details(plan.commitments.get(ref="1"), by=world.person("lead_official"), title=title)
    return publish_consultation_draft(plan, by=world.person("lead_official"), change_note="A better title.")


@pytest.fixture
def visitor(client_for):
    return client_for("visitor")


def text_of(answer) -> str:
    return answer.content.decode()


def test_nothing_published_is_not_found(world, plan, visitor):
    for name in ("read", "plan_pdf", "plan_json", "commitments_csv"):
        assert visitor.get(reverse(f"publications:{name}", args=[plan.slug])).status_code == 404


def test_read_shows_the_whole_plan_with_permanent_links(published, plan, visitor):
    page = text_of(visitor.get(reverse("publications:read", args=[plan.slug])))
    told = ("Open the budget", "Publish contracts", "We were at the table.", "Step one of 2", "A register of lobbyists")
    for words in told:
        assert words in page
    assert f'href="/plans/{plan.slug}/editions/1/#commitment-2"' in page
    assert 'id="commitment-2"' in page
    assert published.sha256[:8] in page


def test_engaged_plan_is_public_once_published_and_its_drafts_are_not(world, plan, visitor):
    plan.openness = "engaged"
    plan.save()
    publish_consultation_draft(plan, by=world.person("lead_official"))
    add_commitment(world, "9", "Nobody may see this")
    for name in ("read", "plan_json", "commitments_csv"):
        answer = text_of(visitor.get(reverse(f"publications:{name}", args=[plan.slug])))
        assert "Open the budget" in answer
        assert "Nobody may see this" not in answer


def test_read_theme_shows_one_theme(world, published, plan, visitor):
    page = text_of(visitor.get(reverse("publications:read_theme", args=[plan.slug, world.theme.slug])))
    assert "Open the budget" in page
    assert "A register of lobbyists" not in page
    assert visitor.get(reverse("publications:read_theme", args=[plan.slug, "no-such"])).status_code == 404


def test_earlier_edition_stays_and_says_that_there_is_a_later_one(world, published, plan, visitor):
    publish_again(world, plan)
    old = text_of(visitor.get(reverse("publications:edition", args=[plan.slug, 1])))
    assert "You are reading edition 1, an earlier one." in old
    assert "Open the whole budget" not in old
    assert "Open the whole budget" in text_of(visitor.get(reverse("publications:read", args=[plan.slug])))
    answer = visitor.get(reverse("publications:read", args=[plan.slug]) + "?edition=1")
    assert answer.headers["Location"] == reverse("publications:edition", args=[plan.slug, 1])


def test_copy_of_a_visitor_may_be_kept_and_a_persons_may_not(published, plan, visitor, client_for):
    address = reverse("publications:read", args=[plan.slug])
    answer = visitor.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert visitor.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "private" in client_for("member").get(address).headers["Cache-Control"]


def test_plan_json_is_the_plan_file_of_the_edition(published, plan, visitor):
    answer = visitor.get(reverse("publications:plan_json", args=[plan.slug]))
    data = json.loads(answer.content)
    assert data["edition"] == {
        "number": 1,
        "kind": "consultation_draft",
        "sha256": published.sha256,
        "presented_as": "government",
        "agreed_by": [],
    }
    del data["edition"]
    assert data == planfile.dump(plan)
    again = visitor.get(answer.request["PATH_INFO"], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_plan_json_can_be_read_back(published, plan, visitor):
    raw = visitor.get(reverse("publications:plan_json", args=[plan.slug])).content
    assert planfile.to_bytes(planfile.read(planfile.parse(raw))) == raw


def test_commitments_csv_has_a_row_each(published, plan, visitor):
    answer = visitor.get(reverse("publications:commitments_csv", args=[plan.slug]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Reference"], row["Title"], row["Lead"]) for row in rows] == [
        ("1", "Open the budget", "Department for Business"),
        ("2", "Publish contracts", "Department for Business"),
    ]
    assert rows[0]["Milestones"] == "1 Step one of 1 (Spring 2014)"


def test_editions_lists_what_was_published_and_when(world, published, plan, visitor):
    publish_again(world, plan)
    page = text_of(visitor.get(reverse("publications:editions", args=[plan.slug])))
    assert page.index("Edition 2") < page.index("Edition 1")
    assert "A better title." in page
    assert reverse("publications:compare", args=[plan.slug, 1, 2]) in page


def test_compare_shows_what_changed_in_words(world, published, plan, visitor):
    add_commitment(world, "3", "A new promise")
    publish_again(world, plan)
    page = text_of(visitor.get(reverse("publications:compare", args=[plan.slug, 1, 2])))
    assert "<ins>" in page
    assert "whole" in page
    assert "A new promise" in page
    assert "Publish contracts" not in page


def changes(old, new) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(title, kind, [(label, words with + and - for added and removed)]) of every group."""
    marks = {"<ins>": "+", "<del>": "-"}

    def plain(markup: str) -> str:
        markup = re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", markup)
        for tag, mark in marks.items():
            markup = markup.replace(tag, mark)
        return " ".join(re.sub(r"<[^>]*>", " ", markup).split())

    return [
        (group.title, group.kind, [(row.label, plain(row.html)) for row in group.rows])
        for group in compare_editions(old.data, new.data)
    ]


def test_difference_is_told_in_the_order_of_the_plan_and_in_peoples_words(world, published, plan):
    first = plan.commitments.get(ref="1")
    set_organisations(first, lead=[world.cabinet_office], supporting_other=[world.cso], by=None)
    ask = plan.asks.get()
    ask.status = "refused"
    ask.save()
    plan.commitments.get(ref="2").milestones.get().delete()
    assert changes(published, publish_again(world, plan)) == [
        (
            "Commitment · 1 Open the whole budget",
            "changed",
            [("Title", "Open the +whole budget"), ("Lead", "-Department for Business +Cabinet Office")],
        ),
        (
            "Commitment · 2 Publish contracts",
            "changed",
            [("Milestones · 1", "-Step one of 2 -Department for Business -Spring 2014")],
        ),
        ("Annex · A1", "changed", [("Where it stands", "-Not agreed +Refused by government")]),
    ]


@pytest.mark.parametrize("name", ["read", "edition"])
def test_read_page_asks_the_database_little(published, plan, visitor, name, django_assert_num_queries):
    address = reverse(f"publications:{name}", args=[plan.slug, *([1] if name == "edition" else [])])
    visitor.get(address)
    with django_assert_num_queries(4):
        visitor.get(address)


def test_editions_asks_as_often_for_three_as_for_one(world, published, plan, visitor, django_assert_num_queries):
    address = reverse("publications:editions", args=[plan.slug])
    with django_assert_num_queries(2):
        visitor.get(address)
    publish_again(world, plan, "Second")
    publish_again(world, plan, "Third")
    with django_assert_num_queries(2):
        visitor.get(address)
