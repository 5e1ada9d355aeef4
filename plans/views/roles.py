from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import public
from network import roles as network_roles
from network.choices import Role
from network.models import Post, User
from network.roles import Holding
from plans import services
from plans.forms import GiveRoleForm
from plans.models import Plan
from plans.rules import side_for
from plans.views import rows
from plans.views.loading import acting, load_plan, load_plan_for, page, posted


@public
@require_safe
def roles(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan(request, plan)
    can_give = request.user.has_perm("plans.give_role", found)
    givable = {role.value for role in services.givable(request.user, found)} if can_give else set()
    side = network_roles.side_of(request.user)
    holdings = rows.holding_rows(network_roles.holders(found))
    for row in holdings:
        row["can_take"] = row["role_key"] in givable and row["side"] in side_for(Role(row["role_key"]), side)
    return render(request, "plans/roles.html", page(found, holdings=holdings, can_give=can_give))


def give_role(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan_for(request, plan, "plans.give_role")
    givable = services.givable(request.user, found)
    side = network_roles.side_of(request.user)
    sides = {str(one) for role in givable for one in side_for(role, side) if one}
    form = GiveRoleForm(posted(request), roles=givable, sides=sorted(sides))
    if request.method == "POST" and form.is_valid():
        role, to = Role(form.cleaned_data["role"]), form.holder()
        try:
            services.give_role(found, role, to=to, by=acting(request))
            return redirect("plans:roles", found.slug)
        except services.RoleNotYours:
            form.add_error(None, _("This role is not yours to give to the other side, or to somebody without a side."))
    context = page(found, form=form, cancel_url=reverse("plans:roles", args=[found.slug]))
    return render(request, "plans/give_role.html", context)


def take_role(request: HttpRequest, plan: str, role: str, holder: str) -> HttpResponse:
    found = load_plan_for(request, plan, "plans.give_role")
    holding = load_holding(found, role, holder)
    if holding.role not in services.givable(request.user, found):
        raise PermissionDenied
    if request.method == "POST":
        services.take_role(found, holding.role, to=holder_of(holding), by=acting(request))
        messages.success(request, _("The role is taken back."))
        return redirect("plans:roles", found.slug)
    cancel_url = reverse("plans:roles", args=[found.slug])
    return render(request, "plans/take_role.html", page(found, holding=holding, cancel_url=cancel_url))


def load_holding(plan: Plan, role: str, holder: str) -> Holding:
    """By the role and the post's address, or `person-<number>` for who holds it in person."""
    if role not in Role.values:
        raise Http404
    for holding in network_roles.holders(plan, Role(role)):
        person = holding.person.pk if holding.person else 0
        if holder == (holding.post.slug if holding.post else f"person-{person}"):
            return holding
    raise Http404


def holder_of(holding: Holding) -> Post | User:
    holder = holding.post or holding.person
    if holder is None:
        raise Http404
    return holder
