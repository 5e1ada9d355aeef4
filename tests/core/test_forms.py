"""Forms look as the GOV.UK Design System says: held against the HTML that its own package expects."""

import datetime
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from core.forms import Checkboxes, DatePartsField, LongTextField, Radios
from tests.core.fixtures import COMPONENTS, expected, shape

needs_package = pytest.mark.skipif(not COMPONENTS.exists(), reason="run npm ci in frontend/ first")


def words_of(part: Any) -> str:
    return str(part["text"]) if part else ""


def label_of(options: dict[str, Any]) -> str:
    return words_of(options.get("label") or options.get("fieldset", {}).get("legend"))


def item_hints(items: list[Any]) -> dict[str, str]:
    return {str(item["value"]): item["hint"]["text"] for item in items if item.get("hint")}


def choices(items: list[Any]) -> list[tuple[Any, str]]:
    return [(item.get("value", item["text"]), item["text"]) for item in items]


def input_of(options: dict[str, Any]) -> forms.Field:
    attrs = {key: options[key] for key in ("autocomplete", "inputmode") if key in options}
    if "classes" in options:
        attrs["class"] = options["classes"]
    widget = forms.TextInput(attrs)
    widget.input_type = options.get("type", "text")
    return forms.CharField(widget=widget, disabled=options.get("disabled", False))


def radios_of(options: dict[str, Any]) -> forms.Field:
    widget = Radios(hints=item_hints(options["items"]), inline="govuk-radios--inline" in options.get("classes", ""))
    return forms.ChoiceField(choices=choices(options["items"]), widget=widget)


def checkboxes_of(options: dict[str, Any]) -> forms.Field:
    widget = Checkboxes(hints=item_hints(options["items"]))
    return forms.MultipleChoiceField(choices=choices(options["items"]), widget=widget)


FIELDS = {
    "input": input_of,
    "textarea": lambda options: LongTextField(rows=options.get("rows", 5)),
    "character-count": lambda options: LongTextField(rows=options.get("rows", 5), max_words=options["maxlength"]),
    "select": lambda options: forms.ChoiceField(choices=choices(options.get("items", []))),
    "radios": radios_of,
    "checkboxes": checkboxes_of,
    "date-input": lambda options: DatePartsField(),
    "file-upload": lambda options: forms.FileField(),
    "password-input": lambda options: forms.CharField(
        widget=forms.PasswordInput({"autocomplete": options.get("autocomplete", "current-password")})
    ),
}

CASES = [
    *[("input", name) for name in ("default", "with hint text", "with error message", "with error and hint")],
    *[
        ("input", name)
        for name in ("with width-2 class", "value", "zero value", "custom type", "inputmode", "disabled")
    ],
    ("input", "with autocomplete attribute"),
    *[("textarea", name) for name in ("default", "with hint", "with error message", "with hint and error message")],
    *[("textarea", name) for name in ("with default value", "with custom rows")],
    ("character-count", "with count type 'words'"),
    *[("select", name) for name in ("hint", "error", "with hint text and error message")],
    *[("radios", name) for name in ("default", "with hint", "inline", "with hint and error message")],
    ("radios", "with very long option text"),
    *[("checkboxes", name) for name in ("default", "with hint", "with error message and hint")],
    *[("date-input", name) for name in ("default", "with error message and hint")],
    *[("file-upload", name) for name in ("default", "with hint text", "with error message and hint")],
    *[("password-input", name) for name in ("default", "with hint text", "with error message")],
]


def draw(component: str, options: dict[str, Any]) -> str:
    """The case as a Django form of one field, drawn by the renderer."""
    name = options.get("id") or options.get("idPrefix") or options.get("name") or options["namePrefix"]
    field = FIELDS[component](options)
    field.label, field.help_text = label_of(options), words_of(options.get("hint"))
    checked = [item["value"] for item in options.get("items", []) if item.get("checked")]
    initial = {name: options.get("value", checked[0] if checked else None)} if component != "password-input" else {}
    form = type("OneFieldForm", (forms.Form,), {name: field})(initial=initial, auto_id="%s")
    if error := options.get("errorMessage"):
        form._errors = forms.utils.ErrorDict({name: form.error_class([error["text"]], renderer=form.renderer)})
        form.errors_are_listed = True
    return form.render()


@needs_package
@pytest.mark.parametrize(("component", "name"), CASES, ids=lambda part: part)
def test_a_field_is_drawn_as_govuk_frontend_expects(component, name):
    case = expected(component, name)

    assert shape(draw(component, case["options"])) == shape(case["html"])


@needs_package
def test_a_choice_has_its_hint_below_it():
    case = expected("radios", "with hints on items")
    legend_and_items = shape(draw("radios", case["options"]))[0][2]
    expected_legend_and_items = shape(case["html"])[0][2]

    assert legend_and_items[3] == expected_legend_and_items[3]


class CommitmentForm(forms.Form):
    title = forms.CharField(max_length=600)
    summary = LongTextField(max_words=50, required=False)
    origin = forms.ChoiceField(choices=[("government", "Government"), ("both", "Both")], widget=Radios())
    starts = DatePartsField()

    def clean(self):
        raise ValidationError("The plan is past its cut-off.")


def test_the_error_summary_names_every_error_and_leads_to_its_input():
    form = CommitmentForm({"starts_day": "30", "starts_month": "2", "starts_year": "2013"})

    summary = shape(render_to_string("components/error_summary.html", {"form": form}))
    links = render_to_string("components/error_summary.html", {"form": form})

    assert summary[0][1]["data-module"] == "govuk-error-summary"
    assert "<li>The plan is past its cut-off.</li>" in links
    assert '<a href="#id_title">Fill this in: Title</a>' in links
    assert '<a href="#id_origin_0">Choose an answer: Origin</a>' in links
    assert '<a href="#id_starts_0">Enter a real date, like 27 6 2013.</a>' in links
    drawn = str(form)
    assert all(f'id="{target}"' in drawn for target in ("id_title", "id_origin_0", "id_starts_0"))


def test_errors_are_listed_once_whether_the_page_has_a_summary_or_not():
    alone = CommitmentForm({})
    assert str(alone).count("The plan is past its cut-off.") == 1

    beside_summary = CommitmentForm({})
    page = render_to_string("components/error_summary.html", {"form": beside_summary}) + str(beside_summary)
    assert page.count("The plan is past its cut-off.") == 1


def test_the_browser_neither_cuts_what_is_pasted_nor_stops_the_form():
    drawn = str(CommitmentForm())

    assert " maxlength" not in drawn
    assert " required" not in drawn


def test_only_optional_fields_are_marked_and_filters_mark_none():
    assert str(CommitmentForm()).count("(optional)") == 1

    class FilterForm(CommitmentForm):
        marks_optional = False

    assert "(optional)" not in str(FilterForm())


def test_a_checkbox_stands_before_its_label_with_its_hint_below():
    class AgreeForm(forms.Form):
        agree = forms.BooleanField(label="I agree", help_text="For my organisation")

    drawn = shape(str(AgreeForm()))[0]

    item = drawn[2][2]
    assert [part[0] for part in item[2:]] == ["input", "label", "div"]
    assert item[2][1]["class"] == ["govuk-checkboxes__input"]
    assert item[2][1]["aria-describedby"] == [item[4][1]["id"]]


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("27", "6", "2013"), datetime.date(2013, 6, 27)),
        (("27", "June", "2013"), datetime.date(2013, 6, 27)),
        ((" 1", "sept.", "2015 "), datetime.date(2015, 9, 1)),
        (("", "", ""), None),
    ],
)
def test_a_date_may_have_its_month_in_letters(parts, date):
    field = DatePartsField(required=False)

    assert field.clean(list(parts)) == date


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("31", "6", "2013"), "Enter a real date, like 27 6 2013."),
        (("27", "Juno", "2013"), "Enter a real date, like 27 6 2013."),
        (("27", "6", "13"), "Write the year in four digits, like 2013."),
        (("", "6", "2013"), "The day is missing."),
        (("", "", "2013"), "The day and month are missing."),
        (("", "", ""), "This field is required."),
    ],
)
def test_a_wrong_date_says_what_is_wrong_with_it(parts, message):
    with pytest.raises(ValidationError) as refused:
        DatePartsField().clean(list(parts))

    assert refused.value.messages == [message]


def test_a_date_keeps_what_was_typed_wrongly():
    form = CommitmentForm({"starts_day": "31", "starts_month": "6", "starts_year": "2013"})

    values = [element[3][1]["value"] for element in _date_boxes(shape(str(form["starts"])))]
    assert values == ["31", "6", "2013"]
    assert form["starts"].first_input == "id_starts_0"


def _date_boxes(drawn):
    return [item[2] for item in drawn[0][2:]]
