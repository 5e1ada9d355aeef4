"""Loads the example plan through the verbs that people use, each act by the person and at the time of the story."""

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from commitments import workflow
from commitments.models import Commitment, WorkingGroup
from commitments.services import asks, commitments, groups, milestones
from core.history import save_as
from drafting.models import Text
from drafting.services import save_text
from network import roles
from network.choices import Role
from network.models import Network, Organisation, Post, Tenure, User
from network.services import membership, organisations, people, tenures
from notices import services as notices
from plans.models import Plan, Template
from plans.services import parts, plans, stages, themes
from portal import telling
from portal.example import stances, together
from portal.example.story import Replay, Story, Table
from publications.workflow import publish_consultation_draft

PASSWORD = "demo-plan-2013"  # noqa: S105  # nosec B105 - the published password of the demonstration
ADMINISTRATOR = "admin@demo.test"
PLAN_FIELDS = (
    *("slug", "title", "country", "number", "summary", "source", "openness"),
    *("what_is_fixed", "what_is_open", "who_decides", "minimum_days", "silence_days"),
    *("period_start", "period_end", "launch_on"),
)


@transaction.atomic
def load_example(*, today: dt.date | None = None) -> tuple[Plan, bool]:
    """The example plan, and whether it was made now; one that is here already stays as people left it."""
    story = Story(today or timezone.localdate())
    plan = Plan.objects.filter(slug=story.plan["slug"]).first()
    if plan:
        return plan, False
    with notices.one_change():
        plan = ExampleLoader(story).load()
    telling.example_loaded(plan)
    return plan, True


def logins() -> list[str]:
    story = Story(timezone.localdate())
    return [person["email"] for person in story.network["people"] if "email" in person] + [ADMINISTRATOR]


class ExampleLoader:
    """Holds what the story's keys stand for while it is told once."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.replay = Replay()
        self.people: dict[str, User] = {}
        self.organisations: dict[str, Organisation] = {}
        self.networks: dict[str, Network] = {}
        self.posts: dict[str, Post] = {}
        self.themes: dict[str, Any] = {}
        self.plan: Plan

    def load(self) -> Plan:
        self._people()
        self._bodies()
        self._posts()
        self._memberships()
        self._tell_plan()
        for table in self.story.commitments:
            self._tell_commitment(table)
        self.replay.run()
        return self.plan

    def _people(self) -> None:
        for person in self.story.network["people"]:
            has_login = "email" in person
            email = person.get("email", f"{person['key']}@example.test")
            self.people[person["key"]] = User.objects.filter(email__iexact=email).first() or people.create_person(
                email=email, name=person["name"], password=PASSWORD if has_login else None
            )
        if not User.objects.filter(email=ADMINISTRATOR).exists():
            administrator = people.create_person(email=ADMINISTRATOR, name="Site operator", password=PASSWORD)
            administrator.is_staff = administrator.is_superuser = True
            administrator.save()

    def _bodies(self) -> None:
        begin = timezone.make_aware(dt.datetime.combine(self.story.plan["stages"][0]["starts"], dt.time(9)))
        for table in self.story.network["organisations"]:
            fields = {key: value for key, value in table.items() if key != "key"}
            self.organisations[table["key"]] = Organisation.objects.filter(
                name=table["name"]
            ).first() or organisations.create_organisation(**fields, by=None, at=begin)
        for table in self.story.network["networks"]:
            network = Network(slug=table["key"], **{key: value for key, value in table.items() if key != "key"})
            save_as(network, by=None, at=begin)
            self.networks[table["key"]] = network
        first, *sisters = self.networks.values()
        first.sisters.add(*sisters)

    def _posts(self) -> None:
        for table in self.story.network["posts"]:
            first_day = min((tenure["starts"] for tenure in table["tenures"]), default=None)
            self.posts[table["key"]] = organisations.create_post(
                title=table["title"],
                kind=table["kind"],
                organisation=self.organisations.get(table.get("organisation")),
                network=self.networks.get(table.get("network")),
                deputy_of=self.posts.get(table.get("deputy_of")),
                created_on=first_day or self.story.plan["stages"][0]["starts"],
                by=None,
            )
            for tenure in table["tenures"]:
                self._tell_tenure(self.posts[table["key"]], tenure)

    def _tell_tenure(self, post: Post, table: Table) -> None:
        held: list[Tenure] = []

        def begin() -> None:
            held.append(
                tenures.appoint(
                    self.people[table["person"]], post, by=None, starts=table["starts"], at=_noon(table["starts"])
                )
            )

        self.replay.at(table["starts"], begin)
        if "ends" in table:
            self.replay.at(
                table["ends"],
                lambda: tenures.end_tenure(
                    held[0], by=None, ends=table["ends"], note=table["note"], at=_noon(table["ends"])
                ),
            )

    def _memberships(self) -> None:
        for table in self.story.network["memberships"]:
            network, at = self.networks[table["network"]], _noon(table["since"])
            for key in table["organisations"]:
                admit = partial(membership.admit, network, organisation=self.organisations[key], by=None, at=at)
                self.replay.at(at, admit)
            for key in table["people"]:
                self.replay.at(at, partial(membership.admit, network, person=self.people[key], by=None, at=at))
        for table in self.story.network["requests"]:
            fields = {key: value for key, value in table.items() if key != "network"}
            self.replay.at(table["at"], partial(self._ask_to_join, table["network"], fields))

    def _ask_to_join(self, network: str, fields: Table) -> None:
        membership.ask_to_join(self.networks[network], **{**fields, "at": _noon(fields["at"])})

    def _tell_plan(self) -> None:
        table = self.story.plan
        created = _noon(table["stages"][1]["starts"])
        self.replay.at(created, lambda: self._plan(table, created))
        for part in table["parts"]:
            first = part["revisions"][0]["at"]
            self.replay.at(first, partial(self._part, part))
            together.tell(part, partial(self._part_text, part["title"]), replay=self.replay, people=self.people)
        for edition in table["editions"]:
            self.replay.at(edition["at"], partial(self._publish, edition))
        for ask in table["asks"]:
            self.replay.at(created, partial(self._ask, ask, created))
        stances.tell_decisions(table, lambda: self.plan, replay=self.replay, people=self.people)

    def _plan(self, table: Table, at: dt.datetime) -> None:
        fields = {name: table[name] for name in PLAN_FIELDS}
        self.plan = plans.create_plan(
            **fields,
            template=Template.objects.filter(key=table["template"]).earliest("version"),
            network=self.networks["uk"],
            cut_off=_noon(table["cut_off"]),
            by=None,
            at=at,
        )
        for role in table["roles"]:
            holder = self._holder(role)
            roles.grant(Role(role["role"]), self.plan, to=holder, by=None, at=at)
        for theme in table["themes"]:
            leads: Table = {name: self.posts[theme[name]] for name in ("government_lead", "civil_society_lead")}
            self.themes[theme["key"]] = themes.add_theme(
                plan=self.plan, title=theme["title"], summary=theme["summary"], by=None, at=at, **leads
            )
        for stage in table["stages"]:
            days = (stage["ends"] - stage["starts"]).days + 1
            stages.add_stage(plan=self.plan, by=None, at=at, length_days=days, **stage)

    def _publish(self, table: Table) -> None:
        publish_consultation_draft(self.plan, change_note=table["note"], by=self.people[table["by"]], at=table["at"])

    def _part(self, table: Table) -> None:
        first, *later = table["revisions"]
        part = parts.add_part(
            plan=self.plan, title=table["title"], owner=table["owner"], by=self.people[first["by"]], at=first["at"]
        )
        for revision in [first, *later]:
            self._write(part.text, revision)

    def _part_text(self, title: str, _table: Table) -> Text:
        return self.plan.parts.get(title=title).text

    def _ask(self, table: Table, at: dt.datetime) -> None:
        reason = f"{table['reason']} ({table['origin']})"
        asks.add_ask(plan=self.plan, text=table["text"], reason=reason, by=self.people["coordinator"], at=at)

    def _tell_commitment(self, table: Table) -> None:
        self.replay.at(table["proposed_at"], partial(self._propose, table))
        for revision in table.get("revisions", []):
            self.replay.at(revision["at"], partial(self._revise, table["ref"], revision))
        for change in table.get("changes", []):
            self.replay.at(change["at"], partial(self._change_milestone, table["ref"], change))
        together.tell(table, partial(self._section, table["ref"]), replay=self.replay, people=self.people)
        for act in table.get("acts", []):
            self.replay.at(act["at"], partial(self._act, table["ref"], act))
        found = partial(self._commitment, table["ref"])
        stances.tell(table, found, replay=self.replay, people=self.people, organisations=self.organisations)

    def _propose(self, table: Table) -> None:
        by, at = self.people[table["proposed_by"]], table["proposed_at"]
        names = ("ref", "title", "origin", "other_actors_text", "starts_text", "ends_text", "values", "policy_areas")
        commitment = commitments.propose(
            plan=self.plan, theme=self.themes[table["theme"]], by=by, at=at, **{name: table[name] for name in names}
        )
        # In the order in which the plan will print them, and not in that of the proposals.
        commitment.position = self.story.commitments.index(table)
        save_as(commitment, by=by, at=at, update_fields=["position"])
        parts_of = ("lead", "supporting_government", "supporting_other")
        commitments.set_organisations(commitment, by=by, at=at, **{name: self._named(table[name]) for name in parts_of})
        for milestone in table.get("milestones", []):
            fields = {**milestone, "lead": self._named(milestone["lead"])}
            milestones.add_milestone(commitment, by=by, at=at, **fields)
        for drafter in table["drafters"]:
            groups.add_to_group(commitment, to=self._holder(drafter), by=None, at=at)
        if "group_purpose" in table:
            group, _made = WorkingGroup.objects.get_or_create(commitment=commitment)
            groups.edit_group(group, purpose=table["group_purpose"], by=by)

    def _revise(self, ref: str, table: Table) -> None:
        self._write(self._section(ref, table), table)

    def _section(self, ref: str, table: Table) -> Text:
        return self._commitment(ref).sections.get(template_section__key=table["section"]).text

    def _change_milestone(self, ref: str, table: Table) -> None:
        milestone = self._commitment(ref).milestones.get(ref=table["milestone"])
        milestones.edit_milestone(milestone, ends_text=table["ends_text"], by=self.people[table["by"]], at=table["at"])

    def _write(self, text: Text, table: Table) -> None:
        save_text(
            text, body=table["body"], base=text.latest, by=self.people[table["by"]], note=table["note"], at=table["at"]
        )

    def _act(self, ref: str, table: Table) -> None:
        verb = "merge_into" if table["name"] == "merge" else str(table["name"])
        arguments = {"by": self.people[table["by"]], "at": table["at"]}
        if "reason" in table:
            arguments["reason"] = table["reason"]
        if "into" in table:
            arguments["target"] = self._commitment(table["into"])
        getattr(workflow, verb)(self._commitment(ref), **arguments)

    def _commitment(self, ref: str) -> Commitment:
        return self.plan.commitments.get(ref=ref)

    def _named(self, keys: list[str]) -> list[Organisation]:
        return [self.organisations[key] for key in keys]

    def _holder(self, table: Table) -> Post | User:
        return self.posts[table["post"]] if "post" in table else self.people[table["person"]]


def _noon(day: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(day, dt.datetime):
        return day
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
