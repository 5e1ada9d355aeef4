"""What /help/who-can-do-what/ shows: the table of rights and the machines, put into words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ledger.machine import Machine, machines
from network.choices import Role
from network.rights import Allowed, Capability, Standing, Words, capabilities


@dataclass(frozen=True)
class Who:
    names: str
    condition: Words


@dataclass(frozen=True)
class Row:
    permission: str
    words: Words
    who: list[Who]


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Step:
    label: Words
    sources: str
    target: str
    who: list[Who]
    needs_reason: bool


@dataclass(frozen=True)
class Way:
    key: str
    title: str
    steps: list[Step]


def people() -> list[Role | Standing]:
    """All that the table can be narrowed to, from the least to the most involved."""
    return [*Standing, *Role]


def groups(only: Role | Standing | None = None) -> list[Group]:
    """What can be done, app by app; narrowed to what `only` can do, under whatever condition."""
    found: dict[str, list[Row]] = {}
    for capability in capabilities():
        if only is None or capability.notes_for(only) is not None:
            app = capability.permission.partition(".")[0]
            found.setdefault(app, []).append(Row(capability.permission, capability.words, _who(capability)))
    return [Group(app, str(apps.get_app_config(app).verbose_name), rows) for app, rows in sorted(found.items())]


def ways() -> list[Way]:
    """Each machine as the steps from state to state and who takes them."""
    by_permission = {capability.permission: capability for capability in capabilities()}
    return [_way(machine, by_permission) for machine in machines()]


def _way(machine: Machine, by_permission: dict[str, Capability]) -> Way:
    model = apps.get_model(machine.model_label)
    labels = dict(model._meta.get_field(machine.field_name).flatchoices)
    steps = [
        Step(
            label=transition.label,
            sources=_joined(str(labels.get(state, state)) for state in transition.sources),
            target=str(labels.get(transition.target, transition.target)),
            who=_who(by_permission[transition.permission]) if transition.permission in by_permission else [],
            needs_reason=transition.needs_reason,
        )
        for transition in machine.transitions
    ]
    return Way(machine.model_label.replace(".", "-").lower(), capfirst(str(model._meta.verbose_name)), steps)


def _who(capability: Capability) -> list[Who]:
    return [_described(allowed) for allowed in capability.allowed]


def _described(allowed: Allowed) -> Who:
    """Where signing in alone says nothing, the condition says who it is."""
    if allowed.who == (Standing.SIGNED_IN,) and allowed.note:
        return Who(capfirst(str(allowed.note)), "")
    if set(Role) <= set(allowed.who):
        return Who(_("Everyone who holds a role"), allowed.note)
    return Who(_joined(str(one.label) for one in allowed.who), allowed.note)


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)
