from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from plans.links import Link


class SignoffsConfig(AppConfig):
    name = "signoffs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Sign-off")

    def ready(self) -> None:
        from plans import links
        from signoffs import rules  # noqa: F401

        links.register("signoffs", links_of)
        register_clearance()
        register_approval()
        register_links()
        register_endorsement()
        register_partnership()


def links_of(plan: Any, user: Any) -> "Iterable[Link]":
    from django.urls import reverse

    from plans.links import Link

    if user.has_perm("signoffs.see_board", plan):
        yield Link(_("Sign-offs: who has signed what"), reverse("signoffs:board", args=[plan.slug]))
    yield Link(_("What organisations say of it"), reverse("signoffs:endorsements", args=[plan.slug]))
    yield Link(_("Whose plan it is called"), reverse("signoffs:partnership", args=[plan.slug]), _whose(plan))


def _whose(plan: Any) -> Any:
    from signoffs import partnership

    return _("A partnership, by the network's word") if partnership.stands(plan) else _("The government's plan")


def register_clearance() -> None:
    from commitments import panels, steps
    from commitments.models import Commitment
    from drafting import agreement, corrections
    from drafting.agreement import AGREE, SEND_BACK
    from ledger import machine, wording
    from network import handover
    from notices import kinds
    from signoffs import agreed, clearance, columns, departments, seats, telling, waiting
    from signoffs.services.clearance import follow, follow_correction

    seats.register(AGREE.name, against=SEND_BACK.name)
    agreement.register_seat_check(seats.other_seat)
    seats.register(clearance.CLEAR.name, against=clearance.RETURN.name)
    machine.register_follower("commitments.Commitment", follow)
    corrections.register_follower(Commitment, follow_correction)
    machine.register_guard(
        "commitments.Commitment", "approve", "all_departments_cleared", clearance.all_departments_cleared
    )
    columns.register(agreed.PROVIDER)
    columns.register(departments.PROVIDER)
    handover.register(str(_("Clearances to give")), waiting.handed_over)
    steps.register("clearance", waiting.steps_for)
    panels.register("clearance", 10, waiting.panel_for)
    wording.register("signoffs.ask_departments", _("Asked departments for clearance"))
    wording.register("signoffs.ask_post", _("Asked a department's clearing post"))
    wording.register("signoffs.change_due", _("Changed the date by which a department clears"))
    wording.register("signoffs.set_terms", _("Said how long departments have to clear"))
    told = _("your department leads or supports this commitment")
    kinds.register(telling.ASKED, _("Clearance is asked for"), told)
    kinds.register(telling.REMINDED, _("Clearance is due"), told)
    kinds.register(telling.DUE_CHANGED, _("The date for clearance was changed"), told, asks_decision=False)
    led = _("you lead the plan, or your department was asked too")
    kinds.register(telling.CLEARED, _("A department cleared a commitment"), led, asks_decision=False)
    kinds.register(telling.RETURNED, _("A department returned a commitment to drafting"), led)


def register_approval() -> None:
    from commitments import panels, steps
    from ledger import machine, wording
    from network import handover
    from notices import kinds
    from signoffs import approval, approval_telling, columns, minister, seats
    from signoffs.services.approval import ask_minister
    from signoffs.services.clearance import when_all_cleared

    seats.register(approval.APPROVE.name, against=approval.DECLINE.name)
    when_all_cleared(ask_minister)
    machine.register_guard("commitments.Commitment", "approve", "minister_approved", approval.minister_approved)
    columns.register(minister.PROVIDER)
    handover.register(str(_("Approvals to give")), minister.handed_over)
    steps.register("approval", minister.steps_for)
    panels.register("approval", 20, minister.panel_for)
    wording.register("signoffs.ask_minister", _("Asked the minister for approval"))
    kinds.register(approval_telling.ASKED, _("Approval is asked for"), _("you act for the minister's post"))
    led = _("you lead the plan, or your department was asked")
    kinds.register(
        approval_telling.ALL_CLEARED, _("All departments have cleared a commitment"), led, asks_decision=False
    )
    kinds.register(approval_telling.APPROVED, _("The minister approved a commitment"), led, asks_decision=False)
    kinds.register(approval_telling.DECLINED, _("The minister declined a commitment"), led, asks_decision=False)


def register_links() -> None:
    from ledger import machine, wording
    from signoffs.services import links

    machine.register_follower("commitments.Commitment", links.follow)
    wording.register("signoffs.send_link", _("Had a personal link sent to the minister"))
    wording.register("signoffs.take_back_link", _("Took a personal link back"))
    wording.register("signoffs.record_contacts", _("Recorded where personal links and codes go"))


def register_endorsement() -> None:
    from commitments import panels, steps
    from commitments.models import Commitment
    from ledger import machine
    from network import handover
    from notices import kinds
    from signoffs import columns, endorsement_telling, endorsers, words
    from signoffs.words_of_commitment import words_of

    columns.register(endorsers.PROVIDER)
    words.register(Commitment, words_of)
    machine.register_follower("commitments.Commitment", endorsement_telling.text_moved_on)
    handover.register(str(_("What the organisation says of commitments")), endorsers.handed_over)
    steps.register("endorsement", endorsers.steps_for)
    panels.register("endorsement", 50, endorsers.panel_for)
    kinds.register(
        endorsement_telling.SAID,
        _("An organisation said whether it supports a text"),
        _("you lead the plan"),
        asks_decision=False,
    )
    kinds.register(
        endorsement_telling.MOVED_ON,
        _("A text on which your organisation took a stance was changed"),
        _("your organisation took a stance on an earlier text"),
    )


def register_partnership() -> None:
    from drafting import editions
    from ledger import visibility
    from notices import kinds, scopes
    from signoffs import partnership, partnership_telling
    from signoffs.models import PartnershipDecision

    def visible_to(user: Any) -> Any:
        return PartnershipDecision.objects.visible_to(user)

    editions.register(PartnershipDecision, canonical=partnership.canonical, visible_to=visible_to)
    visibility.register("signoffs.PartnershipDecision", visible_to)
    scopes.register("signoffs.PartnershipDecision", lambda decision: decision.plan)
    kinds.register(
        partnership_telling.TO_SIGN,
        _("A decision of the network waits for your signature"),
        _("you are a steering member of the network"),
    )
    kinds.register(
        partnership_telling.IN_EFFECT,
        _("The network decided whether the plan is called a partnership"),
        _("you lead the plan"),
        asks_decision=False,
    )
