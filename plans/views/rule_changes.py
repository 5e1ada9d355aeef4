from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import get_visible, public, require
from core.dates import readable_moment
from ledger.machine import WrongState
from plans import services, workflow
from plans.choices import PlanRule, RuleChangeState
from plans.forms import RULE_FORMS, AnswerForm, rule_initial
from plans.models import Plan, RuleChange, rule_as_text, rule_in_words
from plans.views.loading import acting, load_plan, page, posted

SLUGS = {rule.value.replace("_", "-"): rule for rule in PlanRule}


def rule_rows(plan: Plan, *, can_ask: bool, waiting: set[str]) -> list[dict[str, Any]]:
    found = []
    for slug, rule in SLUGS.items():
        row = {"key": rule.label, "value": rule_in_words(rule, rule_as_text(getattr(plan, rule)))}
        if can_ask and rule not in waiting:
            row["href"] = reverse("plans:change_rule", args=[plan.slug, slug])
        found.append(row)
    return found


def change_row(change: RuleChange, user: Any) -> dict[str, Any]:
    return {
        "change": change,
        "asked": readable_moment(change.asked_at),
        "answered": readable_moment(change.answered_at),
        "can_answer": change.state == RuleChangeState.WAITING and user.has_perm("plans.answer_rule_change", change),
        "can_take_back": change.state == RuleChangeState.WAITING
        and user.has_perm("plans.take_back_rule_change", change),
    }


@public
@require_safe
def rules(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan(request, plan)
    can_ask = request.user.has_perm("plans.ask_rule_change", found)
    changes = list(found.rule_changes.select_related("asked_by", "answered_by", "plan"))
    waiting = {change.rule for change in changes if change.state == RuleChangeState.WAITING}
    context = page(
        found,
        rules=rule_rows(found, can_ask=can_ask, waiting=waiting),
        changes=[change_row(change, request.user) for change in changes],
    )
    return render(request, "plans/rules.html", context)


def change_rule(request: HttpRequest, plan: str, rule: str) -> HttpResponse:
    found = load_plan(request, plan)
    if rule not in SLUGS:
        raise Http404
    require(request.user, "plans.ask_rule_change", found)
    asked = SLUGS[rule]
    address = reverse("plans:rules", args=[found.slug])
    form = RULE_FORMS[asked](posted(request), initial=rule_initial(found, asked))
    if request.method == "POST" and form.is_valid():
        try:
            new, reason = form.value(), form.cleaned_data["reason"]
            if new != getattr(found, asked):
                services.ask_rule_change(found, rule=asked, new=new, reason=reason, by=acting(request))
                return redirect(address)
            form.add_error(None, _("That is the rule already."))
        except services.AlreadyAsked:
            form.add_error(None, _("A change of this rule is waiting for an answer already."))
    context = page(found, (_("Rules"), address), form=form, rule=asked.label, cancel_url=address)
    return render(request, "plans/change_rule.html", context)


def answer_rule_change(request: HttpRequest, plan: str, number: int, answer: str) -> HttpResponse:
    """Agree, refuse or take back: a page that asks, then the act."""
    found = load_plan(request, plan)
    change = get_visible(RuleChange.objects.select_related("plan"), plan=found, number=number)
    if answer not in workflow.VERBS:
        raise Http404
    name, verb = workflow.VERBS[answer]
    transition = workflow.RULE_CHANGES.by_name[name]
    require(request.user, transition.permission, change)
    form = AnswerForm(posted(request))
    form.fields["reason"].required = transition.needs_reason
    address = reverse("plans:rules", args=[found.slug])
    if request.method == "POST" and form.is_valid():
        try:
            verb(change, by=acting(request), reason=form.cleaned_data["reason"])
        except WrongState:
            messages.error(request, _("This change has been answered already."))
        return redirect(address)
    context = page(found, (_("Rules"), address), form=form, change=change, transition=transition, cancel_url=address)
    return render(request, "plans/answer_rule_change.html", context)
