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
        from drafting import agreement, editions
        from ledger import wording
        from plans import links
        from plans.models import Plan
        from publications import agreeing, rules, telling  # noqa: F401
        from publications.content import plan_content
        from publications.reading import words_of_plan
        from signoffs import words

        editions.register(
            Plan, canonical=plan_content, visible_to=lambda user: Plan.objects.with_drafts_visible_to(user)
        )
        agreement.register(agreeing.agreeable())
        register_releases()
        register_circulations()
        words.register(Plan, words_of_plan)
        register_networks_word()
        register_journeys()
        wording.register("publications.publish", _("Published an edition of the plan"))
        wording.register("publications.import_plan", _("Imported a plan from a file"))
        telling.register_kinds()
        links.register("publications", links_of)
        links.register_start("publications", starts_for)


def register_journeys() -> None:
    from commitments import panels
    from signoffs import said_of_plan

    def address(plan: str, ref: str) -> str:
        return reverse("publications:journey", args=[plan, ref])

    def panel_of(user: Any, commitment: Any) -> panels.Panel:
        place = address(commitment.plan.slug, commitment.ref)
        return panels.Panel("publications/parts/journey_panel.html", place)

    panels.register("journey", 90, panel_of)
    said_of_plan.register_public_page(address)


def register_networks_word() -> None:
    from publications import presenting
    from signoffs import partnership

    presenting.register(lambda plan, edition: partnership.stands(plan))


def register_releases() -> None:
    from ledger import visibility, wording
    from notices import kinds, scopes
    from plans.models import Plan
    from publications import answered, coverage, releases
    from publications.models import Release

    coverage.register("suggestions", answered.suggestions)
    scopes.register("publications.Release", lambda release: release.plan)
    visibility.register(
        "publications.Release",
        lambda user: Release.objects.filter(plan__in=Plan.objects.with_drafts_visible_to(user).values("pk")),
    )
    why = _("you lead the plan for your side")
    kinds.register(releases.SEALED, _("The final edition is sealed and waits for your signature"), why)
    kinds.register(releases.SIGNED, _("The final edition was signed for a side"), why, asks_decision=False)
    kinds.register(releases.STOPPED, _("The publication was stopped: something changed"), why)
    kinds.register(releases.PUBLISHED, _("The final edition is published"), why, asks_decision=False)
    wording.register("publications.seal", _("Sealed the final edition of the plan"), statement_is_public=True)
    wording.register("publications.stop", _("Stopped a publication"))


def register_circulations() -> None:
    from ledger import visibility, wording
    from notices import scopes
    from plans.models import Plan
    from publications import circulation
    from publications.models import Circulation, CirculationReader

    visibility.register(
        "publications.Circulation",
        lambda user: Circulation.objects.filter(plan__in=Plan.objects.with_drafts_visible_to(user).values("pk")),
    )
    visibility.register("publications.CirculationReader", CirculationReader.objects.visible_to)
    scopes.register("publications.CirculationReader", lambda reader: reader.circulation.plan)
    wording.register(circulation.START, _("Circulated the final draft"))
    wording.register(circulation.END, _("Ended a circulation of the final draft"))
    wording.register(circulation.ADD, _("Put somebody on the list of readers of the final draft"))
    wording.register(circulation.REMOVE, _("Took somebody off the list of readers of the final draft"))


def links_of(plan: Any, user: Any) -> "Iterable[Link]":
    """What a plan's own page leads to: its last published edition, and for its leads what makes the next one."""
    from plans.links import Link
    from publications.models import Circulation, PlanEdition

    latest = PlanEdition.objects.of(plan).values_list("number", flat=True).first()
    if latest:
        hint = _("Edition %(number)s") % {"number": latest}
        yield Link(_("Read the published plan"), reverse("publications:read", args=[plan.slug]), hint)
        yield Link(_("The plan as PDF"), reverse("publications:plan_pdf", args=[plan.slug]), hint)
        yield Link(_("All published editions"), reverse("publications:editions", args=[plan.slug]))
    if user.has_perm("publications.see_release", plan):
        yield Link(_("The final edition: what it still needs"), reverse("publications:release", args=[plan.slug]))
    if user.has_perm("publications.circulate", plan):
        yield Link(_("Circulation of the final draft"), reverse("publications:circulation", args=[plan.slug]))
    elif Circulation.objects.visible_to(user).filter(plan=plan).exists():
        yield Link(_("Read the final draft"), reverse("publications:circulation", args=[plan.slug]))
    if user.has_perm("plans.see_drafts", plan):
        yield Link(_("Draft of the whole plan"), reverse("publications:draft", args=[plan.slug]))
    if user.has_perm("publications.publish", plan):
        yield Link(_("Publish a consultation draft"), reverse("publications:publish", args=[plan.slug]))
    if user.has_perm("publications.export", plan):
        yield Link(_("Export as a plan file"), reverse("publications:export_plan", args=[plan.slug]))


def starts_for(user: Any) -> "Iterable[Link]":
    from plans.links import Link

    yield Link(_("Import a plan file"), reverse("publications:import_plan"))
