"""One request to a form that suggests, comments or answers: what of it is kept unsent, offered and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.dates import clock, readable_moment
from drafting import unsent
from drafting.choices import FormAct
from drafting.copies import SittingClosed
from drafting.models import Text, Thread, UnsentForm
from drafting.rescue import wants_json

Done = TypeVar("Done")


@dataclass(frozen=True)
class Offer:
    """Words that wait for their author; `words` as they were typed, with what each is called."""

    key: str
    kept: str
    address: str
    words: tuple[tuple[str, str], ...]


@dataclass
class Filling:
    request: HttpRequest
    text: Text
    act: FormAct
    thread: Thread | None = None

    @property
    def address(self) -> str:
        """The page of the form, without what names a passage; a POST to it carries all that is needed."""
        return self.request.path

    @cached_property
    def sitting(self) -> unsent.Sitting:
        """The one that the form names, if it is this person's and of this place; else a new one."""
        new = self._anew()
        sent = unsent.sitting_of(self.request.POST.get("words_token", ""))
        return sent if sent and sent.is_of(new) else new

    def taken_up(self) -> dict[str, str] | None:
        """What was typed before, when it was asked for: goes on in the same sitting."""
        form = unsent.find(self.sitting, self.request.GET.get("words", ""))
        if form is None:
            return None
        self.sitting = replace(self.sitting, key=form.sitting)
        return unsent.taken_up(form)

    def answer(self, *, after: str) -> HttpResponse | None:
        """What a POST gets that only keeps or throws away, if this is one; `after` is where keeping leads to."""
        act = self.request.POST.get("act")
        if act == "throw_away":
            return self._throw_away()
        if act != "keep":
            return None
        return self._keep_by_itself() if wants_json(self.request) else self._keep_for_later(after)

    def keep_if_possible(self) -> None:
        """For pages that show the words again and say themselves what is wrong with them."""
        try:
            self._keep()
        except ValidationError:
            return

    def send(self, verb: Callable[[], Done]) -> Done:
        """Do what the form asks for; what was kept of it is gone with that, or stays if the verb refuses."""
        with transaction.atomic():
            unsent.close(self.sitting)
            return verb()

    def context(self, *, offers: bool = False) -> dict[str, Any]:
        return {
            "words_token": self.sitting.token(),
            "keep_at": self.address,
            "offer": self._offer() if offers else None,
        }

    def _anew(self) -> unsent.Sitting:
        return unsent.sit_down(self.act, self.text, self.request.user, address=self.address, thread=self.thread)

    def _offer(self) -> Offer | None:
        form = unsent.waiting(self.sitting)
        return offer_of(form) if form else None

    def _keep(self) -> UnsentForm | None:
        """A form that was sent and is sent again (by "Back") is a new sitting."""
        try:
            return unsent.keep(self.sitting, self.request.POST)
        except SittingClosed:
            self.sitting = self._anew()
            return unsent.keep(self.sitting, self.request.POST)

    def _keep_by_itself(self) -> JsonResponse:
        """Answers a script: when the words were kept, once that is committed; or a new token if this form was sent."""
        try:
            form = unsent.keep(self.sitting, self.request.POST)
        except SittingClosed:
            return JsonResponse({"words_token": self._anew().token()}, status=409)
        except ValidationError as too_long:
            return JsonResponse({"message": " ".join([_("Not kept."), *too_long.messages])}, status=400)
        return JsonResponse({"message": _("Kept at %(time)s") % {"time": clock(form.saved_at)} if form else ""})

    def _keep_for_later(self, after: str) -> HttpResponse:
        try:
            form = self._keep()
        except ValidationError as too_long:
            messages.error(self.request, " ".join([_("Not kept."), *too_long.messages]))
            return redirect(self.address)
        if form is None:
            messages.info(self.request, _("You wrote nothing yet, so there is nothing to keep."))
        else:
            said = _("Kept at %(time)s for you alone. Your words are offered to you when you open this form again.")
            messages.success(self.request, said % {"time": clock(form.saved_at)})
        return redirect(after)

    def _throw_away(self) -> HttpResponse:
        form = unsent.find(self.sitting, self.request.POST.get("words", ""))
        if form is not None:
            form.delete()
            messages.info(self.request, _("The words that were not sent are thrown away."))
        return redirect(self.address)


def offer_of(form: UnsentForm) -> Offer:
    return Offer(str(form.sitting), readable_moment(form.saved_at), form.address, words_of(form))


def words_of(form: UnsentForm) -> tuple[tuple[str, str], ...]:
    """What was typed, with what each is called; the rest of the form is there when it is taken up."""
    named = {"replacement": _("The passage as you would have it"), "reason": _("Why?"), "body": ""}
    return tuple((label, form.fields[name]) for name, label in named.items() if form.fields.get(name, "").strip())
