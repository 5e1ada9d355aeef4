"""Words that a browser sends with a sign-in that has ended: kept for their author, who finds them on the same page.

Only a form that we drew for somebody who might write there can do this: it carries our signed token of who that was.
So no stranger can store anything here, and whoever signs in next at the same desk sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import clock
from drafting import copies, owners, unsent
from drafting.choices import FormAct
from drafting.forms import is_number
from drafting.models import Revision, Text
from network.models import User

REFUSED = (302, 403, 404)
Sitting = copies.Sitting | unsent.Sitting


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
        token = request.POST["words_token"]
        sitting = copies.sitting_of(token) or unsent.sitting_of(token)
        if sitting is None:
            return response
        is_kept = _rescue(request, sitting)
        if wants_json(request):
            return _tell_script(request, sitting, is_kept=is_kept)
        return _tell(request, sitting, response) if is_kept else response


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _rescue(request: HttpRequest, sitting: Sitting) -> bool:
    """Keep the words for the person who opened the form; whether there was anything to keep, and it was."""
    text = Text.objects.filter(pk=sitting.text_id).first()
    if text is None or not User.objects.filter(pk=sitting.person_id, is_active=True).exists():
        return False
    try:
        if isinstance(sitting, unsent.Sitting):
            return unsent.keep(sitting, request.POST) is not None
        return _keep_copy(request, sitting, text)
    except (copies.SittingClosed, ValidationError):
        return False


def _keep_copy(request: HttpRequest, sitting: copies.Sitting, text: Text) -> bool:
    base = request.POST.get("base", "")
    revision = Revision.objects.filter(text=text, number=int(base)).first() if is_number(base) else None
    body, note = request.POST.get("body", ""), request.POST.get("note", "")
    copy = copies.keep(text, person_id=sitting.person_id, base=revision, body=body, note=note, sitting=sitting.key)
    return copy is not None


def _tell_script(request: HttpRequest, sitting: Sitting, *, is_kept: bool) -> HttpResponseBase:
    """401 for whoever is signed out; a fresh CSRF token for the author who signed in again in another window."""
    if request.user.pk == sitting.person_id:
        kept = _("Kept at %(time)s") % {"time": clock(timezone.now())} if is_kept else ""
        is_stale = getattr(request, "csrf_processing_done", False) is False
        return JsonResponse({"message": kept, "csrf": get_token(request)} if is_stale else {"message": kept})
    is_text = isinstance(sitting, copies.Sitting)
    to_save = _("You are signed out. Your words are kept. Sign in to save them.")
    to_send = _("You are signed out. Your words are kept. Sign in to send them.")
    said = to_save if is_text else to_send
    return JsonResponse({"message": said if is_kept else _("You are signed out.")}, status=401)


def _tell(request: HttpRequest, sitting: Sitting, response: HttpResponseBase) -> HttpResponseBase:
    """A page that a visitor may not even see asks the author to sign in; that there is one, their token knows."""
    if not request.user.is_authenticated:
        is_text = isinstance(sitting, copies.Sitting)
        saved = _("You were signed out, so nothing was saved. Your words are kept. Sign in to find them.")
        sent = _("You were signed out, so nothing was sent. Your words are kept. Sign in to find them.")
        messages.info(request, saved if is_text else sent)
        return response if response.status_code == 302 else redirect_to_login(request.get_full_path())
    is_author = request.user.pk == sitting.person_id
    return _back_to_the_words(request, sitting) if is_author and response.status_code == 403 else response


def _back_to_the_words(request: HttpRequest, sitting: Sitting) -> HttpResponseBase:
    text = Text.objects.visible_to(request.user).filter(pk=sitting.text_id).first()
    if text is None:
        return redirect("drafting:words")
    is_text = isinstance(sitting, copies.Sitting)
    if owners.may(request.user, permission_of(sitting), text):
        saved = _("Nothing was saved yet, because you signed in again meanwhile. Your words are kept.")
        sent = _("Nothing was sent yet, because you signed in again meanwhile. Your words are kept.")
        messages.info(request, saved if is_text else sent)
        return redirect(f"{request.path}?words={sitting.key}")
    saved = _("This text cannot be edited by you any more, so nothing was saved. Your words are kept.")
    sent = _("You cannot do this on this text any more, so nothing was sent. Your words are kept.")
    messages.info(request, saved if is_text else sent)
    return redirect("drafting:words")


def permission_of(sitting: Sitting) -> str:
    """As `owners.may` names it."""
    if isinstance(sitting, copies.Sitting):
        return "edit"
    return "suggest" if sitting.act == FormAct.SUGGEST else "comment"
