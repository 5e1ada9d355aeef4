"""Ready rows for the page of one's own messages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from network.models import User
from notices import addresses, scopes
from notices.choices import Frequency
from notices.forms import LIKE_OTHERS
from notices.models import Subscription


@dataclass(frozen=True)
class Row:
    kind: str
    title: str
    href: str
    follows: str
    frequency: str
    edit_href: str


def subscription_rows(user: User) -> list[Row]:
    """What the person chose for single plans and commitments, of those they may see."""
    chosen = list(Subscription.objects.filter(person=user))
    things = scopes.visible([row.scope for row in chosen], user)
    return [_row(row, things[row.scope]) for row in chosen if row.scope in things]


def _row(row: Subscription, thing: object) -> Row:
    follows = {True: _("Yes"), False: _("No"), None: _("Only by your role")}[row.is_following]
    return Row(
        kind=str(scopes.followable_as(row.thing_label)),
        title=str(thing),
        href=thing.get_absolute_url(),  # type: ignore[attr-defined]
        follows=follows,
        frequency=str(Frequency(row.frequency).label if row.frequency else LIKE_OTHERS),
        edit_href=reverse("notices:edit", args=[addresses.token_of(thing)]),  # type: ignore[arg-type]
    )
