"""The page components give the HTML that govuk-frontend expects of theirs, and ours say what they should."""

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from tests.core.fixtures import COMPONENTS, expected, shape

needs_package = pytest.mark.skipif(not COMPONENTS.exists(), reason="run npm ci in frontend/ first")


def summary_rows(options):
    return [
        {"key": row["key"]["text"], "value": row["value"].get("text") or mark_safe(row["value"]["html"])}
        for row in options["rows"]
    ]


CASES = [
    ("inset-text", "default", lambda o: {"text": o["text"]}),
    ("tag", "grey", lambda o: {"text": o["text"], "colour": "grey"}),
    ("summary-list", "default", lambda o: {"rows": summary_rows(o)}),
]
TEMPLATES = {"inset-text": "inset", "summary-list": "summary_list", "tag": "tag"}


@needs_package
@pytest.mark.parametrize(("component", "name", "parameters"), CASES)
def test_a_component_is_drawn_as_govuk_frontend_expects(component, name, parameters):
    case = expected(component, name)

    drawn = render_to_string(f"components/{TEMPLATES[component]}.html", parameters(case["options"]))

    assert shape(drawn) == shape(case["html"])


def test_a_button_is_a_button_or_a_link():
    assert shape(render_to_string("components/button.html", {"label": "Agree"})) == [
        [
            "button",
            {
                "type": "submit",
                "class": ["govuk-button"],
                "data-module": "govuk-button",
                "data-prevent-double-click": "true",
            },
            "Agree",
        ]
    ]
    link = shape(render_to_string("components/button.html", {"label": "Decline", "href": "/x/", "variant": "warning"}))
    assert link[0][:1] + [link[0][1]["class"], link[0][2]] == [
        "a",
        ["govuk-button", "govuk-button--warning"],
        "Decline",
    ]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, [1, 2, 0, 9]), (5, [1, 0, 4, 5, 6, 0, 9]), (9, [1, 0, 8, 9])],
    ids=["first", "middle", "last"],
)
def test_pagination_shows_first_last_and_neighbours_and_keeps_the_filters(number, shown):
    request = RequestFactory().get("/", {"state": "drafting", "page": "4"})
    page = Paginator(range(90), 10).page(number)

    drawn = shape(render_to_string("components/pagination.html", {"page": page}, request))
    numbers = next(part for part in drawn[0][2:] if part[0] == "ul")[2:]

    assert [0 if item[2] == "⋯" else int(item[2][2]) for item in numbers] == shown
    assert numbers[0][2][1]["href"] == ["?state=drafting&page=1"]


def test_one_page_needs_no_pagination():
    assert render_to_string("components/pagination.html", {"page": Paginator([1], 10).page(1)}).strip() == ""


@pytest.mark.parametrize(
    ("side", "words"),
    [("government", "Government"), ("civil_society", "Civil society"), ("independent", "Independent")],
)
def test_a_side_is_named_in_words(side, words):
    assert shape(render_to_string("components/side.html", {"side": side}))[0][2] == words


def test_components_escape_what_people_wrote():
    for template in ("inset", "warning", "panel", "tag", "empty", "details"):
        drawn = render_to_string(f"components/{template}.html", {"text": "<b>x</b>", "title": "<i>", "summary": "<u>"})
        assert "<b>x" not in drawn
        assert "<i>" not in drawn
        assert "<u>" not in drawn


def test_a_wide_table_can_be_scrolled_by_keyboard():
    drawn = shape(render_to_string("components/table.html", {"caption": "Roles", "head": ["A"], "rows": [["1", "2"]]}))

    assert drawn[0][1]["tabindex"] == "0"
    assert drawn[0][2][2][0] == "caption"
