"""How a view gets at a thing: what cannot be seen does not exist (404), what may not be done is refused (403)."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

M = TypeVar("M", bound=Model)
View = TypeVar("View", bound=Callable[..., Any])


class SignInNeeded(PermissionDenied):
    """A visitor asked for what some signed-in people may do; the middleware sends them to sign in and back."""


def get_visible(queryset: QuerySet[M], **lookup: Any) -> M:
    """The one object of `queryset` that fits; what is hidden, missing or malformed raises the same Http404."""
    if any(isinstance(value, str) and "\0" in value for value in lookup.values()):
        raise Http404  # PostgreSQL would refuse the question itself
    try:
        return queryset.get(**lookup)
    except (ObjectDoesNotExist, ValueError, OverflowError, ValidationError):
        raise Http404 from None


def require(user: AbstractBaseUser | AnonymousUser, permission: str, obj: Model | None) -> None:
    """Raise PermissionDenied (or, for a visitor, SignInNeeded) unless `user` holds `permission` on `obj`."""
    if user.has_perm(permission, obj):  # type: ignore[union-attr]
        return
    if not user.is_authenticated:
        raise SignInNeeded(permission)
    raise PermissionDenied(permission)


def public(view: View) -> View:
    """Mark a view as open to visitors; every other view asks for sign-in (LoginRequiredMiddleware)."""
    return login_not_required(view)


class SignInMiddleware:
    """Turns SignInNeeded into a redirect to the sign-in page, coming back to the page that was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, SignInNeeded):
            return redirect_to_login(request.get_full_path())
        return None
