"""A plan from a file and to a file, for lead officials; commands do the same for operators."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import files
from core.access import require
from network.choices import PostKind
from network.models import Post
from plans.models import Plan
from publications import planfile
from publications.forms import PlanFileForm
from publications.views.loading import the_plan


def import_plan(request: HttpRequest) -> HttpResponse:
    """Takes the file and shows what it would make; nothing is made yet."""
    require(request.user, "publications.import_plan", Plan())
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sha256 = hashlib.sha256(form.raw).hexdigest()
        files.keep(form.raw, key=_key(request, sha256), name="plan.json", media_type="application/json")
        return redirect("publications:confirm_import", sha256)
    return render(request, "publications/import_plan.html", {"form": form})


def confirm_import(request: HttpRequest, sha256: str) -> HttpResponse:
    """Shows what the uploaded file makes, and makes it."""
    require(request.user, "publications.import_plan", Plan())
    kept = files.kept(_key(request, sha256))
    if kept is None:
        raise Http404
    try:
        plan_file = planfile.read(planfile.parse(kept.location.read_bytes()))
        preview = planfile.preview(plan_file)
        if request.method == "POST":
            plan = planfile.load(plan_file, by=request.user, lead_post=_lead_post(request))
            messages.success(request, _("%(plan)s was imported.") % {"plan": plan.title})
            return redirect(plan)
    except planfile.Refused as refused:
        return render(request, "publications/refused_file.html", {"problems": refused.problems}, status=409)
    context = {"preview": preview, "plan_file": plan_file, "variant": "plain", "cancel_url": "/plans/"}
    return render(request, "publications/confirm_import.html", context)


def export_plan(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_plan(request, plan)
    require(request.user, "publications.export", found)
    response = HttpResponse(planfile.to_bytes(planfile.dump(found)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def _key(request: HttpRequest, sha256: str) -> str:
    """Whoever uploaded a file is the one who can confirm it."""
    return f"plan-file/{request.user.pk}/{sha256}"


def _lead_post(request: HttpRequest) -> Post | None:
    return Post.objects.held_by(request.user).filter(kind=PostKind.LEAD_OFFICIAL).first()
