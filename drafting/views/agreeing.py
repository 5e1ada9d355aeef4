"""Agreeing to an edition, sending it back, and what was signed: shared pages of everything that the sides agree.

The owning app loads what is visible and calls these with its breadcrumbs; the right is asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import canonical
from core.access import get_visible, require
from core.forms import LongTextField
from drafting import agreement, editions, onscreen, shown, signing, standing
from drafting.agreeables import Agreeable, agreeable_of
from drafting.models import Edition
from drafting.subjects import subject_of
from ledger.machine import Blocked
from network.choices import Side
from network.forms import SigningForm

Crumbs = Sequence[tuple[str, str]]


class AgreeForm(SigningForm):
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SendBackForm(SigningForm):
    reason = LongTextField(
        label=gettext_lazy("What has to change, and why"),
        rows=5,
        help_text=gettext_lazy("Both sides read it, and everyone who can read the text."),
    )


def agree_to(request: HttpRequest, thing: Any, *, breadcrumbs: Crumbs) -> HttpResponse:
    """Shows the words as they are now with what changed since this side's last yes, and signs exactly those."""
    registration, side = _side(request, thing)
    content = subject_of(thing).canonical(thing)
    digest = canonical.sha256(content)
    number = agreement.next_number(thing, digest)
    form = AgreeForm(request, seen=digest, initial={"number": number})
    if request.method == "POST" and form.is_valid():
        try:
            signature = agreement.agree(
                thing,
                by=request.user,  # type: ignore[arg-type]
                seen_sha256=form.cleaned_data["seen"],
                seen_number=form.cleaned_data["number"],
                proof=form.proof,
            )
        except Blocked as blocked:
            _say(form, blocked.reasons)
        except signing.OtherWords:
            return redirect(request.path)  # it changed between the two looks at it: the page shows what is new
        else:
            return _done(request, thing, registration, _agreed(side, signature.edition.number))
    onscreen.keep(thing, request.user, digest, content)
    mine = next(stand for stand in agreement.stands(thing) if stand.side == side)
    last = agreement.agreed_before(thing, side)
    context = {
        "thing": thing,
        "name": registration.name(thing),
        "side": side,
        "question": _question(side),
        "button": standing.button(mine),
        "number": number,
        "sentence": agreement.statement(thing, number, side),
        "has_agreed": mine.has_agreed,
        "objections": [*agreement.objections(thing), *_hindrances(thing, request.user, digest, side)],
        "form": form,
        "parts": [part for part in registration.parts(content) if part[2]],
        "last": last,
        "since": standing.since(registration, last, content) if last and last.sha256 != digest else None,
        "news": _news(thing, request, registration, content),
        "standing": standing.of(thing, request.user, content=content),
        "address": registration.address(thing),
        "breadcrumbs": breadcrumbs,
        "cancel_url": registration.address(thing),
    }
    return render(request, "drafting/agree.html", context, status=409 if form.is_stale else 200)


def send_back(request: HttpRequest, thing: Any, *, breadcrumbs: Crumbs) -> HttpResponse:
    """Asks for the reason, and says for this side that the edition on the page will not do."""
    registration, side = _side(request, thing)
    edition = agreement.to_send_back(thing, side)
    digest = edition.sha256 if edition else agreement.current_sha256(thing)
    form = SendBackForm(request, seen=digest)
    if request.method == "POST" and edition and form.is_valid():
        try:
            agreement.send_back(
                thing,
                edition,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
                seen_sha256=form.cleaned_data["seen"],
                proof=form.proof,
            )
        except Blocked as blocked:
            _say(form, blocked.reasons)
        except signing.OtherWords:
            return redirect(request.path)
        else:
            said = _("Edition %(number)d was sent back.") % {"number": edition.number}
            return _done(request, thing, registration, said)
    context = {
        "name": registration.name(thing),
        "edition": edition,
        "edition_address": registration.edition_address(thing, edition.number) if edition else "",
        "sentence": agreement.refusal(thing, edition.number, side) if edition else "",
        "standing": standing.of(thing, request.user),
        "form": form,
        "address": registration.address(thing),
        "breadcrumbs": breadcrumbs,
        "cancel_url": registration.address(thing),
    }
    return render(request, "drafting/send_back.html", context, status=409 if form.is_stale or not edition else 200)


def show_signatures(request: HttpRequest, thing: Any, *, breadcrumbs: Crumbs) -> HttpResponse:
    """All that was ever signed of it, each with its act in the ledger."""
    registration = agreeable_of(thing)
    context = {
        "name": registration.name(thing),
        "signatures": standing.signatures(thing, request.user),
        "address": registration.address(thing),
        "breadcrumbs": breadcrumbs,
    }
    return render(request, "drafting/signatures.html", context)


def show_edition(request: HttpRequest, thing: Any, number: int, *, breadcrumbs: Crumbs) -> HttpResponse:
    """A frozen copy in full."""
    registration = agreeable_of(thing)
    one = get_visible(Edition.objects.of(thing).select_related("frozen_by"), number=number)
    context = {
        "name": registration.name(thing),
        "edition": one,
        "parts": [part for part in registration.parts(one.data) if part[2]],
        "is_current": editions.is_current(one, thing),
        "signatures_href": registration.signatures_address(thing),
        "address": registration.address(thing),
        "breadcrumbs": breadcrumbs,
    }
    return render(request, "drafting/edition.html", context)


def compare_editions(request: HttpRequest, thing: Any, old: int, new: int, *, breadcrumbs: Crumbs) -> HttpResponse:
    registration = agreeable_of(thing)
    every = Edition.objects.of(thing)
    before, after = get_visible(every, number=old), get_visible(every, number=new)
    changed = shown.only_changed(shown.changed_parts(registration.parts(before.data), registration.parts(after.data)))
    context = {
        "name": registration.name(thing),
        "before": before,
        "after": after,
        "changed": changed,
        "weaker": registration.weaker(before.data, after.data),
        "address": registration.address(thing),
        "breadcrumbs": breadcrumbs,
    }
    return render(request, "drafting/compare_editions.html", context)


def _side(request: HttpRequest, thing: Any) -> tuple[Agreeable, Side]:
    registration = agreeable_of(thing)
    require(request.user, registration.permission, thing)
    side = agreement.side_that_may(thing, request.user)
    assert side is not None  # the permission was just asked for
    return registration, side


def _hindrances(thing: Any, user: Any, digest: str, side: Side) -> list[str]:
    """What keeps this very person from signing."""
    found = [agreement.other_seat(thing, digest, user, side)]
    try:
        signing.check_mandate(agreement.seat(thing, user, side), user, None)
    except signing.NoMandate:
        found.append(
            _("Your post needs a mandate with a date before you can sign from it. Ask who appointed you to record it.")
        )
    return [words for words in found if words]


def _news(thing: Any, request: HttpRequest, registration: Agreeable, content: dict[str, Any]) -> list[shown.Part]:
    """What changed since this person opened the page, where the text moved on meanwhile."""
    seen = request.POST.get("seen", "") if request.method == "POST" else ""
    before = onscreen.recall(thing, request.user, seen) if seen else None
    if before is None:
        return []
    return shown.only_changed(shown.changed_parts(registration.parts(before), registration.parts(content)))


def _question(side: Side) -> str:
    if side == Side.GOVERNMENT:
        return _("Do you agree to this text for government?")
    return _("Do you agree to this text for civil society?")


def _agreed(side: Side, number: int) -> str:
    if side == Side.GOVERNMENT:
        return _("You agreed to edition %(number)d for government.") % {"number": number}
    return _("You agreed to edition %(number)d for civil society.") % {"number": number}


def _say(form: forms.Form, reasons: Sequence[str]) -> None:
    for reason in reasons:
        form.add_error(None, reason)


def _done(request: HttpRequest, thing: Any, registration: Agreeable, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(registration.address(thing))
