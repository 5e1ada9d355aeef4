from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import get_visible, public, require
from plans import services
from plans.forms import SectionFormSet, TemplateForm
from plans.models import Template
from plans.views.loading import acting, crumbs, posted


def template_crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs() + [(_("Templates"), reverse("plans:templates")), *further]


@public
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    found = Template.objects.latest_versions().prefetch_related("sections")
    return render(request, "plans/templates.html", {"templates": found, "breadcrumbs": crumbs()})


@public
@require_safe
def template_detail(request: HttpRequest, key: str, version: int) -> HttpResponse:
    found = get_visible(Template.objects.prefetch_related("sections"), key=key, version=version)
    context = {
        "template": found,
        "versions": Template.objects.filter(key=key).exclude(pk=found.pk),
        "plans": found.plans.all(),
        "can_edit": request.user.has_perm("plans.edit_template", found),
        "breadcrumbs": template_crumbs(),
    }
    return render(request, "plans/template_detail.html", context)


def new_template_version(request: HttpRequest, key: str, version: int) -> HttpResponse:
    found = get_visible(Template.objects.prefetch_related("sections"), key=key, version=version)
    require(request.user, "plans.edit_template", found)
    form = TemplateForm(posted(request), instance=Template.objects.get(pk=found.pk))
    sections = SectionFormSet(posted(request), initial=_initial(found), prefix="sections")
    if request.method == "POST" and form.is_valid() and sections.is_valid():
        if chosen := sections_of(sections):
            made = services.new_template_version(found, by=acting(request), sections=chosen, **form.cleaned_data)
            messages.success(request, _("This is the new version. Plans that use the old one keep it."))
            return redirect(made)
        form.add_error(None, _("A template has at least one section."))
    context = {"form": form, "sections": sections, "template": found, "cancel_url": found.get_absolute_url()}
    return render(request, "plans/new_template_version.html", {**context, "breadcrumbs": template_crumbs()})


def _initial(template: Template) -> list[dict[str, Any]]:
    names = ("key", "title", "guidance", "word_limit", "is_required")
    return [{name: getattr(section, name) for name in names} for section in template.sections.all()]


def sections_of(formset: Any) -> list[dict[str, Any]]:
    """The sections in the order asked for. A new one gets a key of its heading; a known one keeps its key."""
    chosen: list[dict[str, Any]] = []
    for form in formset.ordered_forms:
        values = {
            name: form.cleaned_data.get(name) for name in ("key", "title", "guidance", "word_limit", "is_required")
        }
        values["key"] = _free_key(values["key"] or slugify(values["title"])[:35] or "section", chosen)
        chosen.append(values)
    return chosen


def _free_key(wanted: str, chosen: list[dict[str, Any]]) -> str:
    used, number, key = {section["key"] for section in chosen}, 2, wanted.replace("-", "_")
    while key in used:
        key, number = f"{wanted}_{number}", number + 1
    return key
