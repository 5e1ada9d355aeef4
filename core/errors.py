"""The pages for when something goes wrong; ogpnap.urls names them as handlers."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

SECRET_WORDS = ("password", "token", "code", "secret")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Drawn without the request: what is wrong with it may be anything."""
    return _bare("400.html", HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says nothing of the exception: what is hidden answers exactly as what does not exist."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database does not answer, else 500; neither page asks the database for anything."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _bare("503.html", HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = "60"
        return response
    return _bare("500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before a sign-in or from a browser without cookies: refused, with what was typed to copy."""
    typed = {name: text for name, text in request.POST.items() if _is_worth_keeping(name, str(text))}
    return render(request, "403_csrf.html", {"typed": typed}, status=HTTPStatus.FORBIDDEN)


def _is_worth_keeping(name: str, text: str) -> bool:
    return len(text.strip()) > 20 and not any(word in name.lower() for word in SECRET_WORDS)


def _bare(template: str, status: HTTPStatus) -> HttpResponse:
    known = {"SITE_NAME": settings.SITE_NAME, "COUNTRY": settings.COUNTRY}
    return HttpResponse(render_to_string(template, known), status=status)
