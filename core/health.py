"""/healthz: can this process serve pages, and is the background work keeping up?"""

from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.access import public
from core.choices import JobState
from core.models import Job

LATE_AFTER = timedelta(minutes=10)


@public
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, else 503. Late jobs are reported but leave it at 200: pages still work."""
    answers = {"database": _answer(_ask_database), "cache": _answer(_ask_cache), "jobs": _answer(_ask_jobs)}
    is_serving = answers["database"] == answers["cache"] == "ok"
    return JsonResponse(answers, status=200 if is_serving else 503)


def _answer(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except Exception:
        return "failed"


def _ask_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _ask_cache() -> str:
    cache.set("healthz", "ok", 10)
    return str(cache.get("healthz", "failed"))


def _ask_jobs() -> str:
    is_late = Job.objects.filter(state=JobState.QUEUED, run_after__lt=timezone.now() - LATE_AFTER).exists()
    return "late" if is_late else "ok"
