"""What was suggested and said about the sections of a commitment, as far as one reader may know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Commitment
from drafting.choices import CommentKind, SuggestionState
from drafting.models import Comment, Suggestion

DECISIONS = {
    SuggestionState.ACCEPTED: gettext_lazy("Accepted suggestion S%(number)d on “%(section)s”"),
    SuggestionState.PARTLY: gettext_lazy("Accepted suggestion S%(number)d on “%(section)s” in part"),
    SuggestionState.NOT_ACCEPTED: gettext_lazy("Did not accept suggestion S%(number)d on “%(section)s”"),
    SuggestionState.WITHDRAWN: gettext_lazy("Withdrew suggestion S%(number)d on “%(section)s”"),
}


@dataclass(frozen=True)
class Said:
    at: dt.datetime
    what: str
    who: str
    post: str
    side: str
    note: str
    href: str


def suggestions(commitment: Commitment, user: Any) -> Iterator[Said]:
    """Each when it was made and, if it was, when it was decided."""
    found = Suggestion.objects.visible_to(user).filter(text__section__commitment=commitment)
    related = ("author", "decided_by", "text__section__template_section")
    for one in found.select_related(*related).defer("quote", "before", "after", "replacement"):
        section = one.text.section.template_section
        href = reverse("commitments:suggestion", args=[commitment.plan.slug, commitment.ref, section.key, one.number])
        words = {"number": one.number, "section": section.title}
        made = _("Made suggestion S%(number)d on “%(section)s”") % words
        yield Said(one.created_at, made, str(one.author), one.post, one.side, one.reason, href)
        if one.decided_at:
            yield Said(
                at=one.decided_at,
                what=DECISIONS[SuggestionState(one.state)] % words,
                who=str(one.decided_by or ""),
                post=one.decided_post,
                side=one.decided_side,
                note=one.decision_reason,
                href=href,
            )


def comments(commitment: Commitment, user: Any) -> Iterator[Said]:
    """That something was said and where, of the conversations this reader may read; the words stand there."""
    found = Comment.objects.visible_to(user).filter(thread__text__section__commitment=commitment)
    started = set()
    for one in found.select_related("author", "thread__text__section__template_section").order_by("created_at", "key"):
        is_first = one.thread_id not in started
        started.add(one.thread_id)
        if one.withdrawn_at:
            continue
        section = one.thread.text.section.template_section
        yield Said(
            at=one.created_at,
            what=_what(one, is_first) % {"section": section.title},
            who=str(one.author),
            post=one.post,
            side=one.side,
            note=_("Only your side can read this.") if one.thread.side else "",
            href=reverse("commitments:thread", args=[commitment.plan.slug, commitment.ref, section.key, one.thread_id]),
        )


def _what(comment: Comment, is_first: bool) -> str:
    if comment.kind == CommentKind.RESOLVED:
        return _("Resolved a conversation on “%(section)s”")
    if comment.kind == CommentKind.REOPENED:
        return _("Reopened a conversation on “%(section)s”")
    return _("Commented on “%(section)s”") if is_first else _("Answered in a conversation on “%(section)s”")
