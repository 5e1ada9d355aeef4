"""What organisations of the example say of commitments, and what the network decided about the word partnership."""

from collections.abc import Callable, Mapping
from functools import partial

from commitments.models import Commitment
from drafting import editions
from network import proving
from network.models import Organisation, User
from plans.models import Plan
from portal.example.story import Replay, Table
from signoffs import endorsing, partnership
from signoffs.choices import Stance
from signoffs.services import endorsements


def tell(
    table: Table,
    commitment: Callable[[], Commitment],
    *,
    replay: Replay,
    people: Mapping[str, User],
    organisations: Mapping[str, Organisation],
) -> None:
    """`commitment` finds the one that this table is about, when its time has come."""
    for frozen in table.get("frozen", []):
        replay.at(frozen["at"], partial(_freeze, frozen, commitment, people))
    if proving.is_needed():  # where signing asks for a second step, people of a story cannot sign
        return
    for said in table.get("endorsements", []):
        replay.at(said["at"], partial(_say, said, commitment, people, organisations))


def tell_decisions(table: Table, plan: Callable[[], Plan], *, replay: Replay, people: Mapping[str, User]) -> None:
    """Each is written down and signed by one steering member; another one has to sign it too."""
    if proving.is_needed():
        return
    for decision in table.get("decisions", []):
        replay.at(decision["at"], partial(_decide, decision, plan, people))


def _freeze(table: Table, commitment: Callable[[], Commitment], people: Mapping[str, User]) -> None:
    editions.freeze(commitment(), by=people[table["by"]], at=table["at"])


def _say(
    table: Table,
    commitment: Callable[[], Commitment],
    people: Mapping[str, User],
    organisations: Mapping[str, Organisation],
) -> None:
    thing = commitment()
    endorsements.endorse(
        thing,
        organisation=organisations[table["organisation"]],
        stance=Stance(table["stance"]),
        statement=table["statement"],
        is_name_public=table["is_name_public"],
        by=people[table["by"]],
        seen_sha256=endorsing.sha256_now(thing),
        at=table["at"],
    )


def _decide(table: Table, plan: Callable[[], Plan], people: Mapping[str, User]) -> None:
    fields = {name: table[name] for name in ("is_stated", "statement", "decision", "decided_on", "at")}
    by = people[table["by"]]
    decision = partnership.prepare(plan(), by=by, **fields)
    partnership.sign(decision, by=by, seen_sha256=partnership.sha256_of(decision), at=table["at"])
