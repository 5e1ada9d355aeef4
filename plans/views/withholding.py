"""The network decides whether its words stand in the plan: a part can be withheld, with a reason in public."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import require
from plans import services
from plans.forms import GiveBackForm, WithholdForm
from plans.views.loading import acting, page, posted
from plans.views.parts import load_part


def withhold_part(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    require(request.user, "plans.withhold_part", found)
    form = WithholdForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.withhold_part(found, by=acting(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("The part is withheld: the plan leaves it out and says so."))
        return redirect(found)
    context = page(found.plan, (found.title, found.get_absolute_url()), part=found, form=form)
    return render(request, "plans/withhold_part.html", {**context, "cancel_url": found.get_absolute_url()})


def give_part_back(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    require(request.user, "plans.withhold_part", found)
    form = GiveBackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.give_part_back(found, by=acting(request))
        messages.success(request, _("The part stands in the plan again."))
        return redirect(found)
    context = page(found.plan, (found.title, found.get_absolute_url()), part=found, form=form)
    return render(
        request, "plans/give_part_back.html", {**context, "cancel_url": found.get_absolute_url(), "variant": "plain"}
    )
