"""Makes a plan of a checked plan file: all of it or nothing, through the verbs that people use."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments import services as commitments
from commitments.choices import Origin
from ledger.services import record
from network.choices import OrganisationKind, Side
from network.models import Organisation, Post
from network.services import create_organisation
from network.services.organisations import free_slug
from notices import services as notices
from plans.models import Plan, Template, Theme
from plans.services.parts import add_part
from plans.services.plans import create_plan
from plans.services.themes import add_theme
from publications import telling
from publications.planfile.checking import Problem
from publications.planfile.dumping import dump, to_bytes
from publications.planfile.reading import Refused
from publications.planfile.shape import CommitmentEntry, OrganisationEntry, PlanFile

KINDS = {
    Side.GOVERNMENT: OrganisationKind.DEPARTMENT,
    Side.CIVIL_SOCIETY: OrganisationKind.CSO,
    Side.INDEPENDENT: OrganisationKind.OTHER,
}
# A plan file does not say who put a commitment forward; it is the government's published plan that was at hand.
IMPORTED_ORIGIN = Origin.GOVERNMENT

# Of a commitment: what the file says of who stands behind it, which people here say themselves.
LEFT_OUT = ("endorsements", "without_agreement")


@dataclass(frozen=True)
class Preview:
    """What a load would do, for the person who confirms it."""

    plan_file: PlanFile
    is_here_already: bool
    new_organisations: list[str] = field(default_factory=list)
    known_organisations: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def milestone_count(self) -> int:
        return sum(len(entry["milestones"]) for entry in self.plan_file["commitments"])


def preview(plan_file: PlanFile) -> Preview:
    """What `load` would create, reuse and leave out; raises Refused where it would."""
    is_here_already = _is_here_already(plan_file)
    entries = _taken(plan_file)
    known = _known(entries)
    _refuse_other_side(entries, known)
    names = [entry["name"] for entry in entries]
    return Preview(
        plan_file,
        is_here_already,
        new_organisations=[name for name in names if name not in known],
        known_organisations=[name for name in names if name in known],
        left_out=_left_out(plan_file),
    )


@transaction.atomic
def load(plan_file: PlanFile, *, by: Any, lead_post: Post | None = None, at: datetime | None = None) -> Plan:
    """The plan of this file; one that is here already and says the same is returned as it is.

    Raises Refused if a different plan has its address, or an organisation is known on the other side. Commitments
    start in drafting. `by=None` is the operator; `lead_post` becomes the plan's lead official.
    """
    if _is_here_already(plan_file):
        return Plan.objects.get(slug=plan_file["plan"]["slug"])
    with notices.one_change():
        plan = _load(plan_file, by=by, lead_post=lead_post, at=at)
    telling.imported(plan, by=by, at=at)
    return plan


def _load(plan_file: PlanFile, *, by: Any, lead_post: Post | None, at: datetime | None) -> Plan:
    organisations = _organisations(_taken(plan_file), by=by, at=at)
    plan = _plan(plan_file, by=by, lead_post=lead_post, at=at)
    themes = {entry["title"]: add_theme(plan=plan, by=by, at=at, **entry) for entry in plan_file["themes"]}
    for part in plan_file.get("narrative", []):
        add_part(plan=plan, by=by, at=at, **part)
    for entry in plan_file["commitments"]:
        _commitment(plan, entry, themes, organisations, by=by, at=at)
    for ask in plan_file.get("annex", []):
        commitments.add_ask(plan=plan, by=by, at=at, **ask)
    data = {
        "slug": plan.slug,
        "sha256": hashlib.sha256(to_bytes(plan_file)).hexdigest(),
        "commitments": len(plan_file["commitments"]),
    }
    record(verb="publications.import_plan", thing=plan, by=by, data=data, at=at)
    return plan


def _is_here_already(plan_file: PlanFile) -> bool:
    plan = Plan.objects.filter(slug=plan_file["plan"]["slug"]).first()
    if plan is None:
        return False
    here, given = dump(plan), PlanFile(**plan_file)
    given.pop("edition", None)
    if to_bytes(_in_our_order(here)) == to_bytes(_in_our_order(given)):
        return True
    text = _("a plan that says something else has this address already; nothing is ever overwritten")
    raise Refused([Problem("$.plan.slug", text)])


def _in_our_order(plan_file: PlanFile) -> PlanFile:
    """As `dump` would write it, without empty sections and without what a load leaves out."""
    head = {key: plan_file["plan"][key] for key in plan_file["plan"]}  # type: ignore[literal-required]
    order = {key: number for number, key in enumerate(_template(plan_file).sections.values_list("key", flat=True))}
    entries = []
    for entry in plan_file["commitments"]:
        bodies = {key: body for key, body in entry["sections"].items() if body}
        sections = dict(sorted(bodies.items(), key=lambda item: order[item[0]]))
        taken = {key: value for key, value in entry.items() if key not in LEFT_OUT}
        entries.append({**taken, "sections": sections})
    whole: dict[str, Any] = {**plan_file, "plan": head, "commitments": entries}
    whole["organisations"] = sorted(_taken(plan_file), key=lambda entry: entry["name"])
    for key in ("narrative", "annex"):
        if not whole.get(key):
            whole.pop(key, None)
    return whole  # type: ignore[return-value]


def _taken(plan_file: PlanFile) -> list[OrganisationEntry]:
    """Without organisations that only endorse something: their stances are left out, and so are they."""
    endorsing, named = set[str](), set[str]()
    for entry in plan_file["commitments"]:
        endorsing |= {stance["organisation"] for stance in entry.get("endorsements", [])}
        for key in ("lead", "supporting_government", "supporting_other"):
            named |= set(entry[key])
        named |= {name for milestone in entry["milestones"] for name in milestone["lead"]}
    return [entry for entry in plan_file["organisations"] if entry["name"] not in endorsing - named]


def _template(plan_file: PlanFile) -> Template:
    template = Template.objects.by_reference(plan_file["plan"]["template"])
    assert template is not None, "read() has checked it"
    return template


def _known(entries: Iterable[OrganisationEntry]) -> dict[str, Organisation]:
    names = [entry["name"] for entry in entries]
    return {organisation.name: organisation for organisation in Organisation.objects.filter(name__in=names)}


def _refuse_other_side(entries: Iterable[OrganisationEntry], known: dict[str, Organisation]) -> None:
    text = _("is known here on the side %(side)s")
    problems = [
        Problem(f"$.organisations[{position}].side", text % {"side": f"“{known[entry['name']].side}”"})
        for position, entry in enumerate(entries)
        if entry["name"] in known and known[entry["name"]].side != entry["side"]
    ]
    if problems:
        raise Refused(problems)


def _organisations(entries: list[OrganisationEntry], *, by: Any, at: datetime | None) -> dict[str, Organisation]:
    """Those of the file by name: the ones we know as we know them, the others made."""
    known = _known(entries)
    _refuse_other_side(entries, known)
    for entry in entries:
        if entry["name"] not in known:
            kind = KINDS[Side(entry["side"])]
            known[entry["name"]] = create_organisation(**entry, kind=kind, slug=_slug(entry["name"]), by=by, at=at)
    return known


def _slug(name: str) -> str:
    """Of the name, not of the acronym: acronyms of files are often empty and names often several in one."""
    return free_slug(Organisation, name)


def _plan(plan_file: PlanFile, *, by: Any, lead_post: Post | None, at: datetime | None) -> Plan:
    head: dict[str, Any] = dict(plan_file["plan"])
    head["template"] = _template(plan_file)
    for key in ("period_start", "period_end"):
        head[key] = date.fromisoformat(head[key]) if head[key] else None
    return create_plan(**head, by=by, lead_post=lead_post, at=at)


def _commitment(
    plan: Plan,
    entry: CommitmentEntry,
    themes: dict[str, Theme],
    organisations: dict[str, Organisation],
    *,
    by: Any,
    at: datetime | None,
) -> None:
    fields = ("ref", "title", "other_actors_text", "starts_text", "ends_text", "values", "policy_areas")
    imported = {"ogp_id": entry["ogp_id"] or "", "status": entry["status"] or ""}
    commitment = commitments.propose(
        plan=plan,
        theme=themes[entry["theme"]] if entry["theme"] else None,
        origin=IMPORTED_ORIGIN,
        sections=entry["sections"],
        is_taken_up=True,
        by=by,
        at=at,
        result=entry["result"],
        next_steps=entry["next_steps"],
        **imported,
        **{field: entry[field] for field in fields},  # type: ignore[literal-required]
    )
    commitments.set_organisations(
        commitment,
        lead=[organisations[name] for name in entry["lead"]],
        supporting_government=[organisations[name] for name in entry["supporting_government"]],
        supporting_other=[organisations[name] for name in entry["supporting_other"]],
        by=by,
    )
    for milestone in entry["milestones"]:
        given: dict[str, Any] = {**milestone, "status": milestone["status"] or ""}
        given["lead"] = [organisations[name] for name in milestone["lead"]]
        commitments.add_milestone(commitment, by=by, at=at, **given)


def _left_out(plan_file: PlanFile) -> list[str]:
    """What the file says and this load does not take over, in words."""
    found = []
    if any(entry.get("endorsements") for entry in plan_file["commitments"]):
        found.append(_("Endorsements: organisations give them here themselves."))
    if any(entry.get("without_agreement") for entry in plan_file["commitments"]):
        found.append(_("That civil society has not agreed: here every commitment is in drafting again."))
    if "edition" in plan_file:
        found.append(_("The mark of the edition the file came from: here it is a plan in drafting."))
    return found
