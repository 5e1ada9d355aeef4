"""Editorial corrections of what was agreed, cleared or approved: proposed, declared by both leads, objected to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commitments import corrections as verbs
from commitments import weakening
from commitments.choices import CorrectionState
from commitments.forms import DeclareCorrectionForm, ObjectForm, ProposeCorrectionForm, ReasonForm
from commitments.models import ProposedCorrection
from commitments.shown import changed_parts
from commitments.views.loading import actor, crumbs, load, posted
from core.access import get_visible, public, require
from core.dates import readable
from drafting import agreement, corrections, shown, signing, standing
from drafting.models import Signature
from ledger.machine import Blocked, WrongState
from network.choices import Side


@dataclass(frozen=True)
class Carried:
    """A yes to the words before, and what becomes of it."""

    act: str
    who: str
    says: str
    status: str
    colour: str
    reason: str = ""


def load_correction(request: HttpRequest, plan: str, ref: str, number: int) -> ProposedCorrection:
    commitment = load(request, plan, ref)
    rows = commitment.proposed_corrections.select_related("edition", "correction__after", "proposed_by")
    found: ProposedCorrection = get_visible(rows, number=number)
    found.commitment = commitment
    return found


def propose_correction(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.correct", commitment)
    sections = commitment.sections.select_related("template_section", "text__latest")
    form = ProposeCorrectionForm(posted(request), sections=sections)
    if request.method == "POST" and form.is_valid():
        try:
            proposed = verbs.propose(
                commitment, bodies=form.bodies(), reason=form.cleaned_data["reason"], by=actor(request)
            )
        except Blocked as blocked:
            _say(form, blocked)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The correction is proposed. Read the difference, and declare it."))
            return redirect(proposed)
    context = {
        "commitment": commitment,
        "objections": verbs.objections(commitment),
        "form": form,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": commitment.get_absolute_url(),
    }
    return render(request, "commitments/propose_correction.html", context)


@public
def correction(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    """The difference; both leads declare here that it is purely editorial."""
    proposed = load_correction(request, plan, ref, number)
    side = _side(request, proposed)
    if request.method == "POST":
        require(request.user, "commitments.correct", proposed)
    is_to_sign = side is not None and proposed.state == CorrectionState.WAITING and not proposed.signed_for(side)
    initial = {"corrected": proposed.corrected_sha256}
    form = DeclareCorrectionForm(request, seen=proposed.edition.sha256, initial=initial) if is_to_sign else None
    if form and request.method == "POST" and form.is_valid():
        try:
            verbs.declare(
                proposed,
                by=actor(request),
                seen_sha256=form.cleaned_data["seen"],
                seen_corrected=form.cleaned_data["corrected"],
                proof=form.proof,
            )
        except (Blocked, signing.OtherWords) as refusal:
            _say(form, refusal)
        else:
            return _declared(request, proposed)
    before = proposed.edition.data
    after = verbs.corrected_content(before, proposed.bodies)
    context = {
        "commitment": proposed.commitment,
        "proposed": proposed,
        "side": side,
        "changed": shown.only_changed(changed_parts(before, after)),
        "weaker": weakening.findings(before, after),
        "declared": _declarations(proposed),
        "carried": _carried(proposed),
        "until": readable(proposed.correction.object_until.date()) if proposed.correction else "",
        "may_object": proposed.correction is not None and bool(corrections.mine(proposed.correction, request.user)),
        "sentence": verbs.statement(proposed, side) if side else "",
        "form": form,
        "may_drop": side is not None and proposed.state == CorrectionState.WAITING,
        "breadcrumbs": crumbs(proposed.commitment),
    }
    return render(request, "commitments/correction.html", context, status=409 if form and form.errors else 200)


def drop_correction(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    proposed = load_correction(request, plan, ref, number)
    require(request.user, "commitments.correct", proposed)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.drop(proposed, by=actor(request), reason=form.cleaned_data["reason"])
        except WrongState:
            messages.error(request, _("This correction is no longer open."))
        else:
            messages.success(request, _("The correction is dropped. The text stays as it was agreed."))
        return redirect(proposed)
    context = {
        "commitment": proposed.commitment,
        "proposed": proposed,
        "form": form,
        "breadcrumbs": crumbs(proposed.commitment),
        "cancel_url": proposed.get_absolute_url(),
    }
    return render(request, "commitments/drop_correction.html", context)


def object_to_correction(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    """Who signed the words before says that the correction changes what they signed."""
    proposed = load_correction(request, plan, ref, number)
    made = get_visible(type(proposed).objects.filter(pk=proposed.pk, correction__isnull=False)).correction
    assert made is not None
    require(request.user, "commitments.object_to_correction", proposed.commitment)
    mine = {str(one.pk): one for one in corrections.mine(made, request.user)}
    form = ObjectForm(request, seen=made.after.sha256, about=[(key, _called(one)) for key, one in mine.items()])
    if request.method == "POST" and form.is_valid():
        about = mine[form.cleaned_data["about"]]
        try:
            corrections.object_to(
                made,
                about,
                by=actor(request),
                reason=form.cleaned_data["reason"],
                seen_sha256=form.cleaned_data["seen"],
                statement=_objection(proposed, made),
                proof=form.proof,
            )
        except (Blocked, signing.OtherWords) as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("Your objection is on record. Both leads are told at once."))
            return redirect(proposed)
    context = {
        "commitment": proposed.commitment,
        "proposed": proposed,
        "changed": shown.only_changed(changed_parts(made.before.data, made.after.data)),
        "sentence": _objection(proposed, made),
        "form": form,
        "breadcrumbs": crumbs(proposed.commitment),
        "cancel_url": proposed.get_absolute_url(),
    }
    return render(request, "commitments/object_to_correction.html", context)


def _side(request: HttpRequest, proposed: ProposedCorrection) -> Side | None:
    if not request.user.has_perm("commitments.correct", proposed):
        return None
    return agreement.side_that_may(proposed.commitment, request.user)


def _declared(request: HttpRequest, proposed: ProposedCorrection) -> HttpResponse:
    proposed.refresh_from_db()
    if proposed.state == CorrectionState.DECLARED:
        messages.success(request, _("Both leads have declared it: the correction is made, and who signed is told."))
    else:
        messages.success(request, _("You declared it. It is made when the other side’s lead declares it too."))
    return redirect(proposed)


def _declarations(proposed: ProposedCorrection) -> list[str]:
    signed = [one for one in (proposed.for_government, proposed.for_civil_society) if one]
    return [_("Declared to be purely editorial by %(who)s") % {"who": standing.who(one)} for one in signed]


def _carried(proposed: ProposedCorrection) -> list[Carried]:
    """Every yes that concerns the words before, with who objected to its being carried."""
    made = proposed.correction
    if made is None:
        return []
    rows = corrections.of([proposed.commitment]).get(proposed.commitment.pk, [])
    objected = {one.about_id: one.signature for one in made.objections.select_related("signature")}
    found = [_carry(one, corrections.carry(one, made.after.sha256, rows)) for one in corrections.concerned(made)]
    signed = Signature.objects.filter(pk__in=objected).select_related("person", "post", "on_behalf_of", "edition")
    return found + [_refused(one, objected[one.pk]) for one in signed]


def _carry(signature: Signature, carry: Any) -> Carried:
    words = {"number": signature.edition.number, "corrected": carry.edition.number}
    says = _("Given to edition %(number)d, editorially corrected in edition %(corrected)d") % words
    status, colour = (_("Counts"), "green") if carry.is_settled else (_("May object"), "yellow")
    return Carried(_act(signature), standing.who(signature), says, status, colour)


def _refused(signature: Signature, objection: Signature) -> Carried:
    says = _("Given to edition %(number)d, and not to the corrected words") % {"number": signature.edition.number}
    return Carried(_act(signature), standing.who(signature), says, _("Objected"), "red", objection.remark)


def _act(signature: Signature) -> str:
    return str(signing.verb_named(signature.verb).label)


def _called(signature: Signature) -> str:
    words = {"act": _act(signature), "number": signature.edition.number, "who": standing.who(signature)}
    return _("%(act)s, edition %(number)d: %(who)s") % words


def _objection(proposed: ProposedCorrection, made: Any) -> str:
    words = {"before": made.before.number, "after": made.after.number, "thing": str(proposed.commitment)}
    return (
        _(
            "I object: edition %(after)d of “%(thing)s” differs from edition %(before)d, which was signed, not only "
            "editorially. What was signed does not count for edition %(after)d."
        )
        % words
    )


def _say(form: Any, refusal: Any) -> None:
    for reason in getattr(refusal, "reasons", None) or refusal.messages:
        form.add_error(None, reason)
