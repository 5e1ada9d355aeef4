from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OpeningField(TextChoices):
    """What stands in a leaf only as a salted commitment."""

    PERSON = "person", _("Person's number")
    NAME = "name", _("Person's name")
    ON_BEHALF_OF = "on_behalf_of", _("On behalf of")
    THING_NAME = "thing_name", _("Name of the thing")
    STATEMENT = "statement", _("Statement they saw")
    REASON = "reason", _("Reason")
    POST = "post", _("Post")
    ORGANISATION = "organisation", _("Organisation")
    PRIVATE = "private", _("What is not public of it")
