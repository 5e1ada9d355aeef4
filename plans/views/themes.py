from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import get_visible, require
from network import roles
from plans import services
from plans.forms import ThemeForm, others
from plans.models import Theme
from plans.views.loading import acting, load_plan, load_plan_for, page, posted

FIELDS = ("title", "summary", "position", "government_lead", "civil_society_lead")


def load_theme(request: HttpRequest, plan: str, slug: str) -> Theme:
    found = load_plan(request, plan)
    theme = get_visible(Theme.objects.select_related("plan"), plan=found, slug=slug)
    require(request.user, "plans.edit_theme", theme)
    return theme


def theme_form(request: HttpRequest, siblings: Any, initial: dict[str, Any] | None = None) -> ThemeForm:
    side = roles.side_of(request.user)
    return ThemeForm(posted(request), siblings=siblings, side=side, initial=initial)


def add_theme(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan_for(request, plan, "plans.edit_theme")
    form = theme_form(request, others(found.themes, None))
    if request.method == "POST" and form.is_valid():
        services.add_theme(plan=found, by=acting(request), **form.cleaned_data)
        return redirect(found)
    return render(request, "plans/add_theme.html", page(found, form=form, cancel_url=found.get_absolute_url()))


def edit_theme(request: HttpRequest, plan: str, theme: str) -> HttpResponse:
    found = load_theme(request, plan, theme)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = theme_form(request, others(found.plan.themes, found), initial)
    if request.method == "POST" and form.is_valid():
        services.edit_theme(found, by=acting(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(found.plan)
    context = page(found.plan, form=form, theme=found, cancel_url=found.plan.get_absolute_url())
    return render(request, "plans/edit_theme.html", context)


def remove_theme(request: HttpRequest, plan: str, theme: str) -> HttpResponse:
    found = load_theme(request, plan, theme)
    if request.method == "POST":
        try:
            services.remove_theme(found, by=acting(request))
            messages.success(request, _("The theme is removed."))
        except services.InUse:
            messages.error(request, _("Commitments stand under this theme. Move them to another theme first."))
        return redirect(found.plan)
    context = page(found.plan, theme=found, cancel_url=found.plan.get_absolute_url())
    return render(request, "plans/remove_theme.html", context)
