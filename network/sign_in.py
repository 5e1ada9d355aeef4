"""What the guards of the sign-in page are told."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def username_of(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str | None:
    """The address somebody tries to sign in with, in one spelling, so that axes counts the tries together.

    allauth passes `email`, the admin site `username`; on success axes asks with neither and the form is read.
    """
    found = (
        next((credentials[name] for name in ("email", "username") if credentials.get(name)), None)
        if credentials
        else None
    )
    if not found and request is not None:
        found = request.POST.get("login") or request.POST.get("username")
    return str(found).strip().lower() if found else None
