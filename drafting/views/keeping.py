"""What is kept of a text while it is written, and who else has it open: for the edit page and for its scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.dates import clock, readable_moment
from drafting import copies, owners, presence
from drafting.choices import FormAct
from drafting.copies import Sitting
from drafting.difference import Difference, compare
from drafting.forms import EditForm, is_number
from drafting.models import Text, UnsentForm, WorkingCopy
from drafting.pages import TextPages, author_of
from drafting.views import filling


@dataclass(frozen=True)
class Offer:
    """Words that wait for their author, beside the text as it stands now."""

    key: str
    kept: str
    base_number: int
    has_moved: bool
    difference: Difference


def offer_of(text: Text, person: Any) -> Offer | None:
    copy = copies.waiting(text, person)
    if copy is None:
        return None
    number = copy.base.number if copy.base else 0
    difference = compare(text.body, copy.body)
    return Offer(str(copy.sitting), readable_moment(copy.saved_at), number, number != text.number, difference)


def sitting_in(request: HttpRequest, text: Text) -> Sitting | None:
    """The sitting that a form names, if it is this person's and of this text."""
    sitting = copies.sitting_of(request.POST.get("words_token", ""))
    is_own = sitting is not None and (sitting.text_id, sitting.person_id) == (text.pk, request.user.pk)
    return sitting if is_own else None


def keep(text: Text, sitting: Sitting, form: EditForm) -> WorkingCopy | None:
    body, note = form.typed("body"), form.typed("note")
    return copies.keep(
        text, person_id=sitting.person_id, body=body, base=form.base_revision, note=note, sitting=sitting.key
    )


def kept_by_itself(request: HttpRequest, text: Text, sitting: Sitting, form: EditForm) -> JsonResponse:
    """Answers a script: when the words were kept, once that is committed; or a new token if this form was saved."""
    presence.touch(text, request.user)
    try:
        copy = keep(text, sitting, form)
    except copies.SittingClosed:
        return JsonResponse({"words_token": copies.sit_down(text, request.user).token()}, status=409)
    except ValidationError as too_long:
        return JsonResponse({"message": " ".join([_("Not kept."), *too_long.messages])}, status=400)
    return JsonResponse({"message": _("Kept at %(time)s") % {"time": clock(copy.saved_at)} if copy else ""})


def throw_away(request: HttpRequest, text: Text, pages: TextPages) -> HttpResponse:
    copy = copies.find(text, request.user, request.POST.get("words", ""))
    if copy is not None:
        copies.throw_away(copy)
        messages.info(request, _("The words that were not saved are thrown away."))
    return redirect(pages.edit)


def text_presence(request: HttpRequest, text: Text) -> JsonResponse:
    """For the script of the edit page: says that this person still has it open, and answers who else has, and who
    saved it since the revision that the page started from (?since)."""
    presence.touch(text, request.user)
    saved = _saved_since(text, request.GET.get("since", ""))
    response = JsonResponse({"others": presence.in_words(text, request.user), "saved": saved})
    response["Cache-Control"] = "no-store"
    return response


def _saved_since(text: Text, number: str) -> str:
    latest = text.latest
    if latest is None or not is_number(number) or latest.number <= int(number):
        return ""
    said = _("%(name)s saved this text at %(time)s, after you opened it. When you save, the words of both are kept.")
    return said % {"name": author_of(latest), "time": clock(latest.created_at)}


@dataclass(frozen=True)
class Kept:
    """Words in their author's own list, with ready strings; `go_on` is empty, and `cannot` says so,
    if they may not write there now."""

    title: str
    what: str
    address: str
    go_on: str
    cannot: str
    kept: str
    key: str
    words: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """All words of this person that were not saved or sent, also where they may read but no longer write."""
    copied = list(WorkingCopy.objects.waiting_for(request.user))
    unsent = list(UnsentForm.objects.waiting_for(request.user))
    kept: list[WorkingCopy | UnsentForm] = sorted([*copied, *unsent], key=lambda one: one.saved_at, reverse=True)
    if request.method == "POST":
        for one in kept:
            if str(one.sitting) == request.POST.get("words"):
                one.delete()
                messages.info(request, _("The words that were not saved are thrown away."))
        return redirect("drafting:words")
    homes = owners.of_texts([one.text_id for one in kept], request.user)
    may = _asked_once(homes, request.user)
    rows = [_kept(one, *homes[one.text_id], may) for one in kept if one.text_id in homes]
    return render(request, "drafting/words.html", {"rows": rows})


def _asked_once(homes: dict[int, tuple[owners.TextOwner, Any]], person: Any) -> Callable[[int, str], bool]:
    """Whether the person may do that on the text of this key: asked once for each text, however many words wait."""

    @cache
    def may(text: int, permission: str) -> bool:
        registration, owner = homes[text]
        return bool(person.has_perm(getattr(registration, f"{permission}_permission"), owner))

    return may


def _kept(
    one: WorkingCopy | UnsentForm, registration: owners.TextOwner, owner: Any, may: Callable[[int, str], bool]
) -> Kept:
    if isinstance(one, WorkingCopy):
        page, permission, what = registration.edit_address(owner), "edit", _("The text")
        written: tuple[tuple[str, str], ...] = (("", one.body),)
        cannot = _("You cannot edit this text now.")
    else:
        page, what, written = one.address, str(FormAct(one.act).label), filling.words_of(one)
        permission = "suggest" if one.act == FormAct.SUGGEST else "comment"
        cannot = _("You cannot send this now.")
    is_open = may(one.text_id, permission)
    return Kept(
        title=registration.title(owner),
        what=what,
        address=registration.address(owner),
        go_on=f"{page}?words={one.sitting}" if is_open else "",
        cannot="" if is_open else cannot,
        kept=readable_moment(one.saved_at),
        key=str(one.sitting),
        words=written,
    )
