from django import template

from core.dates import readable, readable_moment

register = template.Library()
# {{ stage.starts|readable_date }} → 27 June 2013; {{ plan.cut_off|readable_moment }} → 27 June 2013, 17:00
register.filter("readable_date", readable, expects_localtime=True)  # a moment gives its day in the site's time zone
register.filter("readable_moment", readable_moment)
