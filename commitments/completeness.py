"""What is missing before a commitment can be agreed, with the page where each thing is put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import Part

if TYPE_CHECKING:
    from commitments.models import Commitment


@dataclass(frozen=True)
class Missing:
    text: str
    url: str


def words(body: str) -> int:
    return len(body.split())


def missing(commitment: Commitment) -> list[Missing]:
    """In the order of the page. Uses what is prefetched: sections with texts, parts, milestones with parts."""
    return [*_missing_sections(commitment), *_missing_details(commitment), *_missing_milestones(commitment)]


def _missing_sections(commitment: Commitment) -> list[Missing]:
    found = []
    for section in commitment.sections.all():
        template, body = section.template_section, section.text.body
        heading, limit = template.title, template.word_limit
        url = reverse("commitments:edit_section", args=[commitment.plan.slug, commitment.ref, template.key])
        if not body.strip():
            if template.is_required:
                found.append(Missing(_("“%s” is empty") % heading, url))
        elif limit and words(body) > limit:
            over = words(body) - limit
            text = ngettext("“%(title)s” is %(over)d word too long", "“%(title)s” is %(over)d words too long", over)
            found.append(Missing(text % {"title": heading, "over": over}, url))
    return found


def _missing_details(commitment: Commitment) -> list[Missing]:
    details = reverse("commitments:edit", args=[commitment.plan.slug, commitment.ref])
    organisations = reverse("commitments:organisations", args=[commitment.plan.slug, commitment.ref])
    subjects = reverse("commitments:subjects", args=[commitment.plan.slug, commitment.ref])
    checks = (
        (bool(commitment.theme_id), _("No theme has been chosen"), details),
        (any(p.part == Part.LEAD for p in commitment.parts.all()), _("No lead organisation is named"), organisations),
        (bool(commitment.ends_text), _("It is not said when it ends"), details),
        (bool(commitment.values), _("No OGP value has been chosen"), subjects),
    )
    return [Missing(text, url) for is_there, text, url in checks if not is_there]


def _missing_milestones(commitment: Commitment) -> list[Missing]:
    if not commitment.plan.template.has_milestones:
        return []
    milestones = list(commitment.milestones.all())
    address = [commitment.plan.slug, commitment.ref]
    if not milestones:
        return [Missing(_("There are no milestones"), reverse("commitments:create_milestone", args=address))]
    found = []
    for number, milestone in enumerate(milestones, start=1):
        url = reverse("commitments:edit_milestone", args=[*address, number])
        if not milestone.ends_text:
            found.append(Missing(_("Milestone %(number)d has no date") % {"number": number}, url))
        if not milestone.parts.all():
            found.append(Missing(_("Milestone %(number)d has nobody responsible") % {"number": number}, url))
    return found
