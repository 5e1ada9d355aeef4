"""What is kept of a text while it is written, and who else has it open: for the edit page and for its scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.dates import clock, readable_moment
from drafting import copies, owners, presence
from drafting.copies import Sitting
from drafting.difference import Difference, compare
from drafting.forms import EditForm
from drafting.models import Text, WorkingCopy
from drafting.pages import TextPages


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
    """For the script of the edit page: says that this person still has it open, and answers who else has."""
    presence.touch(text, request.user)
    response = JsonResponse({"others": presence.in_words(text, request.user)})
    response["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class Kept:
    """One working copy in its author's own list, with ready strings; `edit` is empty if they may not edit now."""

    title: str
    address: str
    edit: str
    kept: str
    key: str
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """All words of this person that were not saved, also of texts that they may read but no longer edit."""
    kept = list(WorkingCopy.objects.waiting_for(request.user))
    if request.method == "POST":
        for copy in kept:
            if str(copy.sitting) == request.POST.get("words"):
                copies.throw_away(copy)
                messages.info(request, _("The words that were not saved are thrown away."))
        return redirect("drafting:words")
    homes = owners.of_texts([copy.text_id for copy in kept], request.user)
    addresses = {text: _edit_address(*home, request.user) for text, home in homes.items()}  # asked once for each text
    rows = [_kept(copy, *homes[copy.text_id], addresses[copy.text_id]) for copy in kept if copy.text_id in homes]
    return render(request, "drafting/words.html", {"rows": rows})


def _edit_address(registration: owners.TextOwner, owner: Any, person: Any) -> str:
    return registration.edit_address(owner) if person.has_perm(registration.edit_permission, owner) else ""


def _kept(copy: WorkingCopy, registration: owners.TextOwner, owner: Any, edit: str) -> Kept:
    return Kept(
        title=registration.title(owner),
        address=registration.address(owner),
        edit=f"{edit}?words={copy.sitting}" if edit else "",
        kept=readable_moment(copy.saved_at),
        key=str(copy.sitting),
        words=copy.body,
    )
