from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments import canonical, rules, workflow  # noqa: F401
        from commitments.models import Ask, Commitment
        from drafting import editions, owners
        from ledger import visibility

        owners.register(section_texts())
        editions.register(Commitment, canonical=canonical.content, visible_to=lambda user: Commitment.objects.visible_to(user))
        visibility.register("commitments.Commitment", lambda user: Commitment.objects.visible_to(user))
        visibility.register("commitments.Ask", lambda user: Ask.objects.visible_to(user))


def section_texts() -> Any:
    from commitments.models import Section
    from drafting.owners import TextOwner

    return TextOwner(
        model="commitments.Section",
        accessor="section",
        visible_to=lambda user: Section.objects.visible_to(user),
        edit_permission="commitments.edit_section",
        title=str,
        address=Section.get_absolute_url,
        guidance=lambda section: section.template_section.guidance,
        word_limit=lambda section: section.template_section.word_limit,
    )
