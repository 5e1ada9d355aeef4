"""Every write to commitments but their state (see ``commitments.workflow``)."""

from commitments.services.asks import add_ask, carry_suggestion, edit_ask, next_ask_ref, propose_from_ask
from commitments.services.changes import ChangedMeanwhile, NotEditable
from commitments.services.commitments import (
    CutOffPassed,
    edit_details,
    next_ref,
    propose,
    set_organisations,
)
from commitments.services.groups import (
    add_to_group,
    answer_request,
    ask_to_join,
    edit_group,
    join_group,
    leave_group,
)
from commitments.services.milestones import (
    add_milestone,
    edit_milestone,
    move_milestone,
    remove_milestone,
    set_milestone_organisations,
)

__all__ = [
    "ChangedMeanwhile",
    "CutOffPassed",
    "NotEditable",
    "add_ask",
    "add_milestone",
    "add_to_group",
    "answer_request",
    "ask_to_join",
    "carry_suggestion",
    "edit_ask",
    "edit_details",
    "edit_group",
    "edit_milestone",
    "join_group",
    "leave_group",
    "move_milestone",
    "next_ask_ref",
    "next_ref",
    "propose",
    "propose_from_ask",
    "remove_milestone",
    "set_milestone_organisations",
    "set_organisations",
]
