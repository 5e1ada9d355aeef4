import datetime as dt

from django import template

from core.dates import readable

register = template.Library()


@register.filter
def readable_date(value: dt.date | None) -> str:
    """{{ stage.starts|readable_date }} → 27 June 2013"""
    return readable(value)


@register.filter
def readable_moment(value: dt.datetime | None) -> str:
    """{{ plan.cut_off|readable_moment }} → 27 June 2013, 17:00 (in the site's time zone)"""
    if value is None:
        return ""
    from django.utils import timezone

    local = timezone.localtime(value)
    return f"{readable(local.date())}, {local:%H:%M}"
