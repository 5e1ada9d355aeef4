"""Agreeing to a commitment: the shared pages of drafting at the commitment's own addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commitments.views.loading import crumbs, load
from core.access import public
from drafting import views as drafting


def agree(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    return drafting.agree_to(request, commitment, breadcrumbs=crumbs(commitment))


def send_back(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    return drafting.send_back(request, commitment, breadcrumbs=crumbs(commitment))


@public
@require_safe
def signatures(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    return drafting.show_signatures(request, commitment, breadcrumbs=crumbs(commitment))
