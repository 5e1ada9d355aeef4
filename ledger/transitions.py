"""The page and the buttons of a transition, for the apps that have a machine: their views take five lines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import require
from ledger.forms import ReasonForm
from ledger.machine import Blocked, Machine, WrongState
from ledger.services import name_of


@dataclass(frozen=True)
class Step:
    """A button of components/transitions.html; with `blocked` reasons it is words, not a button."""

    label: str
    href: str
    blocked: tuple[str, ...]
    is_warning: bool


def steps(machine: Machine, obj: Model, user: Any, *, address: Callable[[str], str]) -> list[Step]:
    """What `user` may do to `obj` now; `address(name)` is where the transition's page is."""
    return [
        Step(str(offer.label), address(offer.name), offer.blocked, offer.transition.is_warning)
        for offer in machine.available(obj, user)
    ]


def transition_page(
    request: HttpRequest,
    machine: Machine,
    obj: Any,
    name: str,
    *,
    back_url: str,
    verb: Callable[..., object] | None = None,
    form_class: type[ReasonForm] = ReasonForm,
    success_url: str = "",
    done: str = "",
) -> HttpResponse:
    """Ask, then do. `verb(obj, by=…, **cleaned_data)` is the workflow function, the machine itself if there is none.

    Refuses with 403 (or the sign-in page); a step that is not open in this state goes back with a message, and what
    a guard objects to is said on the page. `obj` has come from get_visible().
    """
    transition = machine.by_name[name]
    require(request.user, transition.permission, obj)
    if getattr(obj, machine.field_name) not in transition.sources:
        return _not_now(request, back_url)
    form = form_class(request.POST or None, transition=transition, obj=obj, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _perform(machine, obj, name, verb, request.user, form.cleaned_data)
        except WrongState:
            return _not_now(request, back_url)
        except Blocked as error:
            for reason in error.reasons:
                form.add_error(None, reason)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            if done:
                messages.success(request, done)
            return redirect(success_url or back_url)
    context = {
        "form": form,
        "transition": transition,
        "thing": name_of(obj),
        "blocked": machine.objections(transition, obj, request.user),
        "cancel_url": back_url,
        "variant": "warning" if transition.is_warning else "plain",
    }
    return render(request, "ledger/transition.html", context)


def _perform(machine: Machine, obj: Any, name: str, verb: Callable[..., object] | None, by: Any, data: Any) -> None:
    if verb:
        verb(obj, by=by, **data)
    else:
        machine.perform(obj, name, by=by, **data)


def _not_now(request: HttpRequest, back_url: str) -> HttpResponse:
    messages.warning(request, _("This step is not open now. Somebody may have taken it meanwhile."))
    return redirect(back_url)


def _add_errors(form: ReasonForm, error: ValidationError) -> None:
    """Errors of fields that the form has stand beside them, the rest on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
