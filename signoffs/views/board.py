from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.views.loading import load_plan
from core.access import public, require
from signoffs import board as boards
from signoffs.forms import BoardForm


@public
@require_safe
def board(request: HttpRequest, plan: str) -> HttpResponse:
    """Where each commitment stands with everyone who signs. With ?print it is laid out for paper."""
    the_plan = load_plan(request, plan)
    require(request.user, "signoffs.see_board", the_plan)
    who, show = request.GET.get("who", ""), request.GET.get("show", "")
    found = boards.build(the_plan, request.user, who=who, show=show)
    context = {
        "plan": the_plan,
        "breadcrumbs": [(the_plan.title, the_plan.get_absolute_url()), (_("Sign-offs"), "")],
        "board": found,
        "form": BoardForm(request.GET, columns=found.choices),
        "is_narrowed": bool(who or show),
        "now": timezone.now(),
        "may_set_terms": request.user.has_perm("signoffs.set_terms", the_plan),
        "may_see_reminders": request.user.has_perm("signoffs.see_reminders", the_plan),
    }
    return render(request, "signoffs/board_on_paper.html" if "print" in request.GET else "signoffs/board.html", context)
