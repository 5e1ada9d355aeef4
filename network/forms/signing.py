from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from network import passkeys, proving
from network.proving import Proof

SECRETS = ("password", "code", "passkey")
KEPT = "signing"  # in the session: the page somebody was about to sign on, and what they had typed there
MOST_KEPT = 60_000  # characters


class _Code(forms.TextInput):
    """Typed anew each time: what was sent is used up or wrong."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class _Untold(forms.HiddenInput):
    """For the answer of a passkey, which serves once."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class SigningForm(forms.Form):
    """What every page asks on which somebody signs an edition; a page with more questions puts them in a subclass.

        form = ClearForm(request, seen=edition.sha256)
        if form.is_valid():
            clear(…, by=request.user, seen_sha256=form.cleaned_data["seen"], proof=form.proof)

    `seen` is the hash of the words on the page. `is_valid` checks the rest first and then, once, who signs: so no code
    is used up by a missing reason. Who has no second step and needs one is taken to set it up; what they typed waits
    for them on this page, as it does after a wrong code and a lockout. `{{ form }}` draws all of it.
    """

    template_name = "network/forms/signing.html"

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    proof: Proof | None = None

    def __init__(
        self, request: HttpRequest, *, seen: str, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        data = request.POST if request.method == "POST" else None
        self.request, self.words, self.user = request, seen, request.user
        self.question = proving.ask_for(self.user)  # type: ignore[arg-type]
        self.is_stale = data is not None and data.get("seen") != seen
        super().__init__(self._with_new_words(data), initial={**(initial or {}), "seen": seen}, **kwargs)
        if self.question.passkey:
            self.fields["passkey"] = forms.CharField(required=False, widget=_Untold(), max_length=20_000)
        if self.question.code:
            has_answer = self.question.passkey and self.is_bound and bool(self.data.get("passkey"))
            self._ask_for_code(is_needed=not has_answer)
        if not self.is_bound:
            self._take_up_what_was_kept()

    def _with_new_words(self, data: QueryDict | None) -> QueryDict | None:
        """Drawn again, the form is about the words that stand on the page then."""
        if data is None or not self.is_stale:
            return data
        data = data.copy()
        data["seen"] = self.words
        return data

    def _ask_for_code(self, *, is_needed: bool) -> None:
        self.fields["password"] = forms.CharField(
            label=_("Your password"),
            required=is_needed,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.fields["code"] = forms.CharField(
            label=_("Code from the app on your phone"),
            max_length=20,
            required=is_needed,
            help_text=_("A new one for each signature."),
            widget=_Code(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        )

    @property
    def own_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in SECRETS]

    @property
    def proof_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name in SECRETS]

    @cached_property
    def passkey_options(self) -> dict[str, Any]:
        """What the browser asks the passkey to sign: made when the page is drawn."""
        return passkeys.ask(self.request, self.user, self.words)  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_stale:
            said = _("The text was changed while you were reading. Read it as it is now before you sign.")
            raise ValidationError(said, code="other_words")
        return cleaned

    def _post_clean(self) -> None:
        """After everything else: who signs. Raises SetUpNeeded."""
        super()._post_clean()  # type: ignore[misc]
        self._keep()
        if self.question.set_up:
            raise proving.SetUpNeeded
        if self.errors:
            return
        try:
            self.proof = proving.prove(self.request, self.user, self.data, words=self.words)  # type: ignore[arg-type]
        except ValidationError as problem:
            self.add_error(None, problem)
        else:
            self.request.session.pop(KEPT, None)

    # What was typed

    def _keep(self) -> None:
        if self.question == proving.Question():
            return
        typed = {
            name: self.data.getlist(name)  # type: ignore[attr-defined]
            for name in self.data
            if name not in (*SECRETS, "seen", "csrfmiddlewaretoken")
        }
        if sum(len(text) for texts in typed.values() for text in texts) <= MOST_KEPT:
            self.request.session[KEPT] = {"address": self.request.get_full_path(), "typed": typed}

    def _take_up_what_was_kept(self) -> None:
        kept = self.request.session.get(KEPT)
        if not kept or kept["address"] != self.request.get_full_path():
            return
        typed = QueryDict(mutable=True)
        for name, texts in kept["typed"].items():
            typed.setlist(name, texts)
        for name, field in self.fields.items():
            if name not in (*SECRETS, "seen") and any(key.startswith(self.add_prefix(name)) for key in typed):
                self.initial[name] = field.widget.value_from_datadict(typed, {}, self.add_prefix(name))
