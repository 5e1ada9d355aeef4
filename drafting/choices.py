from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SuggestionState(TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Audience(TextChoices):
    EVERYONE = "everyone", _("Everyone drafting")
    SIDE = "side", _("Our side only")


class ThreadState(TextChoices):
    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")


class CommentKind(TextChoices):
    """What a comment was written for: resolving and reopening stay in the thread as words of their own."""

    SAID = "said", _("said")
    RESOLVED = "resolved", _("resolved")
    REOPENED = "reopened", _("reopened")


class FormAct(TextChoices):
    """What somebody was about to do with words that they have not sent yet."""

    SUGGEST = "suggest", _("A suggestion")
    COMMENT = "comment", _("A comment")
    ANSWER = "answer", _("An answer")
