"""Rows of lists as ready strings, so that templates stay quick."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import readable
from network.models import Post
from network.roles import Holding
from plans.models import Plan, Stage, Theme


def span(starts: Any, ends: Any) -> str:
    if starts and ends:
        return (
            readable(starts)
            if starts == ends
            else _("%(starts)s to %(ends)s") % {"starts": readable(starts), "ends": readable(ends)}
        )
    if starts:
        return _("from %(date)s") % {"date": readable(starts)}
    return _("until %(date)s") % {"date": readable(ends)} if ends else _("no dates yet")


def vacancy(post: Post) -> str:
    """ "Vacant for 62 days", or nothing; the post comes from with_holders()."""
    if not post.is_vacant:
        return ""
    if not post.vacant_days:
        return _("Vacant since today")
    return ngettext("Vacant for %(days)d day", "Vacant for %(days)d days", post.vacant_days) % {
        "days": post.vacant_days
    }


def plan_row(plan: Plan) -> dict[str, Any]:
    stage = plan.current_stage()
    return {
        "title": plan.title,
        "href": plan.get_absolute_url(),
        "period": span(plan.period_start, plan.period_end) if plan.period_start or plan.period_end else "",
        "country": plan.country,
        "stage": stage.title if stage else "",
        "summary": plan.summary,
    }


def stage_words(stage: Stage | None) -> dict[str, str] | None:
    return {"title": stage.title, "dates": span(stage.starts, stage.ends)} if stage else None


def stage_rows(plan: Plan, stages: Sequence[Stage]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    current = plan.current_stage()
    return [
        {
            "slug": stage.slug,
            "title": stage.title,
            "description": stage.description,
            "dates": span(stage.starts, stage.ends),
            "days": stage.days,
            "is_now": stage == current,
            "is_over": bool(stage.ends and stage.ends < today),
            "length_days": stage.length_days,
            "minimum_days": stage.minimum_days,
        }
        for stage in stages
    ]


@dataclass(frozen=True)
class Lead:
    title: str
    href: str
    holder: str
    vacant: str


def lead(post: Post | None) -> Lead | None:
    if post is None:
        return None
    return Lead(str(post), post.get_absolute_url(), getattr(post, "holder_name", "") or "", vacancy(post))


def theme_rows(plan: Plan, user: Any) -> list[dict[str, Any]]:
    """Themes with both leads and the number of commitments this person may see, in four queries for any number."""
    posts = Post.objects.with_holders()
    themes = plan.themes.prefetch_related(Prefetch("government_lead", posts), Prefetch("civil_society_lead", posts))
    counts = commitment_counts(plan, user)
    return [
        {
            "slug": theme.slug,
            "title": theme.title,
            "summary": theme.summary,
            "commitments": counts.get(theme.pk, 0),
            "government": lead(theme.government_lead),
            "civil_society": lead(theme.civil_society_lead),
        }
        for theme in themes
    ]


def commitment_counts(plan: Plan, user: Any) -> dict[int | None, int]:
    """How many commitments on the way into the plan stand under each theme; looked up through the reverse relation."""
    commitments: Any = Theme._meta.get_field("commitments").related_model
    visible = commitments.objects.visible_to(user).filter(plan=plan).in_main_body()
    return dict(visible.order_by().values_list("theme").annotate(Count("pk")))


def holding_rows(holdings: Iterable[Holding]) -> list[dict[str, Any]]:
    """Who holds which role; posts are asked once for how long they have been vacant."""
    holdings = list(holdings)
    wanted = [holding.post.pk for holding in holdings if holding.post]
    posts = {post.pk: post for post in Post.objects.with_holders().filter(pk__in=wanted)}
    order = {role: number for number, role in enumerate(type(holdings[0].role))} if holdings else {}
    rows = []
    for holding in sorted(holdings, key=lambda one: order[one.role]):
        post = posts.get(holding.post.pk) if holding.post else None
        rows.append(
            {
                "role": holding.role.label,
                "role_key": holding.role.value,
                "side": holding.side,
                "post": str(post) if post else "",
                "href": post.get_absolute_url() if post else "",
                "person": str(holding.person) if holding.person else "",
                "vacant": vacancy(post) if post else "",
                "key": post.slug if post else f"person-{holding.person.pk if holding.person else 0}",
            }
        )
    return rows
