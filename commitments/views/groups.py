from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments import services
from commitments.choices import EDITABLE_STATES, RequestState
from commitments.forms import AddToGroupForm, AnswerRequestForm, GroupForm, JoinForm
from commitments.models import Commitment, GroupRequest
from commitments.views.loading import actor, address, crumbs, group_crumbs, load, load_group, load_plan, posted
from core.access import public, require
from network import roles
from network.choices import Role, Side
from network.models import Membership, Post, Tenure, User
from plans.models import Plan


@public
@require_safe
def groups(request: HttpRequest, plan: str) -> HttpResponse:
    """The working groups of a plan: its network knows of them even when it may not read what they write."""
    the_plan = load_plan(request, plan)
    of_plan = Commitment.objects.filter(plan=the_plan)
    readable = set(of_plan.visible_to(request.user).values_list("pk", flat=True))
    found = of_plan.with_group_visible_to(request.user).filter(
        Q(state__in=EDITABLE_STATES) | ~Q(working_group__result="")
    )
    context = {
        "plan": the_plan,
        "leads": _leads(the_plan) if found else [],
        "breadcrumbs": [(the_plan.title, the_plan.get_absolute_url()), (_("Working groups"), "")],
        "groups": [(one, one.pk in readable) for one in found.select_related("plan", "working_group")],
    }
    return render(request, "commitments/groups.html", context)


@public
@require_safe
def group(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Who writes here, for which side; for the leads also who asks to. Nothing of what they write."""
    commitment = load_group(request, plan, ref)
    reads_drafts = commitment.is_visible_to(request.user)
    may_edit = request.user.has_perm("commitments.edit_group", commitment)
    context = {
        "commitment": commitment,
        "reads_drafts": reads_drafts,
        "breadcrumbs": group_crumbs(commitment, reads_drafts=reads_drafts),
        "leads": _leads(commitment.plan),
        "group": commitment.working_group,
        "members": _members(commitment, roles.side_of(request.user) if may_edit else None),
        "may_edit": may_edit,
        "may_ask": request.user.has_perm("commitments.ask_to_join", commitment),
        "requests": _numbered_requests(request, commitment) if may_edit else [],
        "mine": _own_requests(request, commitment),
        "add_form": AddToGroupForm(candidates=candidates(request, commitment)) if may_edit else None,
    }
    return render(request, "commitments/group.html", context)


def edit_group(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_group", commitment)
    one = commitment.working_group
    initial = {name: getattr(one, name) for name in ("purpose", "starts", "ends", "result")}
    form = GroupForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.edit_group(one, by=actor(request), **form.cleaned_data)
        messages.success(request, _("The working group is saved."))
        return redirect(address("group", commitment))
    return _form_page(request, "edit_group", commitment, form)


def ask_to_join(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Whoever may know of the group may ask, also who may not read its drafts yet."""
    commitment = load_group(request, plan, ref)
    reads_drafts = commitment.is_visible_to(request.user)
    require(request.user, "commitments.ask_to_join", commitment)
    form = JoinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.ask_to_join(commitment, by=actor(request), **form.cleaned_data)
        messages.success(request, _("You have asked to join. The answer and its reason will stand on this page."))
        return redirect(address("group", commitment))
    trail = group_crumbs(commitment, reads_drafts=reads_drafts)
    return _form_page(request, "ask_to_join", commitment, form, reads_drafts=reads_drafts, breadcrumbs=trail)


def answer_request(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    """The lead of the asker's own side answers."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_group", commitment)
    asked = dict(_numbered_requests(request, commitment)).get(number)
    if asked is None:
        raise Http404
    form = AnswerRequestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_request(asked, by=actor(request), **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The answer is given."))
            return redirect(address("group", commitment))
    return _form_page(request, "answer_request", commitment, form, asked=asked)


@require_POST
def add_to_group(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_group", commitment)
    form = AddToGroupForm(request.POST, candidates=candidates(request, commitment))
    if form.is_valid():
        services.add_to_group(commitment, to=_post_or_person(form.cleaned_data["who"]), by=actor(request))
        messages.success(request, _("They can write in this commitment now."))
    else:
        messages.error(request, _("Choose a post or a person."))
    return redirect(address("group", commitment))


@require_POST
def remove_from_group(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Each lead for their own side."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_group", commitment)
    side = roles.side_of(request.user)
    removable = {row["key"] for row in _members(commitment, side) if row["is_removable"]}
    if request.POST.get("who") not in removable:
        raise PermissionDenied
    services.leave_group(commitment, to=_post_or_person(request.POST["who"]), by=actor(request))
    messages.success(request, _("They no longer write in this commitment. What they wrote stays."))
    return redirect(address("group", commitment))


def candidates(request: HttpRequest, commitment: Commitment) -> list[tuple[str, str]]:
    """Posts and members of the lead's own side who do not write here yet."""
    side = roles.side_of(request.user)
    there = {_key(one) for one in roles.holders(commitment, Role.DRAFTER)}
    posts = Post.objects.filter(side=side).select_related("organisation", "network").order_by("title", "pk")
    found = [(f"post:{post.slug}", str(post)) for post in posts]
    if side == Side.CIVIL_SOCIETY:
        in_post = Tenure.objects.current().values("person")
        members = Membership.objects.current().filter(person__isnull=False).exclude(person__in=in_post)
        found += [(f"person:{one.person_id}", str(one.person)) for one in members.select_related("person")]
    return [(key, words) for key, words in dict(found).items() if key not in there]


def _leads(plan: Plan) -> list[tuple[Side, list[roles.Holding]]]:
    """Who leads for each side: an empty list is said in words, so that a missing lead is seen; so is a vacant post."""
    found = roles.holders(plan)
    return [
        (side, [one for one in found if one.role == role])
        for side, role in ((Side.GOVERNMENT, Role.LEAD_OFFICIAL), (Side.CIVIL_SOCIETY, Role.COORDINATOR))
    ]


def _members(commitment: Commitment, own_side: str | None) -> list[dict[str, Any]]:
    return [
        {
            "key": _key(one),
            "post": str(one.post) if one.post else "",
            "href": one.post.get_absolute_url() if one.post else "",
            "person": str(one.person) if one.person else "",
            "side": one.side or "",
            "vacant_days": one.post.vacant_days if one.post and not one.person else None,
            "is_removable": own_side is not None and one.side == own_side,
        }
        for one in roles.holders(commitment, Role.DRAFTER)
    ]


def _key(holding: roles.Holding) -> str:
    if holding.post:
        return f"post:{holding.post.slug}"
    return f"person:{holding.person.pk}" if holding.person else ""


def _post_or_person(key: str) -> Post | User:
    kind, _colon, name = key.partition(":")
    return Post.objects.get(slug=name) if kind == "post" else User.objects.get(pk=int(name))


def _numbered_requests(request: HttpRequest, commitment: Commitment) -> list[tuple[int, GroupRequest]]:
    """Those of the lead's own side that wait, under the numbers in which they came."""
    everyone = list(commitment.group_requests.select_related("person"))
    sides = roles.sides_of([one.person_id for one in everyone])
    mine = roles.side_of(request.user)
    return [
        (number, one)
        for number, one in enumerate(everyone, start=1)
        if one.state == RequestState.WAITING and sides.get(one.person_id) == mine
    ]


def _own_requests(request: HttpRequest, commitment: Commitment) -> list[GroupRequest]:
    if not request.user.is_authenticated:
        return []
    return list(commitment.group_requests.filter(person=request.user).order_by("-asked_at"))


def _form_page(request: HttpRequest, name: str, commitment: Commitment, form: forms.Form, **more: Any) -> HttpResponse:
    context = {
        "commitment": commitment,
        "form": form,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": address("group", commitment),
        **more,
    }
    return render(request, f"commitments/{name}.html", context)
