from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.history import save_as
from ledger.services import record
from network.models import User
from plans.models import Template, TemplateSection


@transaction.atomic
def new_template_version(
    template: Template,
    *,
    by: User | None,
    title: str,
    sections: Sequence[dict[str, Any]],
    at: datetime | None = None,
    **values: Any,
) -> Template:
    """The next version, made of an edited copy. Plans keep the version they have.

    `sections`, in order, are dicts of `key`, `title`, `guidance`, `word_limit` and `is_required`.
    """
    last = Template.objects.filter(key=template.key).aggregate(last=Max("version"))["last"]
    fields = ("source", "has_milestones", "has_milestone_starts", "has_expected_outputs")
    copied = {name: getattr(template, name) for name in fields}
    made = Template(
        key=template.key, version=last + 1, title=title, created_at=at or timezone.now(), **{**copied, **values}
    )
    save_as(made, by=by, at=at)
    TemplateSection.objects.bulk_create(
        TemplateSection(template=made, position=position, **section)
        for position, section in enumerate(sections, start=1)
    )
    data = {"template": made.reference, "from": template.reference}
    record(verb="plans.new_template_version", thing=made, by=by, at=at, data=data)
    return made
