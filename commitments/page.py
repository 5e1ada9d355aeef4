"""What the page of one commitment shows: a constant number of queries, ready strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments import panels, steps
from commitments.board import waits_for
from commitments.choices import Origin, Part, RequestState, State
from commitments.completeness import missing, words
from commitments.models import Commitment, Section
from commitments.workflow import machine
from core.dates import readable
from drafting import passages as drafting_passages
from drafting import talk
from drafting.models import Edition
from drafting.talk import Talk, TalkPages
from network import roles
from network.choices import Role

if TYPE_CHECKING:
    from network.models import Organisation

NOTICES = {
    State.DECLINED: gettext_lazy("Government declined this commitment."),
    State.WITHDRAWN: gettext_lazy("The side that proposed this commitment withdrew it."),
    State.ANNEXED: gettext_lazy(
        "In the annex: civil society asks for this commitment and government has not agreed to it."
    ),
    State.MERGED: gettext_lazy("This commitment was merged into another."),
}


@dataclass(frozen=True)
class Passage:
    key: str
    title: str
    guidance: str
    body: str
    words: int
    word_limit: int | None
    last_change: str
    edit_href: str
    history_href: str
    suggest_href: str = ""
    suggestions_href: str = ""
    open_suggestions: int = 0
    comment_href: str = ""
    comments_href: str = ""
    open_comments: int = 0
    blocks: tuple[drafting_passages.Passage, ...] = ()

    @property
    def is_too_long(self) -> bool:
        return bool(self.word_limit and self.words > self.word_limit)


@dataclass(frozen=True)
class Step:
    number: int
    ref: str
    text: str
    starts: str
    ends: str
    lead: str
    outputs: str


def detail_context(commitment: Commitment, user: Any) -> dict[str, Any]:
    prefetch(commitment)
    may_edit = user.has_perm("commitments.edit", commitment)
    may_suggest = user.has_perm("commitments.suggest", commitment)
    passages = passages_of(
        commitment,
        may_edit=may_edit,
        may_suggest=may_suggest,
        may_comment=user.has_perm("commitments.comment", commitment),
        talks=talk.on_texts([section.text for section in commitment.sections.all()], user),
    )
    may_edit_group = user.has_perm("commitments.edit_group", commitment)
    return {
        "commitment": commitment,
        "plan": commitment.plan,
        "notice": NOTICES.get(State(commitment.state), ""),
        "waits": waits_for(commitment) if commitment.state == State.PROPOSED else "",
        "facts": facts(commitment, may_edit=may_edit),
        "passages": passages,
        "word_count": sum(passage.words for passage in passages),
        "template": commitment.plan.template,
        "steps": steps_of(commitment),
        "missing": missing(commitment) if commitment.is_editable else [],
        "may_edit": may_edit,
        "drafters": roles.holders(commitment, Role.DRAFTER),
        "may_edit_group": may_edit_group,
        "may_ask_to_join": user.has_perm("commitments.ask_to_join", commitment),
        "asking": commitment.group_requests.filter(state=RequestState.WAITING).count() if may_edit_group else 0,
        "offers": offers(commitment, user),
        "may_freeze": user.has_perm("commitments.freeze", commitment),
        "editions": list(Edition.objects.of(commitment).defer("content")[:5]),
        **relatives(commitment, user),
        "asks": list(commitment.asks.select_related("plan")),
        "panels": panels.shown_to(user, commitment),
    }


def relatives(commitment: Commitment, user: Any) -> dict[str, Any]:
    """What it continues, where it went and what came into it, as far as this person may see those."""
    related = Q(pk=commitment.continues_id) | Q(pk=commitment.merged_into_id) | Q(merged_into=commitment)
    found = list(Commitment.objects.visible_to(user).filter(related).select_related("plan"))
    earlier = next((one for one in found if one.pk == commitment.continues_id), None)
    if earlier:
        prefetch(earlier)
    return {
        "continues": earlier,
        "earlier_passages": passages_of(earlier, may_edit=False) if earlier else [],
        "merged_into": next((one for one in found if one.pk == commitment.merged_into_id), None),
        "merged_from": [one for one in found if one.merged_into_id == commitment.pk],
    }


def prefetch(commitment: Commitment) -> None:
    sections = Section.objects.select_related("template_section", "text__latest__author")
    prefetch_related_objects(
        [commitment],
        Prefetch("sections", queryset=sections),
        "parts__organisation",
        "milestones__parts__organisation",
    )


def passages_of(
    commitment: Commitment,
    *,
    may_edit: bool,
    may_suggest: bool = False,
    may_comment: bool = False,
    talks: Mapping[int, Talk] | None = None,
) -> list[Passage]:
    """`talks` are those of each text; without them (an earlier commitment) no suggestions or comments are linked."""
    found = []
    for section in commitment.sections.all():
        heading, body, latest = section.template_section, section.text.body, section.text.latest
        address = [commitment.plan.slug, commitment.ref, heading.key]
        acts = drafting_passages.acts(
            suggest=reverse("commitments:suggest", args=address) if may_suggest else "",
            comment=reverse("commitments:start_comment", args=address) if may_comment else "",
        )
        said = (talks or {}).get(section.text_id, Talk())
        pages = talk_pages(address)
        is_drawn_in_blocks = acts or said.has_places
        found.append(
            Passage(
                key=heading.key,
                title=heading.title,
                guidance=heading.guidance,
                body=body,
                words=words(body),
                word_limit=heading.word_limit,
                last_change=_("%(who)s, %(when)s")
                % {"who": latest.author or _("from a file"), "when": readable(latest.created_at.date())}
                if latest
                else "",
                edit_href=reverse("commitments:edit_section", args=address) if may_edit else "",
                history_href=reverse("commitments:section_history", args=address) if latest else "",
                suggest_href=reverse("commitments:suggest", args=address) if may_suggest else "",
                suggestions_href=pages.suggestions if talks is not None else "",
                open_suggestions=said.suggestion_count,
                blocks=tuple(drafting_passages.passages(section.text, acts, talk=said, pages=pages))
                if is_drawn_in_blocks
                else (),
                comment_href=reverse("commitments:start_comment", args=address) if may_comment else "",
                comments_href=pages.comments if talks is not None else "",
                open_comments=said.comment_count,
            )
        )
    return found


def talk_pages(place: list[str]) -> TalkPages:
    return TalkPages(
        comments=reverse("commitments:section_comments", args=place),
        thread=lambda key: reverse("commitments:thread", args=[*place, key]),
        suggestions=reverse("commitments:section_suggestions", args=place),
        suggestion=lambda number: reverse("commitments:suggestion", args=[*place, number]),
    )


def steps_of(commitment: Commitment) -> list[Step]:
    return [
        Step(
            number=number,
            ref=one.ref,
            text=one.text,
            starts=one.starts_text or readable(one.starts_on),
            ends=one.ends_text or readable(one.ends_on),
            lead=", ".join(part.organisation.name for part in one.parts.all()),
            outputs=one.expected_outputs,
        )
        for number, one in enumerate(commitment.milestones.all(), start=1)
    ]


def facts(commitment: Commitment, *, may_edit: bool) -> list[dict[str, Any]]:
    """Rows of the summary list; empty ones are shown only to those who can fill them in."""
    details = reverse("commitments:edit", args=[commitment.plan.slug, commitment.ref])
    organisations = reverse("commitments:organisations", args=[commitment.plan.slug, commitment.ref])
    subjects = reverse("commitments:subjects", args=[commitment.plan.slug, commitment.ref])
    parts = {part: _names(commitment, part) for part in Part}
    rows = [
        (_("Lead"), parts[Part.LEAD], organisations),
        (_("Supporting, government"), parts[Part.SUPPORTING_GOVERNMENT], organisations),
        (_("Supporting, civil society and others"), parts[Part.SUPPORTING_OTHER], organisations),
        (_("Other actors"), commitment.other_actors_text, details),
        (_("Theme"), commitment.theme.title if commitment.theme else "", details),
        (_("Starts"), _date(commitment.starts_text, commitment.starts_on), details),
        (_("Ends"), _date(commitment.ends_text, commitment.ends_on), details),
        (_("OGP values"), ", ".join(commitment.values), subjects),
        (_("Policy areas"), ", ".join(commitment.policy_areas), subjects),
        (_("Origin"), Origin(commitment.origin).label, details),
    ]
    if commitment.ogp_id:
        rows.append((_("OGP's number"), commitment.ogp_id, details))
    return [
        {"key": key, "value": value or _("Not said yet"), "href": address if may_edit else ""}
        for key, value, address in rows
        if value or may_edit
    ]


def offers(commitment: Commitment, user: Any) -> list[dict[str, Any]]:
    """Buttons for what this person may do to it now, and what blocks the rest: first what is signed on a page of its
    own (commitments.steps), then the transitions."""
    signed = [
        {"label": step.label, "href": step.href, "blocked": step.blocked, "is_warning": False, "hint": step.hint}
        for step in steps.open_to(user, commitment)
    ]
    return signed + [
        {
            "label": offer.label,
            "href": reverse(f"commitments:{offer.name}", args=[commitment.plan.slug, commitment.ref]),
            "blocked": offer.blocked,
            "is_warning": offer.transition.is_warning,
        }
        for offer in machine.available(commitment, user)
    ]


def _names(commitment: Commitment, part: Part) -> str:
    organisations: list[Organisation] = [row.organisation for row in commitment.parts.all() if row.part == part]
    return "; ".join(one.name for one in organisations)


def _date(written: str, read: Any) -> str:
    """As written, and beside it the day it is read as, where that says more."""
    if not written or not read or readable(read) == written:
        return written or readable(read)
    return _("%(written)s (read as %(day)s)") % {"written": written, "day": readable(read)}
