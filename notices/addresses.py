"""Addresses of the pages about following one thing: signed, so that no primary key is read or guessed."""

from typing import Any

from django.core import signing
from django.db.models import Model
from django.http import Http404

from notices import scopes

SALT = "notices.thing"


def token_of(thing: Model) -> str:
    return signing.dumps(scopes.key_of(thing), salt=SALT)


def thing_of(token: str, user: Any) -> Model:
    """The thing of the token, if `user` may see it and follow it; else Http404."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    thing = scopes.visible([key], user).get(key)
    if thing is None or not scopes.is_followable(thing._meta.label_lower):
        raise Http404
    return thing
