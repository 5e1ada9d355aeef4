"""The forms in which comments are written: whom they are for, whom they call, which words they are about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from core.forms import LongTextField, Radios
from drafting.anchors import Anchor, Span, find_words, make
from drafting.choices import Audience
from drafting.comments import LONGEST, SIDES
from drafting.models import Revision, Thread
from network.choices import Side
from network.models import Post, User
from network.readers import Readers

MOST_NAMES = 20


class CommentForm(forms.Form):
    """An answer in a conversation."""

    body = LongTextField(label=gettext_lazy("Your comment"), max_length=LONGEST, rows=6)
    call = forms.ChoiceField(
        label=gettext_lazy("Mention somebody"),
        help_text=gettext_lazy("They are told at once. Only those who may read this can be mentioned."),
        required=False,
    )
    names = forms.CharField(
        label=gettext_lazy("Mention others by name"),
        help_text=gettext_lazy("Full names, with commas between them."),
        max_length=1_000,
        required=False,
    )

    def __init__(self, *args: Any, readers: Readers, side: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers
        self.callable = _callable(readers, side)
        call = self.fields["call"]
        assert isinstance(call, forms.ChoiceField)
        call.choices = [("", gettext("Nobody")), *((key, label) for key, (label, _one) in self.callable.items())]

    def clean_names(self) -> list[User]:
        wanted = [name.strip().lstrip("@").strip() for name in self.cleaned_data["names"].split(",")]
        wanted = [name for name in wanted if name]
        if len(wanted) > MOST_NAMES:
            raise ValidationError(gettext("Mention at most %(most)d people.") % {"most": MOST_NAMES})
        return [self._named(name) for name in wanted]

    def _named(self, name: str) -> User:
        found = list(User.objects.filter(pk__in=self.readers.people, name__iexact=name)[:2])
        if len(found) != 1:
            several = gettext("More than one person is called “%(name)s”: choose from the list.")
            nobody = gettext("Nobody called “%(name)s” reads this text. Write the full name, or choose from the list.")
            raise ValidationError((several if found else nobody) % {"name": name})
        return found[0]

    @property
    def mentions(self) -> list[User | Post]:
        chosen = self.callable.get(self.cleaned_data.get("call", ""))
        people: list[User | Post] = [chosen[1]] if chosen else []
        return list(dict.fromkeys([*people, *self.cleaned_data.get("names", [])]))


class StartForm(CommentForm):
    """A new conversation. Whom it is for stands before the box, and is not chosen for anybody the first time."""

    words = forms.CharField(
        label=gettext_lazy("The words it is about"),
        help_text=gettext_lazy("Shorten them to those you mean. Leave this empty to comment on the whole text."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who will read it?"),
        help_text=gettext_lazy("This cannot be changed afterwards: you would write it again."),
        widget=Radios(),
        error_messages={"required": gettext_lazy("Choose who will read it.")},
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)
    field_order = ("words", "audience", "body", "call", "names", "after")

    def __init__(
        self, *args: Any, side: Side | None, base: Revision | None, within: Span | None, whole: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.within = within
        self.whole = whole
        self.anchor: Anchor | None = None
        audience = self.fields["audience"]
        assert isinstance(audience, forms.ChoiceField)
        audience.choices, hints = _audiences(self.readers, side)
        assert isinstance(audience.widget, Radios)
        audience.widget.hints = hints

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = cleaned.get("words", "").strip()
        if words and self.base:
            span = self._span(words, cleaned.get("after") or 0)
            if span is None:
                self.add_error(
                    "words",
                    gettext("These words do not stand there. Copy them from the text, or leave this empty."),
                )
            else:
                self.anchor = make(self.base.body, *span)
        return cleaned

    def _span(self, words: str, after: int) -> Span | None:
        assert self.base is not None
        if self.within and words.split() == self.whole.split():
            return self.within
        return find_words(words, self.base.body, self.within or (0, len(self.base.body)), after=after)


class WordsForm(forms.Form):
    """What was done, or why it is open again."""

    body = LongTextField(label="", max_length=LONGEST, rows=4)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = label


def audience_of(thread: Thread, readers: Readers) -> str:
    """In words, with how many people read it."""
    return _said(readers, Side(thread.side) if thread.side else None)


def _audiences(readers: Readers, side: Side | None) -> tuple[list[tuple[str, str]], dict[str, str | Promise]]:
    choices = [(Audience.EVERYONE.value, str(Audience.EVERYONE.label))]
    hints: dict[str, str | Promise] = {Audience.EVERYONE.value: _said(readers, None)}
    if side in SIDES:
        choices.append((Audience.SIDE.value, f"{Audience.SIDE.label}: {side.label}"))
        hints[Audience.SIDE.value] = _said(readers, side)
    return choices, hints


def _said(readers: Readers, side: Side | None) -> str:
    if side is None and readers.is_public:
        return gettext("Everybody can read it: the drafts of this plan are open.")
    if side is None:
        count = len(readers.people)
        words = ngettext("%(count)d person, of both sides.", "%(count)d people, of both sides.", count)
        return words % {"count": count}
    count = len(readers.on_side(side))
    words = ngettext(
        "%(count)d person, of %(side)s alone. The other side never sees that it exists.",
        "%(count)d people, of %(side)s alone. The other side never sees that it exists.",
        count,
    )
    return words % {"count": count, "side": side.label.lower()}


def _callable(readers: Readers, side: str) -> dict[str, tuple[str, User | Post]]:
    """Posts and people with a role here, by the key they are chosen by; of one side where it is that side's room."""
    found: dict[str, tuple[str, User | Post]] = {}
    for holding in readers.holdings:
        if side and holding.side != side:
            continue
        if holding.post:
            who = holding.person or gettext("vacant")
            found[f"post-{holding.post.slug}"] = (f"{holding.post} ({who})", holding.post)
        elif holding.person:
            found[f"person-{holding.person.pk}"] = (str(holding.person), holding.person)
    return dict(sorted(found.items(), key=lambda item: item[1][0]))
