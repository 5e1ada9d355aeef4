"""The site's addresses, and two under which it breaks."""

from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest
from django.urls import path

from ogpnap.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
ERRORS = {400: SuspiciousOperation, 500: ZeroDivisionError, 503: OperationalError}


@login_not_required
def fail(request: HttpRequest, status: int) -> NoReturn:
    raise ERRORS[status]


urlpatterns = [path("errors/<int:status>/", fail, name="fail"), *urlpatterns]
