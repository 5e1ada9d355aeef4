"""Words that a browser sends with a sign-in that has ended: kept for their author, who finds them on the edit page.

Only a form that we drew for somebody who might edit the text can do this: it carries our signed token of who that
was. So no stranger can store anything here, and whoever signs in next at the same desk sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import clock
from drafting import copies, owners
from drafting.copies import Sitting
from drafting.forms import is_number
from drafting.models import Revision, Text
from network.models import User

REFUSED = (302, 403, 404)


class RescueMiddleware:
    """Looks at every refused POST that carries a token of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code not in REFUSED or "words_token" not in request.POST:
            return response
        if response.status_code == 302 and request.user.is_authenticated:
            return response  # what was sent was done
        sitting = copies.sitting_of(request.POST["words_token"])
        if sitting is None:
            return response
        is_kept = _rescue(request, sitting)
        if wants_json(request):
            return _tell_script(request, sitting, response, is_kept=is_kept)
        return _tell(request, sitting, response) if is_kept else response


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _rescue(request: HttpRequest, sitting: Sitting) -> bool:
    """Keep the words for the person who opened the form; whether there was anything to keep, and it was."""
    text = Text.objects.filter(pk=sitting.text_id).first()
    person = User.objects.filter(pk=sitting.person_id, is_active=True).first()
    if text is None or person is None:
        return False
    base = request.POST.get("base", "")
    revision = Revision.objects.filter(text=text, number=int(base)).first() if is_number(base) else None
    body, note = request.POST.get("body", ""), request.POST.get("note", "")
    try:
        copy = copies.keep(text, person_id=person.pk, base=revision, body=body, note=note, sitting=sitting.key)
    except (copies.SittingClosed, ValidationError):
        return False
    return copy is not None


def _tell_script(
    request: HttpRequest, sitting: Sitting, response: HttpResponseBase, *, is_kept: bool
) -> HttpResponseBase:
    """401 for whoever is signed out; a fresh CSRF token for the author who signed in again in another window."""
    if request.user.pk == sitting.person_id:
        kept = _("Kept at %(time)s") % {"time": clock(timezone.now())} if is_kept else ""
        is_stale = getattr(request, "csrf_processing_done", False) is False
        return JsonResponse({"message": kept, "csrf": get_token(request)} if is_stale else {"message": kept})
    said = _("You are signed out. Your words are kept. Sign in to save them.")
    return JsonResponse({"message": said if is_kept else _("You are signed out.")}, status=401)


def _tell(request: HttpRequest, sitting: Sitting, response: HttpResponseBase) -> HttpResponseBase:
    if not request.user.is_authenticated:
        messages.info(
            request, _("You were signed out, so nothing was saved. Your words are kept. Sign in to find them.")
        )
        return response
    is_author = request.user.pk == sitting.person_id
    return _back_to_the_words(request, sitting) if is_author and response.status_code == 403 else response


def _back_to_the_words(request: HttpRequest, sitting: Sitting) -> HttpResponseBase:
    text = Text.objects.visible_to(request.user).filter(pk=sitting.text_id).first()
    if text is None:
        return redirect("drafting:words")
    if owners.may(request.user, "edit", text):
        messages.info(request, _("Nothing was saved yet, because you signed in again meanwhile. Your words are kept."))
        return redirect(f"{request.path}?words={sitting.key}")
    messages.info(request, _("This text cannot be edited by you any more, so nothing was saved. Your words are kept."))
    return redirect("drafting:words")
