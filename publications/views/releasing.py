"""The final edition on its way to the public: what it needs, sealing it, signing it, its hour."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import require
from core.canonical import sha256
from drafting import signing
from ledger.machine import Blocked, WrongState
from network import roles
from network.choices import Side
from network.forms import SigningForm
from plans.models import Plan
from publications import coverage, presenting, readiness, releases
from publications.choices import LIVE_RELEASES, PresentedAs
from publications.content import plan_content
from publications.forms import CancelForm, ScheduleForm, SealForm
from publications.models import PlanEdition, Release
from publications.views.loading import crumbs, the_plan


def on_its_way(plan: Plan) -> Release | None:
    return plan.releases.filter(state__in=LIVE_RELEASES).select_related("plan", "edition", "sealed_by").first()


def the_release(request: HttpRequest, slug: str, permission: str) -> Release:
    plan = the_plan(request, slug)
    require(request.user, permission, plan)
    found = on_its_way(plan)
    if found is None:
        raise Http404
    return found


@require_safe
def release(request: HttpRequest, plan: str) -> HttpResponse:
    """What the final edition still needs and from whom; once it is sealed, who has signed and when it is due."""
    found = the_plan(request, plan)
    require(request.user, "publications.see_release", found)
    sealed = on_its_way(found)
    user = request.user
    context = {
        "plan": found,
        "breadcrumbs": crumbs(found),
        "release": sealed,
        "coverage": coverage.of(found),
        "past": list(found.releases.exclude(state__in=LIVE_RELEASES).select_related("published__plan")),
        "may_seal": user.has_perm("publications.seal", found),
        "may_schedule": user.has_perm("publications.schedule", found),
    }
    extra = _sealed(sealed, user) if sealed else _not_yet(found)
    return render(request, "publications/release.html", {**context, **extra})


def _not_yet(plan: Plan) -> dict[str, Any]:
    needs = readiness.before_sealing(plan, {one.kind: "?" for one in coverage.of(plan)})
    return {"needs": needs, "left_out": readiness.left_out(plan)}


def _sealed(release: Release, user: Any) -> dict[str, Any]:
    found = readiness.signatures(release.edition)
    side = roles.side_of(user)
    may_sign = user.has_perm("publications.sign", release.plan) and side not in found
    return {
        "signatures": [(side, found.get(side)) for side in (Side.GOVERNMENT, Side.CIVIL_SOCIETY)],
        "may_sign": may_sign,
        "is_prepared": release.publish_at is not None and releases.is_prepared(release),
        "presented_as": PresentedAs(presenting.presented_as(release.plan, release.edition)).label,
        "hashes": [(one["ref"], one["title"], sha256(one)) for one in release.edition.data["commitments"]],
        "problems": readiness.before_publishing(release) if release.publish_at else [],
    }


def seal(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_plan(request, plan)
    require(request.user, "publications.seal", found)
    seen = sha256(plan_content(found))
    latest = PlanEdition.objects.of(found).for_lists().first()
    form_for = partial(SealForm, is_first=latest is None, coverage=coverage.of(found))
    form = form_for(request.POST if request.method == "POST" else None, initial={"seen_sha256": seen})
    if form.is_valid():
        try:
            releases.seal(
                found,
                by=request.user,  # type: ignore[arg-type]
                seen_sha256=form.cleaned_data["seen_sha256"],
                change_note=form.cleaned_data.get("change_note", ""),
                reasons=form.reasons(),
            )
        except (Blocked, ValidationError) as refused:
            form = form_for({**request.POST.dict(), "seen_sha256": seen})
            form.add_error(None, refused.reasons if isinstance(refused, Blocked) else refused.messages)
        else:
            messages.success(request, _("The final edition is sealed. Both leads are asked to sign it."))
            return redirect("publications:release", found.slug)
    context = {"plan": found, "form": form, "seen": seen, "needs": readiness.before_sealing(found, _any_reason(found))}
    return render(request, "publications/seal.html", {**context, **_ways_back(found)})


def _any_reason(plan: Plan) -> dict[str, str]:
    return {one.kind: "?" for one in coverage.of(plan)}


def sign(request: HttpRequest, plan: str) -> HttpResponse:
    """A lead reads what was sealed and signs it, for their side."""
    found = the_release(request, plan, "publications.sign")
    side = Side(roles.side_of(request.user) or "")
    form = SigningForm(request, seen=found.edition.sha256)
    if request.method == "POST" and form.is_valid():
        try:
            releases.sign(
                found,
                by=request.user,  # type: ignore[arg-type]
                seen_sha256=form.cleaned_data["seen"],
                proof=form.proof,
            )
        except (Blocked, signing.OtherWords) as refused:
            form.add_error(None, refused.reasons if isinstance(refused, Blocked) else refused.messages)
        else:
            messages.success(request, _("The final edition is signed."))
            return redirect(found)
    context = {
        "plan": found.plan,
        "release": found,
        "form": form,
        "statement": releases.statement(found, side),
        "hashes": [(one["ref"], one["title"], sha256(one)) for one in found.edition.data["commitments"]],
    }
    return render(request, "publications/sign.html", {**context, **_ways_back(found.plan)})


def schedule(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_release(request, plan, "publications.schedule")
    form = ScheduleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            releases.schedule(found, publish_at=form.publish_at(), by=request.user)  # type: ignore[arg-type]
        except Blocked as blocked:
            form.add_error(None, blocked.reasons)
        except ValidationError as problem:
            form.add_error("hour", problem.messages)
        else:
            messages.success(request, _("The hour is set. The files are being made."))
            return redirect(found)
    context = {"plan": found.plan, "release": found, "form": form, "problems": readiness.before_publishing(found)}
    return render(request, "publications/schedule.html", {**context, **_ways_back(found.plan)})


def cancel(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_release(request, plan, "publications.seal")
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            releases.cancel(found, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        except WrongState:
            messages.error(request, _("It is too late: this edition has been published."))
        else:
            messages.success(request, _("The final edition is cancelled."))
        return redirect("publications:release", found.plan.slug)
    return render(request, "publications/cancel.html", {"plan": found.plan, "form": form, **_ways_back(found.plan)})


def _ways_back(plan: Plan) -> dict[str, Any]:
    address = reverse("publications:release", args=[plan.slug])
    return {"breadcrumbs": crumbs(plan, (_("The final edition"), address)), "cancel_url": address}
