from typing import Any

from django import template
from django.db.models import Model

from network.models import User
from notices import addresses, followers

register = template.Library()


@register.simple_tag
def following(thing: Model, user: Any) -> dict[str, Any] | None:
    """What notices/follow.html shows: whether `user` follows the thing, and its token; None for a visitor."""
    if not isinstance(user, User):
        return None
    return {"follows": followers.follows(user, thing), "token": addresses.token_of(thing)}
