"""Timetables: planned backwards from a launch, and what is wrong with one as it stands. Nothing here writes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import readable
from plans.models import Plan, Stage

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Placed:
    """A stage with its days; `missing_days` is what it lacks of the length it should have."""

    stage: Stage
    starts: dt.date
    ends: dt.date
    missing_days: int
    is_below_minimum: bool

    @property
    def squeezed(self) -> bool:
        return self.missing_days > 0

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1


def plan_backwards(launch_on: dt.date, stages: Sequence[Stage], *, not_before: dt.date | None = None) -> list[Placed]:
    """Lay the stages end to end so that the last ends on the day before the launch.

    If they would begin before `not_before`, each gives up days in proportion to what it has above its minimum. If even
    the minimums do not fit, they are laid out nevertheless: those that begin too early are marked as below minimum,
    with the days that are missing.
    """
    wanted = [max(stage.length_days or stage.minimum_days, 1) for stage in stages]
    available = (launch_on - not_before).days if not_before else sum(wanted)
    lengths = _squeeze(wanted, [min(s.minimum_days, w) for s, w in zip(stages, wanted, strict=True)], available)
    placed: list[Placed] = []
    ends = launch_on - DAY
    for stage, wish, length in reversed(list(zip(stages, wanted, lengths, strict=True))):
        starts = ends - (length - 1) * DAY
        late = min(max((not_before - starts).days, 0), length) if not_before else 0
        missing = wish - length + late
        placed.append(Placed(stage, starts, ends, missing, late > 0))
        ends = starts - DAY
    return placed[::-1]


def _squeeze(wanted: list[int], minimums: list[int], available: int) -> list[int]:
    """Shorten to `available` days in proportion to what each has above its minimum; rounding favours the earlier."""
    over = sum(wanted) - available
    slack = [wish - minimum for wish, minimum in zip(wanted, minimums, strict=True)]
    if over <= 0:
        return wanted
    if over >= sum(slack):
        return minimums
    exact = [over * part / sum(slack) for part in slack]
    cuts = [int(cut) for cut in exact]
    by_rest = sorted(range(len(cuts)), key=lambda i: (cuts[i] - exact[i], -i))
    for index in by_rest[: over - sum(cuts)]:
        cuts[index] += 1
    return [wish - cut for wish, cut in zip(wanted, cuts, strict=True)]


def words_for(placed: Placed) -> str:
    """The warning beside a squeezed stage; nothing if it has its days."""
    if not placed.squeezed:
        return ""
    missing = ngettext("%(days)d day short", "%(days)d days short", placed.missing_days) % {"days": placed.missing_days}
    if placed.is_below_minimum:
        return _("%(missing)s: it would have to begin before today") % {"missing": missing}
    return missing


def warnings(plan: Plan, stages: Sequence[Stage]) -> list[str]:
    """What is squeezed, out of order or past its date in a timetable as it stands."""
    dated = [stage for stage in stages if stage.starts and stage.ends]
    found = [warning for stage in dated for warning in _about(plan, stage)]
    found += [
        _("%(stage)s has no dates yet.") % {"stage": stage} for stage in stages if not (stage.starts and stage.ends)
    ]
    if plan.cut_off and plan.launch_on and timezone.localdate(plan.cut_off) >= plan.launch_on:
        found.append(_("The cut-off is not before the launch: nothing would ever be cut off."))
    return found


def _about(plan: Plan, stage: Stage) -> list[str]:
    found, days = [], stage.days or 0
    if days < stage.minimum_days:
        words = {"stage": stage, "days": days, "minimum": stage.minimum_days}
        found.append(_("%(stage)s is squeezed: %(days)d of at least %(minimum)d days.") % words)
    elif stage.length_days and days < stage.length_days:
        words = {"stage": stage, "days": days, "length": stage.length_days}
        found.append(_("%(stage)s is shorter than planned: %(days)d of %(length)d days.") % words)
    if plan.launch_on and stage.ends and stage.ends > plan.launch_on and stage.starts and stage.starts < plan.launch_on:
        words = {"stage": stage, "date": readable(plan.launch_on)}
        found.append(_("%(stage)s is not over when the plan launches on %(date)s.") % words)
    return found
