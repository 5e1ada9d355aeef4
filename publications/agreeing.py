"""How both sides agree to a draft of the whole plan before it is published for consultation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments import shown as commitments_shown
from commitments import weakening
from commitments.choices import AskOrigin, AskStatus
from drafting import agreement
from drafting.agreement import BOTH, Agreeable
from drafting.shown import Passage
from network import roles
from network.choices import Side
from plans import leads
from plans.choices import Owner
from plans.models import Plan
from plans.rules import LEADS
from publications.reading import not_agreed, period


def agreeable() -> Agreeable:
    return Agreeable(
        model=Plan,
        permission="publications.agree",
        led_by=lambda user: roles.things(user, Plan, LEADS),
        sides=lambda plan: BOTH,
        address=_at("draft"),
        agree_address=_at("agree_draft"),
        send_back_address=_at("send_draft_back"),
        edition_address=_at("draft_edition"),
        compare_address=_at("compare_draft_editions"),
        signatures_address=_at("draft_signatures"),
        parts=passages,
        name=name_of,
        weaker=weaker,
        seat=lambda plan, user: leads.seat(user, plan),
        leads=lambda plan, side: leads.of(plan, side),
        objections=nothing_in_it,
        whole=lambda plans: plans.select_related("template"),
    )


def _at(name: str) -> Any:
    return lambda plan, *numbers: reverse(f"publications:{name}", args=[plan.slug, *numbers])


def name_of(plan: Plan) -> str:
    return _("Draft of the whole plan: %(plan)s") % {"plan": plan.title}


def nothing_in_it(plan: Plan) -> list[str]:
    has_text = any(part.text.body.strip() for part in plan.parts.select_related("text__latest"))
    if has_text or plan.commitments.in_main_body().exists():
        return []
    return [_("There is nothing in the plan yet.")]


def agreed_by(plan: Plan, sha256: str) -> list[str]:
    """The sides that stand by a yes to exactly these words of the whole plan."""
    found = agreement.stands_of([plan], digests={plan.pk: sha256})[plan.pk]
    return [str(stand.side) for stand in found if stand.has_agreed]


def in_words(sides: list[str] | None) -> str:
    """What a published consultation draft says of it; nothing of one from before this was kept."""
    if sides is None:
        return ""
    if set(sides) >= set(BOTH):
        return _("Both sides agreed to exactly this text before it was published.")
    if sides == [Side.GOVERNMENT]:
        return _("Government agreed to exactly this text before it was published; civil society had not.")
    if sides == [Side.CIVIL_SOCIETY]:
        return _("Civil society agreed to exactly this text before it was published; government had not.")
    return _("Neither side had agreed to this text as a whole when it was published.")


# What an edition says


def passages(data: dict[str, Any]) -> list[Passage]:
    """The whole plan under headings, with all that goes into its hash."""
    head = data["plan"]
    facts = [
        (_("Country"), head["country"]),
        (_("Number"), head["number"]),
        (_("Period"), period(head["period_start"], head["period_end"])),
        (_("Template"), head["template"]),
        (_("Source"), head["source"]),
        (_("Address"), head["slug"]),
    ]
    return [
        ("title", _("Title"), head["title"]),
        ("facts", _("Details"), "\n".join(f"- {name}: {value}" for name, value in facts if value)),
        ("summary", _("Summary"), head["summary"]),
        ("themes", _("Themes"), "\n\n".join(_titled(theme["title"], theme["summary"]) for theme in data["themes"])),
        *((f"part-{part['slug']}", part["title"], _part(part)) for part in data["narrative"]),
        ("withheld", _("Withheld by the network"), "\n".join(_withheld(part) for part in data.get("withheld", []))),
        *_commitments(data),
        *((f"ask-{ask['ref']}", _("Annex %(ref)s") % ask, _ask(ask)) for ask in data["annex"]),
        ("organisations", _("Organisations"), "\n".join(_organisation(one) for one in data["organisations"])),
    ]


def weaker(old: dict[str, Any], new: dict[str, Any]) -> list[weakening.Finding]:
    """Of every commitment that is in both, and of those that are gone."""
    before = {content["ref"]: content for content in old["commitments"]}
    after = {content["ref"]: content for content in new["commitments"]}
    return [finding for ref, content in before.items() for finding in _weaker(ref, content, after.get(ref))]


def _weaker(ref: str, old: dict[str, Any], new: dict[str, Any] | None) -> Iterator[weakening.Finding]:
    where = _("Commitment %(ref)s") % {"ref": ref}
    if new is None:
        yield weakening.Finding(weakening.Kind.WORDING, where, _("No longer in the plan: %(title)s") % old)
        return
    for one in weakening.findings(old, new):
        yield weakening.Finding(one.kind, f"{where}, {one.where}", one.says, one.old, one.new)


def _commitments(data: dict[str, Any]) -> Iterator[Passage]:
    reasons = not_agreed(data)
    for content in data["commitments"]:
        texts = [_titled(title, body) for key, title, body in commitments_shown.parts_of(content) if key != "title"]
        if reason := reasons.get(content["ref"]):
            texts.insert(0, _titled(_("Not agreed by civil society"), reason))
        heading = _("Commitment %(ref)s: %(title)s") % content
        yield f"commitment-{content['ref']}", heading, "\n\n".join(texts)


def _titled(title: str, text: str) -> str:
    return f"**{title}**\n\n{text}" if text.strip() else f"**{title}**"


def _part(part: dict[str, Any]) -> str:
    belongs = _("Belongs to: %(owner)s") % {"owner": Owner(part["owner"]).label}
    return f"{part['body']}\n\n*{belongs}*"


def _withheld(part: dict[str, Any]) -> str:
    return f"- {part['title']} ({Owner(part['owner']).label}): {part['reason']}"


def _ask(ask: dict[str, Any]) -> str:
    more = [str(AskStatus(ask["status"]).label), str(AskOrigin(ask["origin"]).label), ask["reason"]]
    return "\n\n".join([ask["text"], " · ".join(text for text in more if text)])


def _organisation(one: dict[str, Any]) -> str:
    acronym = f" ({one['acronym']})" if one["acronym"] else ""
    return f"- {one['name']}{acronym}: {Side(one['side']).label}"
