"""Forms drawn after the GOV.UK Design System: set as FORM_RENDERER, so that `{{ form }}` is all a page needs.

What a form may say beside Django's own: `marks_optional = False` on the form (no "(optional)" behind labels: filters),
`max_words` on a field (a word count under its box; it tells, it does not refuse), `hints` on Radios and Checkboxes.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.dates import MONTHS
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
PASSWORD_CLASSES = "govuk-input govuk-password-input__input govuk-js-password-input-input"
# First match wins: the more special widget stands first. The second class marks an error.
CLASSES: list[tuple[type[forms.Widget], str, str]] = [
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input", ""),  # a subclass of RadioSelect
    (forms.RadioSelect, "govuk-radios__input", ""),
    (forms.CheckboxInput, "govuk-checkboxes__input", ""),
    (forms.Textarea, "govuk-textarea", "govuk-textarea--error"),
    (forms.Select, "govuk-select", "govuk-select--error"),
    (forms.FileInput, "govuk-file-upload", "govuk-file-upload--error"),
    (forms.PasswordInput, PASSWORD_CLASSES, "govuk-input--error"),
    (forms.widgets.Input, "govuk-input", "govuk-input--error"),
]


class GovukBoundField(BoundField):
    """A field with its GOV.UK classes, its errors in words that name it, and what its template asks."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Never `required` or `maxlength`: a browser's own bubbles stop people without saying so at the top of the
        page, and a cut-off paste loses words in silence. The server says what is wrong."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        attrs.pop("required", None)
        for unwanted in ("maxlength", "minlength", "placeholder", "cols"):
            if unwanted in widget.attrs:
                attrs[unwanted] = False
        if isinstance(widget, GROUPS + (forms.CheckboxInput,)):
            attrs.pop("aria-invalid", None)
        if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
            attrs.setdefault("rows", "5")
        if isinstance(widget, forms.PasswordInput):
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        attrs["class"] = self._classes(widget, str(attrs.get("class", "")))
        return attrs

    def _classes(self, widget: forms.Widget, asked: str) -> str:
        drawn, in_error = next(((c, e) for kind, c, e in CLASSES if isinstance(widget, kind)), ("", ""))
        counted = "govuk-js-character-count" if self.max_words else ""
        classes = [drawn, counted, str(widget.attrs.get("class", "")), asked, in_error if self.errors else ""]
        return " ".join(word for word in classes if word)

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is not None and self.max_words and self.auto_id:
            return f"{self.auto_id}-info {described}".strip()
        return described

    @property
    def max_words(self) -> int | None:
        return getattr(self.field, "max_words", None)

    @property
    def kind(self) -> str:
        """Which of the layouts of field.html draws this field."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if self.use_fieldset:
            return "group"
        return "password" if isinstance(widget, forms.PasswordInput) else "input"

    @property
    def is_optional(self) -> bool:
        return not self.field.required and self.kind != "checkbox" and getattr(self.form, "marks_optional", True)

    @property
    def first_input(self) -> str:
        """The id that a link of the error summary leads to."""
        if isinstance(self.field.widget, (*GROUPS, forms.MultiWidget)):
            return f"{self.auto_id}_0"
        return self.id_for_label

    @cached_property
    def error_texts(self) -> list[str]:
        """The errors, with Django's "This field is required." put into words that make sense in a list."""
        default = forms.Field.default_error_messages["required"]
        own = gettext("Fill this in: %(label)s")
        if self.kind == "checkbox":
            own = gettext("Tick this box: %(label)s")
        elif isinstance(self.field.widget, (forms.Select, *GROUPS)):
            own = gettext("Choose an answer: %(label)s")
        return [own % {"label": self.label} if text == str(default) else str(text) for text in self.errors]


class GovukRenderer(TemplatesSetting):
    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
    bound_field_class = GovukBoundField


class LongTextField(forms.CharField):
    """A textarea; `max_words` shows a word count, which tells and does not refuse."""

    def __init__(self, *, max_words: int | None = None, rows: int = 8, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        self.max_words = max_words


class Radios(forms.RadioSelect):
    """Radios with a hint under each choice (value → words); `inline` sets two short answers side by side, `small`
    is for filters beside a list."""

    def __init__(
        self,
        *,
        hints: Mapping[str, str | Promise] | None = None,
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.hints = dict(hints or {})
        self.looks = [look for look, wanted in (("inline", inline), ("small", small)) if wanted]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["looks"] = self.looks
        return context

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return _with_hint(super().create_option(*args, **kwargs), self.hints)


class Checkboxes(Radios, forms.CheckboxSelectMultiple):
    """The same for several choices."""


def _with_hint(option: dict[str, Any], hints: dict[str, str | Promise]) -> dict[str, Any]:
    hint = hints.get(str(option["value"]))
    if hint and option["attrs"].get("id"):
        option["hint"] = hint
        option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-item-hint"
    return option


class DatePartsWidget(forms.MultiWidget):
    """Day, month and year in three boxes, as the date-input component has them."""

    template_name = "core/forms/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numeric = {"inputmode": "numeric"}
        super().__init__({part: forms.TextInput(attrs=numeric) for part in ("day", "month", "year")}, attrs)

    def decompress(self, value: datetime.date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        for part, label, width in zip(parts, (_("Day"), _("Month"), _("Year")), (2, 2, 4), strict=True):
            in_error = " govuk-input--error" if part["attrs"].pop("aria-invalid", None) else ""
            part["attrs"]["class"] = f"govuk-input govuk-date-input__input govuk-input--width-{width}{in_error}"
            part["label"] = label
        return context


class DatePartsField(forms.Field):
    """A date in three boxes; months may be written in letters. The value is a date or None."""

    widget = DatePartsWidget
    default_error_messages = {
        "invalid": _("Enter a real date, like 27 6 2013."),
        "four_digits": _("Write the year in four digits, like 2013."),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        if value is None or isinstance(value, datetime.date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        if missing := [name for name, part in zip((_("day"), _("month"), _("year")), parts, strict=True) if not part]:
            raise ValidationError(_missing_parts(missing), code="incomplete")
        if len(parts[2]) != 4:
            raise ValidationError(self.error_messages["four_digits"], code="four_digits")
        try:
            return datetime.date(int(parts[2]), _month_number(parts[1]), int(parts[0]))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def _missing_parts(names: list[Any]) -> str:
    words = gettext(" and ").join(str(name) for name in names)
    return ngettext("The %(parts)s is missing.", "The %(parts)s are missing.", len(names)) % {"parts": words}


def _month_number(text: str) -> int:
    """A number, or a month's name with at least its first three letters ("sept.")."""
    start = text.lower().rstrip(".")
    fitting = [number for number, name in MONTHS.items() if str(name).lower().startswith(start)]
    return fitting[0] if len(start) >= 3 and len(fitting) == 1 else int(text)
