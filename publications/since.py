"""What happened to the network's word and to the organisations' since an edition was published. It stands beside the
edition, with its date; the edition itself says for good what it said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import readable
from publications.choices import Kind
from publications.models import PlanEdition
from signoffs.models import Endorsement, PartnershipDecision


@dataclass(frozen=True)
class Since:
    """`statement` is what the network or the organisation said about it in public."""

    words: str
    statement: str = ""


def since(published: PlanEdition) -> list[Since]:
    """The oldest first; two queries, and one for a consultation draft, of which no organisation is named."""
    found = [(one.in_effect_at or published.published_at, _decision(one)) for one in _decisions(published)]
    if published.kind != Kind.CONSULTATION_DRAFT:
        found += [(one.signature.signed_at, _stance(one)) for one in _stances(published)]
    return [words for _moment, words in sorted(found, key=lambda pair: pair[0])]


def _decisions(published: PlanEdition) -> list[PartnershipDecision]:
    decisions = PartnershipDecision.objects.filter(plan=published.plan_id).in_effect()
    return list(decisions.filter(in_effect_at__gt=published.published_at).select_related("plan__network"))


def _stances(published: PlanEdition) -> list[Endorsement]:
    said = Endorsement.objects.filter(plan=published.plan_id).public()
    return list(said.filter(signature__signed_at__gt=published.published_at).with_acts().order_by("pk"))


def _decision(decision: PartnershipDecision) -> Since:
    day = readable(timezone.localdate(decision.in_effect_at)) if decision.in_effect_at else ""
    values = {"day": day, "network": decision.plan.network}
    words = _("On %(day)s %(network)s stated that this plan is a partnership.")
    if not decision.is_stated:
        words = _("On %(day)s %(network)s withdrew the word partnership.")
    return Since(words % values, decision.statement)


def _stance(said: Endorsement) -> Since:
    values = {
        "day": readable(timezone.localdate(said.signature.signed_at)),
        "organisation": said.organisation,
        "stance": str(said.get_stance_display()).lower(),
        "thing": _("commitment %(ref)s") % {"ref": said.commitment.ref} if said.commitment else _("the whole plan"),
    }
    return Since(_("On %(day)s %(organisation)s said of %(thing)s: %(stance)s.") % values, said.statement)
