"""The shape of a plan file (format `ogpnap-plan/1`, DESIGN 9). Keys in the order in which they are written."""

from typing import NotRequired, TypedDict

FORMAT = "ogpnap-plan/1"


class PlanHead(TypedDict):
    slug: str
    title: str
    country: str
    number: int | None
    period_start: str | None
    period_end: str | None
    template: str
    summary: str
    source: str


class ThemeEntry(TypedDict):
    title: str
    summary: str


class OrganisationEntry(TypedDict):
    name: str
    acronym: str
    side: str


class MilestoneEntry(TypedDict):
    ref: str
    text: str
    starts_text: str
    ends_text: str
    status: str | None
    result: str
    lead: list[str]
    expected_outputs: NotRequired[str]  # only where the template asks for them and they are written


class EndorsementEntry(TypedDict):
    organisation: str
    stance: str
    statement: str


class CommitmentEntry(TypedDict):
    ref: str
    ogp_id: str | None
    theme: str | None
    title: str
    lead: list[str]
    supporting_government: list[str]
    supporting_other: list[str]
    other_actors_text: str
    starts_text: str
    ends_text: str
    values: list[str]
    policy_areas: list[str]
    sections: dict[str, str]
    milestones: list[MilestoneEntry]
    status: str | None
    result: str
    next_steps: str
    endorsements: NotRequired[list[EndorsementEntry]]
    without_agreement: NotRequired[str]  # why government goes on where civil society has not agreed


class NarrativeEntry(TypedDict):
    title: str
    owner: str
    body: str


class AskEntry(TypedDict):
    text: str
    origin: str
    status: str
    reason: str


class EditionEntry(TypedDict):
    number: int
    kind: str
    sha256: str
    presented_as: str
    agreed_by: NotRequired[list[str]]  # of a consultation draft: the sides that had agreed to exactly this text


class PlanFile(TypedDict):
    format: str
    plan: PlanHead
    themes: list[ThemeEntry]
    organisations: list[OrganisationEntry]
    commitments: list[CommitmentEntry]
    edition: NotRequired[EditionEntry]
    narrative: NotRequired[list[NarrativeEntry]]
    annex: NotRequired[list[AskEntry]]
