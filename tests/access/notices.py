"""Who may use the pages about messages."""

from notices import addresses, services, unsubscribing
from notices.models import Event, Mail
from tests.access.table import Url, everyone, only, signed_in
from tests.world import World

LEADS = ("coordinator", "lead_official")


def unsubscribe_token(world: World) -> dict[str, str]:
    member = world.person("member")
    address = unsubscribing.address(Mail(recipient=member, kind="weekly"), [], services.preferences_of(member))
    return {"token": address.rstrip("/").rpartition("/")[2]}


def the_plan(world: World) -> dict[str, str]:
    return {"token": addresses.token_of(world.plan)}


def an_event(world: World) -> dict[str, object]:
    scope = f"plans.plan:{world.plan.pk}"
    event = Event.objects.create(
        kind="tests.rights",
        thing_label="plans.plan",
        thing_id=str(world.plan.pk),
        scopes=[scope],
        root=scope,
        title="T",
    )
    return {"key": event.key}


ROWS = [
    Url("notices:settings", signed_in(), post=signed_in(302), data={"frequency": "weekly"}),
    Url(
        "notices:edit",
        signed_in(),
        kwargs=the_plan,
        post=signed_in(302),
        data={"follows": "yes", "frequency": ""},
    ),
    Url(
        "notices:follow",
        None,
        post=signed_in(302),
        data=lambda world: {"thing": addresses.token_of(world.plan), "follow": "yes"},
    ),
    Url("notices:outbox", only(*LEADS), query="?plan=uk-2013", permission="notices.see_outbox"),
    Url("notices:outbox_event", only(*LEADS), kwargs=an_event, permission="notices.see_outbox"),
    Url("notices:unsubscribe", everyone(), kwargs=unsubscribe_token, post=everyone()),
]
