"""That the example was loaded: one event, whatever its story tells."""

from django.utils.translation import gettext_lazy

from notices import kinds
from notices import services as notices
from plans.models import Plan

LOADED = "portal.example_loaded"


def register_kinds() -> None:
    kinds.register(LOADED, gettext_lazy("The example was loaded"), gettext_lazy("you hold a role in it"))


def example_loaded(plan: Plan) -> None:
    notices.announce(kind=LOADED, thing=plan, title=plan.title, address=plan.get_absolute_url(), by=None)
