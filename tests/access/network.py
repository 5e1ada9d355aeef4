"""Who may use the network's pages."""

from allauth.account.models import EmailAddress

from network import services
from network.models import Membership
from tests.access.table import Url, everyone, only, signed_in
from tests.world import World, days

ON_CSO = {"slug": "cso"}
ON_DEPARTMENT = {"slug": "department"}
ON_NETWORK = {"slug": "uk"}
BOTH_LEADS = ("coordinator", "lead_official")


def request_to_join(world: World) -> dict[str, str]:
    made = services.ask_to_join(world.network, name="Ann", email="ann@example.org", statement="I am eligible.")
    return {"reference": made.reference}


def answered_request(world: World) -> dict[str, str]:
    made = services.ask_to_join(world.network, name="Ann", email="ann@example.org", statement="I am eligible.")
    services.answer_request(made, is_accepted=True, reason="You meet all criteria.", by=world.person("coordinator"))
    return {"reference": made.reference}


def key_of_answered(world: World) -> dict[str, str]:
    reference = answered_request(world)["reference"]
    return {"key": world.network.requests.get(reference=reference).key}


def handover_of_drafter(world: World) -> dict[str, str]:
    """Left by the leaver to the government's drafter."""
    services.open_handover(world.person("leaver").tenures.get(post=world.post("gov_drafter")))
    return {"slug": "gov-drafter"}


def membership_of_member(world: World) -> dict[str, object]:
    return {"slug": "uk", "number": Membership.objects.get(person=world.person("member")).pk}


def stranger_as_appointee(world: World) -> dict[str, object]:
    stranger = world.person("stranger")
    EmailAddress.objects.get_or_create(user=stranger, email=stranger.email, verified=True, primary=True)
    decided = days(-1)
    return {
        "email": stranger.email,
        **_date("starts", days(0)),
        "mandate": "Decided by the board.",
        **_date("mandated_on", decided),
    }


def _date(name: str, day: object) -> dict[str, object]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}  # type: ignore[attr-defined]


CAN_READ_HANDOVER = ("leaver", "gov_drafter", "lead_official")

ROWS = [
    Url("network:index", everyone()),
    Url("network:detail", everyone(), kwargs=ON_NETWORK),
    Url("network:members", everyone(), kwargs=ON_NETWORK),
    Url("network:edit", only("coordinator"), kwargs=ON_NETWORK, permission="network.edit_network"),
    Url("network:organisations", everyone()),
    Url("network:organisation", everyone(), kwargs=ON_CSO),
    Url("network:organisation_history", everyone(), kwargs=ON_CSO),
    Url(
        "network:create_organisation",
        only(*BOTH_LEADS),
        post=only(*BOTH_LEADS),
        data={"name": ""},
        permission="network.edit_organisation",
    ),
    Url("network:edit_organisation", only("coordinator"), kwargs=ON_CSO, permission="network.edit_organisation"),
    Url("network:edit_organisation", only("lead_official"), kwargs=ON_DEPARTMENT),
    Url("network:edit_organisation", only(*BOTH_LEADS), kwargs={"slug": "reviewers"}),
    Url("network:create_organisation_post", only("coordinator"), kwargs=ON_CSO, permission="network.edit_post"),
    Url("network:create_organisation_post", only("lead_official"), kwargs=ON_DEPARTMENT),
    Url("network:create_network_post", only("coordinator"), kwargs=ON_NETWORK, permission="network.edit_post"),
    Url("network:post", everyone(), kwargs={"slug": "vacant"}),
    Url("network:edit_post", only("lead_official"), kwargs={"slug": "vacant"}, permission="network.edit_post"),
    Url(
        "network:appoint",
        only("lead_official"),
        kwargs={"slug": "vacant"},
        post=only("lead_official", status=302),
        data=stranger_as_appointee,
        permission="network.appoint",
    ),
    Url("network:appoint", only("coordinator"), kwargs={"slug": "representative"}),
    Url("network:appoint", only("coordinator"), kwargs={"slug": "steering-member"}),
    Url("network:appoint", only("steering_member"), kwargs={"slug": "coordinator"}),
    Url("network:appoint", only("minister"), kwargs={"slug": "lead-official"}),
    Url("network:appoint", only(), kwargs={"slug": "reviewer"}),
    Url(
        "network:end_tenure",
        only("lead_official", "gov_drafter"),
        kwargs={"slug": "gov-drafter"},
        post=only("lead_official", "gov_drafter", status=302),
        data=lambda world: _date("ends", days(0)),
        permission="network.end_tenure",
    ),
    Url("network:end_tenure", only("coordinator", "steering_member"), kwargs={"slug": "coordinator"}),
    Url("network:end_tenure", only("minister", "lead_official"), kwargs={"slug": "lead-official"}),
    Url("network:end_tenure", everyone(404, visitor=302), kwargs={"slug": "vacant"}),
    Url(
        "network:handover",
        only(*CAN_READ_HANDOVER),
        kwargs=handover_of_drafter,
        post=only("leaver", status=302),
        data={"note": "Call the network first."},
        permission="network.read_handover",
    ),
    Url(
        "network:accept_handover",
        None,
        kwargs=handover_of_drafter,
        post=only("gov_drafter", status=302),
    ),
    Url("network:join", everyone(), post=everyone(200), data={"name": ""}),
    Url("network:request_status", everyone(), kwargs=key_of_answered),
    Url("network:take_up_membership", None, kwargs=key_of_answered, post=everyone(302)),
    Url("network:requests", only("coordinator")),
    Url(
        "network:request",
        only("coordinator", otherwise=404),
        kwargs=request_to_join,
        post=only("coordinator", status=302, otherwise=404),
        data={"answer": "decline", "reason": "You act for a department."},
        permission="network.answer_request",
    ),
    Url(
        "network:erase_applicant",
        only("coordinator", otherwise=404),
        kwargs=answered_request,
        post=only("coordinator", status=302, otherwise=404),
    ),
    Url("network:account", signed_in()),
    Url(
        "network:end_membership",
        only("member", "coordinator", otherwise=404, cs_drafter=403, representative=403, steering_member=403),
        kwargs=membership_of_member,
        permission="network.end_membership",
    ),
]
