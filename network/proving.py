"""Proof of who signs, for one signature: given anew each time, whatever the session remembers.

`ask_for(user)` says what a signing page has to ask (network.forms.SigningForm asks it), `prove(...)` checks what was
answered, `accept(...)` is what the verb asks of the proof. Nothing here looks at how long ago somebody signed in: that
window is the sign-in library's, and a signature does not rest on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.base.internal.flows import check_rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from network import passkeys, two_steps
from network.choices import Authentication

if TYPE_CHECKING:
    from network.models import User


class NotProved(PermissionDenied):
    """Nobody has proved for this signature that they are who they say."""


class SetUpNeeded(NotProved):
    """The signer has no second step; SetUpMiddleware takes them to where it is set up."""


@dataclass(frozen=True)
class Proof:
    """`person_id` proved, just now, who they are, by `method`, to sign the edition with the SHA-256 `words`."""

    person_id: int
    method: Authentication
    words: str


@dataclass(frozen=True)
class Question:
    """What a signer is asked: password and code, or a passkey instead; `set_up` first when they have no second step
    and need one. All False: being signed in is enough (the demo, development)."""

    code: bool = False
    passkey: bool = False
    set_up: bool = False


def is_needed() -> bool:
    """Whether signing asks everybody for a second factor; the demo and development do without
    (settings.SECOND_FACTOR)."""
    return bool(settings.SECOND_FACTOR)


def ask_for(user: User) -> Question:
    """Who has a second step is asked for it, also where none is needed. One query."""
    kinds = two_steps.kinds_of(user)
    return Question(code=two_steps.CODE in kinds, passkey=two_steps.PASSKEY in kinds, set_up=is_needed() and not kinds)


def prove(request: HttpRequest, user: User, data: Mapping[str, str], *, words: str) -> Proof:
    """The proof made of `data` (password and code, or passkey) to sign the edition with the SHA-256 `words`.

    Raises ValidationError at the field that is wrong. A wrong password or code counts against the same limits as a
    failed sign-in; a right code is used up, whatever becomes of the signature.
    """
    question = ask_for(user)
    if question.set_up:
        raise SetUpNeeded("a second step has to be set up first")
    if question == Question():
        return Proof(user.pk, Authentication.SESSION, words)
    if question.passkey and (data.get("passkey") or not question.code):
        _check_passkey(request, user, data.get("passkey", ""), words)
        return Proof(user.pk, Authentication.PASSKEY, words)
    _check_password(request, user, data.get("password", ""))
    _check_code(request, user, data.get("code", ""))
    return Proof(user.pk, Authentication.TOTP, words)


def accept(proof: Proof | None, *, by: User, words: str) -> Authentication:
    """How `by` proved it, for exactly these words. Raises NotProved."""
    if proof is not None and (proof.person_id != by.pk or proof.words != words):
        raise NotProved("the proof was given by somebody else, or for other words")
    method = Authentication(proof.method) if proof else Authentication.SESSION
    if method == Authentication.SESSION and (is_needed() or two_steps.has_one(by)):
        raise NotProved("being signed in is not enough to sign")
    return method


class SetUpMiddleware:
    """Leads from a signing page to setting up a second step, and the pages there lead back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, SetUpNeeded):
            return None
        messages.info(request, _("Set up two-step sign-in first. What you typed is kept, and nothing was signed yet."))
        return redirect("mfa_activate_totp")


def _check_password(request: HttpRequest, user: User, password: str) -> None:
    try:
        found = get_account_adapter().authenticate(request, email=user.email, password=password)
    except ValidationError as too_many:
        raise ValidationError({"password": too_many.messages}) from None
    if found is None or found.pk != user.pk:
        raise ValidationError({"password": _("This is not your password. Nothing was signed.")})


def _check_passkey(request: HttpRequest, user: User, answer: str, words: str) -> None:
    if not answer:
        raise ValidationError(_("Confirm with your passkey before you press the button. Nothing was signed."))
    try:
        forget_tries = check_rate_limit(user)
    except ValidationError as too_many:
        raise ValidationError(too_many.messages) from None
    if not passkeys.check(request, user, answer, words):
        user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)
        raise ValidationError(_("The passkey did not confirm these words. Try it once more. Nothing was signed."))
    forget_tries()


def _check_code(request: HttpRequest, user: User, code: str) -> None:
    try:
        forget_tries = check_rate_limit(user)
    except ValidationError as too_many:
        raise ValidationError({"code": too_many.messages}) from None
    if not two_steps.use_code(user, code):
        user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)
        wrong = _("This code is wrong or was used before. Wait until the app shows the next one. Nothing was signed.")
        raise ValidationError({"code": wrong})
    forget_tries()
