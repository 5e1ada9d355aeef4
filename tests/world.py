"""A small country in which everybody of DESIGN section 1 exists once, built with few queries.

    world = build_world(openness="engaged")
    world.person("coordinator"), world.post("coordinator"), world.plan, world.theme

Personas hold what their name says on `world.plan` and nothing on `world.other_plan`.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.utils import timezone

from drafting.models import Text
from network.choices import OrganisationKind, PostKind, Role, Side
from network.models import Membership, Network, Organisation, Post, Tenure, User
from plans.models import (
    NarrativePart,
    PartnershipAgreement,
    Plan,
    PlanGroupObjectPermission,
    PlanUserObjectPermission,
    Scope,
    Stage,
    Template,
    Theme,
)

PERSONAS = (
    "visitor",
    "stranger",
    "member",
    "official",
    "cs_drafter",
    "gov_drafter",
    "coordinator",
    "lead_official",
    "clearing_officer",
    "minister",
    "representative",
    "steering_member",
    "reviewer",
    "leaver",
    "admin",
)

# Who holds which role on the plan; those with a post hold it through the post, the civil-society drafter in person.
ROLES = {
    "cs_drafter": Role.DRAFTER,
    "gov_drafter": Role.DRAFTER,
    "coordinator": Role.COORDINATOR,
    "lead_official": Role.LEAD_OFFICIAL,
    "clearing_officer": Role.CLEARING_OFFICER,
    "minister": Role.MINISTER,
    "representative": Role.REPRESENTATIVE,
    "steering_member": Role.STEERING_MEMBER,
    "reviewer": Role.REVIEWER,
}

# post: kind, side, body (attribute of the world)
POSTS = {
    "lead_official": (PostKind.LEAD_OFFICIAL, Side.GOVERNMENT, "cabinet_office"),
    "minister": (PostKind.MINISTER, Side.GOVERNMENT, "cabinet_office"),
    "gov_drafter": (PostKind.FOCAL_POINT, Side.GOVERNMENT, "department"),
    "clearing_officer": (PostKind.CLEARING_OFFICER, Side.GOVERNMENT, "department"),
    "official": (PostKind.FOCAL_POINT, Side.GOVERNMENT, "other_department"),
    "coordinator": (PostKind.COORDINATOR, Side.CIVIL_SOCIETY, "network"),
    "steering_member": (PostKind.STEERING_MEMBER, Side.CIVIL_SOCIETY, "network"),
    "representative": (PostKind.REPRESENTATIVE, Side.CIVIL_SOCIETY, "cso"),
    "reviewer": (PostKind.REVIEWER, Side.INDEPENDENT, "reviewers"),
    "vacant": (PostKind.FOCAL_POINT, Side.GOVERNMENT, "department"),
}
ORGANISATIONS = {
    "cabinet_office": ("Cabinet Office", OrganisationKind.DEPARTMENT, Side.GOVERNMENT),
    "department": ("Department for Business", OrganisationKind.DEPARTMENT, Side.GOVERNMENT),
    "other_department": ("Department of Health", OrganisationKind.DEPARTMENT, Side.GOVERNMENT),
    "cso": ("Integrity Watch", OrganisationKind.CSO, Side.CIVIL_SOCIETY),
    "reviewers": ("Independent Reporting Mechanism", OrganisationKind.MULTILATERAL, Side.INDEPENDENT),
}


@dataclass
class World:
    people: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)  # of those who are signed in already (tests.kept)
    # attributes set by build_world
    network: Network = None  # type: ignore[assignment]
    plan: Plan = None  # type: ignore[assignment]
    other_plan: Plan = None  # type: ignore[assignment]
    theme: Theme = None  # type: ignore[assignment]
    stage: Stage = None  # type: ignore[assignment]
    part: NarrativePart = None  # type: ignore[assignment]

    def person(self, persona: str) -> User | AnonymousUser:
        return AnonymousUser() if persona == "visitor" else self.people[persona]

    def post(self, persona: str) -> Post:
        return self.posts[persona]

    def __getattr__(self, name: str) -> Organisation:
        try:
            return self.__dict__["organisations"][name]
        except KeyError:
            raise AttributeError(name) from None


def build_world(*, openness: str = "network", **plan_fields: Any) -> World:
    """The whole country; `plan_fields` go to the plan (cut_off=…, minimum_days=…)."""
    world = World()
    _organisations(world)
    _people(world)
    _posts(world)
    _plan(world, openness, plan_fields)
    _roles(world)
    return world


def make_plan(world: World, slug: str, **fields: Any) -> Plan:
    plan = Plan(
        slug=slug,
        title=fields.pop("title", f"Plan {slug}"),
        country="United Kingdom",
        template=fields.pop("template", None) or Template.objects.get(key="uk-2013", version=1),
        network=world.network,
        **fields,
    )
    plan.save()
    Scope.objects.create(plan=plan)
    PartnershipAgreement.objects.create(plan=plan, text=Text.objects.create())
    return plan


def _organisations(world: World) -> None:
    rows = [
        Organisation(name=name, slug=key.replace("_", "-"), kind=kind, side=side)
        for key, (name, kind, side) in ORGANISATIONS.items()
    ]
    world.organisations = dict(zip(ORGANISATIONS, Organisation.objects.bulk_create(rows), strict=True))
    world.network = Network.objects.create(name="Open Government Network", slug="uk", nation="United Kingdom")


def _people(world: World) -> None:
    rows = [
        User(
            email=f"{persona.replace('_', '-')}@demo.test",
            name=persona.replace("_", " ").title(),
            password="!",
            is_superuser=persona == "admin",
            is_staff=persona == "admin",
        )
        for persona in PERSONAS[1:]
    ]
    world.people = dict(zip(PERSONAS[1:], User.objects.bulk_create(rows), strict=True))
    members = [
        Membership(network=world.network, person=world.people[p], since=days(-400)) for p in ("member", "cs_drafter")
    ]
    members.append(Membership(network=world.network, organisation=world.organisations["cso"], since=days(-400)))
    Membership.objects.bulk_create(members)


def _posts(world: World) -> None:
    groups = Group.objects.bulk_create(Group(name=f"post {name}") for name in POSTS)
    rows = []
    for group, (name, (kind, side, body)) in zip(groups, POSTS.items(), strict=True):
        place = {"network": world.network} if body == "network" else {"organisation": world.organisations[body]}
        title = PostKind(kind).label if name != "vacant" else "Vacant focal point"
        rows.append(
            Post(
                title=title,
                slug=f"{name.replace('_', '-')}",
                kind=kind,
                side=side,
                group=group,
                created_on=days(-800),
                **place,
            )
        )
    world.posts = dict(zip(POSTS, Post.objects.bulk_create(rows), strict=True))
    mandate = {"mandate": "Decided in writing", "mandated_on": days(-300)}
    tenures = [
        Tenure(person=world.people[name], post=post, starts=days(-300), **mandate)
        for name, post in world.posts.items()
        if name in world.people
    ]
    tenures += [
        Tenure(person=world.people["leaver"], post=world.posts["gov_drafter"], starts=days(-800), ends=days(-300)),
        Tenure(person=world.people["leaver"], post=world.posts["vacant"], starts=days(-800), ends=days(-62)),
    ]
    Tenure.objects.bulk_create(tenures)


def _plan(world: World, openness: str, fields: dict[str, Any]) -> None:
    world.plan = make_plan(
        world,
        "uk-2013",
        title="National Action Plan 2013 to 2015",
        openness=openness,
        period_start=dt.date(2013, 10, 31),
        period_end=dt.date(2015, 12, 31),
        **fields,
    )
    world.other_plan = make_plan(world, "other", title="Another plan", openness="engaged")
    world.theme = Theme.objects.create(
        plan=world.plan,
        slug="integrity",
        title="Integrity",
        position=1,
        government_lead=world.posts["gov_drafter"],
        civil_society_lead=world.posts["representative"],
    )
    world.stage = Stage.objects.create(
        plan=world.plan, slug="drafting", title="Drafting", starts=days(-10), ends=days(20), position=1
    )
    world.part = NarrativePart.objects.create(
        plan=world.plan,
        slug="civil-society-foreword",
        title="Foreword by civil society",
        owner=Side.CIVIL_SOCIETY,
        position=1,
        text=Text.objects.create(),
    )


def _roles(world: World) -> None:
    wanted = {f"role_{role.value}" for role in Role}
    permissions = {
        p.codename: p
        for p in Permission.objects.filter(
            codename__in=wanted, content_type__app_label="plans", content_type__model="plan"
        )
    }
    by_post, by_person = [], []
    for persona, role in ROLES.items():
        row = {"permission": permissions[f"role_{role.value}"], "content_object": world.plan}
        if persona in world.posts:
            by_post.append(PlanGroupObjectPermission(group=world.posts[persona].group, **row))
        else:
            by_person.append(PlanUserObjectPermission(user=world.people[persona], **row))
    PlanGroupObjectPermission.objects.bulk_create(by_post)
    PlanUserObjectPermission.objects.bulk_create(by_person)


def days(count: int) -> dt.date:
    """The day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=count)
