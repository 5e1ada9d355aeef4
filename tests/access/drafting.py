"""Who may use the pages of drafting that stand below no owning app: everybody's own words, for themselves alone."""

from tests.access.table import Url, signed_in

ROWS = [Url("drafting:words", signed_in(), post=signed_in(302), data={"words": "of nobody"})]
