from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from plans.links import Link


class PublicationsConfig(AppConfig):
    name = "publications"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Publications")

    def ready(self) -> None:
        from drafting import editions
        from ledger import wording
        from plans import links
        from plans.models import Plan
        from publications import rules  # noqa: F401
        from publications.content import plan_content

        editions.register(
            Plan, canonical=plan_content, visible_to=lambda user: Plan.objects.with_drafts_visible_to(user)
        )
        wording.register("publications.publish", _("Publish an edition of the plan"))
        wording.register("publications.import_plan", _("Import a plan from a file"))
        links.register("publications", links_of)
        links.register_start("publications", starts_for)


def links_of(plan: Any, user: Any) -> "Iterable[Link]":
    """What a plan's own page leads to: its last published edition, and for its leads what makes the next one."""
    from plans.links import Link
    from publications.models import PlanEdition

    latest = PlanEdition.objects.of(plan).values_list("number", flat=True).first()
    if latest:
        hint = _("Edition %(number)s") % {"number": latest}
        yield Link(_("Read the published plan"), reverse("publications:read", args=[plan.slug]), hint)
        yield Link(_("The plan as PDF"), reverse("publications:plan_pdf", args=[plan.slug]), hint)
        yield Link(_("All published editions"), reverse("publications:editions", args=[plan.slug]))
    if user.has_perm("publications.publish", plan):
        yield Link(_("Publish a consultation draft"), reverse("publications:publish", args=[plan.slug]))
    if user.has_perm("publications.export", plan):
        yield Link(_("Export as a plan file"), reverse("publications:export_plan", args=[plan.slug]))


def starts_for(user: Any) -> "Iterable[Link]":
    from plans.links import Link

    yield Link(_("Import a plan file"), reverse("publications:import_plan"))
