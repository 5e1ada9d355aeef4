"""The first page: which plan is being made, which stage it is in, what is open and what comes next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models import Commitment
from core.dates import readable
from plans.models import Plan, Stage
from publications.models import PlanEdition

SHOWN = 3


@dataclass(frozen=True)
class Step:
    """One stage in the strip: done, now or later, in words and not only by colour."""

    title: str
    days: str
    when: str
    label: str


@dataclass(frozen=True)
class PlanCard:
    plan: Plan
    href: str
    now: str
    now_text: str
    left: str
    next: str
    dates: list[tuple[str, str]]
    steps: list[Step]
    commitments: str
    commitments_href: str
    published: str
    read_href: str


def plan_cards(user: Any) -> list[PlanCard]:
    """The plans that run or are being made, the newest first, as this person may see them."""
    today = timezone.localdate()
    plans = (
        Plan.objects.visible_to(user)
        .filter(Q(period_end__isnull=True) | Q(period_end__gte=today))
        .prefetch_related("stages", Prefetch("editions", PlanEdition.objects.for_lists().order_by("-number")))
    )[:SHOWN]
    counts = dict(
        Commitment.objects.visible_to(user)
        .in_main_body()
        .filter(plan__in=[plan.pk for plan in plans])
        .order_by()
        .values_list("plan")
        .annotate(Count("pk", distinct=True))
    )
    return [_card(plan, counts.get(plan.pk, 0), today) for plan in plans]


def _card(plan: Plan, count: int, today: dt.date) -> PlanCard:
    now, coming = plan.current_stage(), plan.next_stage()
    edition = next(iter(plan.editions.all()), None)
    return PlanCard(
        plan=plan,
        href=plan.get_absolute_url(),
        now=now.title if now else "",
        now_text=now.description if now else "",
        left=_left(now.ends, today) if now and now.ends else "",
        next=_("%(stage)s, from %(date)s") % {"stage": coming.title, "date": readable(coming.starts)} if coming else "",
        dates=_dates(plan, today),
        steps=[_step(stage, today) for stage in plan.stages.all() if stage.starts and stage.ends],
        commitments=_counted(count),
        commitments_href=reverse("commitments:index", args=[plan.slug]),
        published=str(edition.get_kind_display()) if edition else "",
        read_href=reverse("publications:read", args=[plan.slug]) if edition else "",
    )


def _counted(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)d commitment", "%(count)d commitments", count) % {"count": count}


def _left(ends: dt.date, today: dt.date) -> str:
    days = (ends - today).days
    if not days:
        return _("ends today")
    left = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return _("until %(date)s, %(left)s") % {"date": readable(ends), "left": left}


def _dates(plan: Plan, today: dt.date) -> list[tuple[str, str]]:
    dates = []
    if plan.cut_off:
        label = _("Cut-off for new commitments") if not plan.is_past_cut_off() else _("Cut-off passed")
        dates.append((label, readable(timezone.localtime(plan.cut_off))))
    if plan.launch_on:
        dates.append((_("Launch") if plan.launch_on >= today else _("Launched"), readable(plan.launch_on)))
    return dates


def _step(stage: Stage, today: dt.date) -> Step:
    assert stage.starts is not None
    assert stage.ends is not None
    when, label = "now", _("now")
    if stage.ends < today:
        when, label = "done", _("done")
    elif stage.starts > today:
        when, label = "later", _("later")
    days = _("%(start)s to %(end)s") % {"start": readable(stage.starts), "end": readable(stage.ends)}
    return Step(stage.title, days, when, label)
