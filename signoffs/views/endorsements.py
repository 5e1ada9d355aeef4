from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.models import Commitment
from commitments.shown import changed_parts
from commitments.views.loading import actor, crumbs, load, load_plan
from core.access import public, require
from drafting.models import Edition
from ledger.machine import Blocked
from network.models import Organisation, Tenure
from plans.models import Plan
from plans.views.loading import crumbs as plan_crumbs
from signoffs import endorsement_telling as telling
from signoffs import endorsing, mandates, said_of_plan, words
from signoffs.endorsing import Thing
from signoffs.forms import EndorseForm
from signoffs.models import Endorsement
from signoffs.services import endorsements as services


@public
@require_safe
def endorsements(request: HttpRequest, plan: str) -> HttpResponse:
    """What organisations say of the plan and of each commitment: for the two sides, and for everyone once published."""
    found = load_plan(request, plan)
    context = {
        "plan": found,
        "breadcrumbs": [*plan_crumbs(found), (_("What organisations say"), "")],
        "may_endorse": request.user.has_perm("signoffs.endorse", found),
        **said_of_plan.context(found, request.user),
    }
    return render(request, "signoffs/endorsements.html", context)


def endorse(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    return _endorse(request, commitment, crumbs(commitment))


def endorse_plan(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan(request, plan)
    return _endorse(request, found, plan_crumbs(found))


def _endorse(request: HttpRequest, thing: Thing, breadcrumbs: list[tuple[str, str]]) -> HttpResponse:
    """The exact words, and what an organisation says of them."""
    require(request.user, "signoffs.endorse", thing)
    tenures = mandates.of_representative(request.user, thing)
    context: dict[str, Any] = {"thing": thing, "breadcrumbs": breadcrumbs, "tenures": tenures}
    context["cancel_url"] = thing.get_absolute_url()
    tenure = _chosen(tenures, request.GET.get("for", ""))
    if tenure is None:
        return render(request, "signoffs/endorse_for.html", context)
    assert tenure.post.organisation is not None
    before = endorsing.standing(thing, tenure.post.organisation)
    now = endorsing.edition_now(thing)
    objections = endorsing.objections(thing, now)
    edition = now or (before.signature.edition if before else None)
    stances = endorsing.stances_open_to(before, objections)
    context |= {"organisation": tenure.post.organisation, "before": before, "objections": objections}
    if edition is None or not stances:
        return render(request, "signoffs/not_endorsable.html", context)
    form = _form(request, thing, tenure.post.organisation, before, edition, stances)
    if form.is_valid() and (said := _say(thing, tenure.post.organisation, form, by=actor(request))):
        messages.success(request, said.signature.statement)
        return redirect(telling.address(thing))
    context |= {"form": form, "edition": edition, "words": words.words_of(type(thing), edition)}
    return render(request, "signoffs/endorse.html", context | _changed(thing, before, now))


def _chosen(tenures: list[Tenure], organisation: str) -> Tenure | None:
    """The one that is asked for, or the only one there is."""
    if organisation:
        found = [one for one in tenures if one.post.organisation and one.post.organisation.slug == organisation]
        if not found:
            raise Http404
        return found[0]
    return tenures[0] if len({one.post.organisation_id for one in tenures}) == 1 else None


def _form(
    request: HttpRequest,
    thing: Thing,
    organisation: Organisation,
    before: Endorsement | None,
    edition: Edition,
    stances: list[Any],
) -> EndorseForm:
    initial = {"is_name_public": before.is_name_public, "statement": before.statement} if before else {}
    earlier = before.signature.edition if before else edition
    sentences = {
        stance: endorsing.sentence(stance, organisation, thing, earlier if stance == stance.WITHDRAWN else edition)
        for stance in stances
    }
    shown = before.signature.entry_id if before else None
    return EndorseForm(request, seen=edition.sha256, sentences=sentences, shown=shown, initial=initial)


def _say(thing: Thing, organisation: Organisation, form: EndorseForm, *, by: Any) -> Endorsement | None:
    """Says it, or tells on the form why it cannot be said."""
    replaces = form.cleaned_data["replaces"]
    try:
        return services.endorse(
            thing,
            organisation=organisation,
            stance=form.stance_chosen,
            statement=form.cleaned_data["statement"],
            is_name_public=form.cleaned_data["is_name_public"],
            by=by,
            seen_sha256=form.cleaned_data["seen"],
            replaces=None if replaces is None else Endorsement.objects.filter(signature__entry=replaces).first(),
            proof=form.proof,
        )
    except Blocked as blocked:
        for reason in blocked.reasons:
            form.add_error(None, reason)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


def _changed(thing: Thing, before: Endorsement | None, now: Edition | None) -> dict[str, Any]:
    """What changed since the edition on which the organisation took its stance; of a plan its pages say."""
    if before is None or now is None or before.signature.edition_id == now.pk or isinstance(thing, Plan):
        return {"is_earlier": bool(before and now and before.signature.edition_id != now.pk)}
    assert isinstance(thing, Commitment)
    parts = changed_parts(before.signature.edition.data, now.data)
    return {"is_earlier": True, "changed": [part for part in parts if part.is_changed]}
