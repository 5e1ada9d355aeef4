"""Every write of signing off: verbs with `by=` the actor and `at=` the moment."""

from signoffs.services.clearance import ask_post, change_due, clear, end_sending, return_to_drafting, send, set_terms

__all__ = ["ask_post", "change_due", "clear", "end_sending", "return_to_drafting", "send", "set_terms"]
