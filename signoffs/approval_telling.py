"""Whom approval is announced to. The one place that does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from commitments.models import Commitment
from drafting.models import Signature
from network.models import Post
from notices import services as notices
from signoffs import clearance
from signoffs.telling import leads

ASKED = "signoffs.asked_to_approve"
ALL_CLEARED = "signoffs.all_cleared"
APPROVED = "signoffs.approved"
DECLINED = "signoffs.declined"


def asked(commitment: Commitment, posts: Iterable[Post], *, by: Any, at: datetime | None) -> None:
    """The minister's post and those that act for it, with their page; both leads and who follows it, with its own."""
    posts = list(posts)
    offices = [office for post in posts for office in post.deputies.all()]
    what: dict[str, Any] = {"thing": commitment, "title": str(commitment), "by": by, "at": at}
    notices.announce(
        kind=ASKED, address=address(commitment), waits_for=[*posts, *offices], tells_followers=False, **what
    )
    notices.announce(kind=ALL_CLEARED, address=commitment.get_absolute_url(), to=leads(commitment), **what)


def approved(signature: Signature, commitment: Commitment) -> None:
    _decided(APPROVED, signature, commitment)


def declined(signature: Signature, commitment: Commitment) -> None:
    _decided(DECLINED, signature, commitment)


def _decided(kind: str, signature: Signature, commitment: Commitment) -> None:
    """Both leads, the departments that were asked, and everybody who follows it."""
    posts = [one.clearing.post for one in clearance.departments(commitment) if one.clearing.post]
    notices.announce(
        kind=kind,
        thing=commitment,
        title=str(commitment),
        address=commitment.get_absolute_url(),
        by=signature.person,
        to=[*leads(commitment), *posts],
        at=signature.signed_at,
    )


def address(commitment: Commitment) -> str:
    return reverse("signoffs:approve", args=[commitment.plan.slug, commitment.ref])
