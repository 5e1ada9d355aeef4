"""Who may use the portal's pages."""

from tests.access.table import Url, everyone, signed_in

ROWS = [
    Url("portal:home", everyone()),
    Url("portal:desk", signed_in()),
    Url("portal:search", everyone()),
    Url("portal:search", everyone(), query="?q=integrity"),
    Url("portal:who_can_do_what", everyone()),
    Url("portal:who_can_do_what", everyone(), query="?who=drafter"),
]
