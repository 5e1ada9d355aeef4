from network.views.account import account
from network.views.membership import (
    end_membership,
    erase_applicant,
    join,
    members,
    request_detail,
    request_status,
    requests,
    take_up_membership,
)
from network.views.networks import detail, edit, index
from network.views.organisations import (
    create_organisation,
    edit_organisation,
    organisation,
    organisation_history,
    organisations,
)
from network.views.posts import create_network_post, create_organisation_post, edit_post, post
from network.views.tenures import accept_handover, appoint, end_tenure, handover

__all__ = [
    "accept_handover",
    "account",
    "appoint",
    "create_network_post",
    "create_organisation",
    "create_organisation_post",
    "detail",
    "edit",
    "edit_organisation",
    "edit_post",
    "end_membership",
    "end_tenure",
    "erase_applicant",
    "handover",
    "index",
    "join",
    "members",
    "organisation",
    "organisation_history",
    "organisations",
    "post",
    "request_detail",
    "request_status",
    "requests",
    "take_up_membership",
]
