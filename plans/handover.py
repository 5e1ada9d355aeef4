"""What a post hands over of plans."""

from django.db.models import Q

from network.models import Post
from plans.models import Plan, Theme


def held_by(post: Post) -> list[tuple[str, str]]:
    """The plans it holds a role on and the themes it leads, as (label, address)."""
    themes = Theme.objects.filter(Q(government_lead=post) | Q(civil_society_lead=post)).select_related("plan")
    plans = Plan.objects.filter(plangroupobjectpermission__group=post.group_id).distinct()
    return [(str(thing), thing.get_absolute_url()) for thing in (*plans, *themes)]
