from notices.views.outbox import outbox, outbox_event
from notices.views.settings import edit, follow, settings
from notices.views.unsubscribe import unsubscribe

__all__ = ["edit", "follow", "outbox", "outbox_event", "settings", "unsubscribe"]
