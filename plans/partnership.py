"""What drafting asks about the text of a partnership agreement: where its pages are, who decides, who reads it."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from drafting.owners import TextOwner
from network.choices import Side
from network.models import Post, User
from network.readers import Readers
from plans import leads
from plans import readers as plan_readers
from plans.models import PartnershipAgreement

WORD_LIMIT = 1500


def text_owner() -> TextOwner:
    return TextOwner(
        model="plans.PartnershipAgreement",
        accessor="partnership_agreement",
        visible_to=lambda user: PartnershipAgreement.objects.visible_to(user),
        edit_permission="plans.edit_part",
        title=str,
        address=PartnershipAgreement.get_absolute_url,
        guidance=guidance,
        word_limit=lambda partnership: WORD_LIMIT,
        edit_address=PartnershipAgreement.get_edit_url,
        suggest_permission="plans.suggest_part",
        decide_permission="plans.edit_part",
        suggestion_address=_suggestion,
        deciders=_deciders,
        comment_permission="plans.comment_part",
        thread_address=_thread,
        readers=_readers,
        related=("plan",),
    )


def guidance(partnership: PartnershipAgreement) -> str:
    return _(
        "Say how the two sides work together: who drafts and who decides, how often you meet, what is confidential and "
        "until when, what happens when you do not agree, and how this agreement is changed."
    )


def _suggestion(partnership: PartnershipAgreement, number: int) -> str:
    return reverse("plans:partnership_suggestion", args=[partnership.plan.slug, number])


def _thread(partnership: PartnershipAgreement, key: UUID) -> str:
    return reverse("plans:partnership_thread", args=[partnership.plan.slug, key])


def _deciders(partnership: PartnershipAgreement) -> list[Post | User]:
    return leads.of(partnership.plan, Side.GOVERNMENT, Side.CIVIL_SOCIETY)


def _readers(partnership: PartnershipAgreement) -> Readers:
    return plan_readers.of(partnership.plan)
