from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import require
from network.models import User
from notices import outbox as box

PER_PAGE = 25


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What happened on a plan, and how many were told or will be."""
    assert isinstance(request.user, User)
    top = box.find_top(request.user, request.GET.get("plan", ""))
    if top is None:
        raise Http404
    require(request.user, "notices.see_outbox", top)
    page = Paginator(box.events_of(top, request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/outbox.html", {"top": top, "page": page})


@require_safe
def outbox_event(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who is told of one event, when, or why not."""
    assert isinstance(request.user, User)
    event = box.find_event(key, request.user)
    top = box.top_of(event, request.user) if event else None
    if event is None or top is None:
        raise Http404
    require(request.user, "notices.see_outbox", top)
    messages = event.messages.select_related("event", "recipient", "post", "mail").order_by("recipient__name", "pk")
    page = Paginator(messages, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "event": event,
        "top": top,
        "page": page,
        "rows": box.recipients_of(list(page.object_list), request.user, now),
        "not_told": box.not_told(event, request.user, now) if page.number == 1 else [],
    }
    return render(request, "notices/outbox_event.html", context)
