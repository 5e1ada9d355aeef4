"""Every write to the network: verbs with `by=` the actor (None: the operator) and `at=` the moment."""

from network.services.membership import (
    admit,
    answer_request,
    ask_to_join,
    end_membership,
    erase_applicant,
    take_up_membership,
)
from network.services.organisations import (
    check_post,
    create_organisation,
    create_post,
    edit_network,
    edit_organisation,
    edit_post,
)
from network.services.people import create_person
from network.services.tenures import (
    accept_handover,
    appoint,
    check_tenure,
    end_tenure,
    open_due_handovers,
    open_handover,
    write_handover,
)

__all__ = [
    "accept_handover",
    "admit",
    "answer_request",
    "appoint",
    "ask_to_join",
    "check_post",
    "check_tenure",
    "create_organisation",
    "create_person",
    "create_post",
    "edit_network",
    "edit_organisation",
    "edit_post",
    "end_membership",
    "end_tenure",
    "erase_applicant",
    "open_due_handovers",
    "open_handover",
    "take_up_membership",
    "write_handover",
]
