"""Who asks for changes after the cut-off and who consents; everybody reads them."""

import datetime as dt

from django.utils import timezone

from commitments import late_changes
from plans.models import Plan
from tests.access.table import Url, everyone, only
from tests.commitments.build import SECTION, propose

LEADS = ("coordinator", "lead_official")


def past_cut_off(world):
    Plan.objects.filter(pk=world.plan.pk).update(cut_off=timezone.now() - dt.timedelta(hours=1))
    world.plan.refresh_from_db()


def late(**more):
    """On a change that civil society asks for after the cut-off."""

    def kwargs(world):
        if not world.plan.late_changes.exists():
            propose(world, sections={SECTION: "Written in time."})
            past_cut_off(world)
            late_changes.ask(world.plan, kind="propose", reason="New law", by=world.person("coordinator"))
        return {"plan": world.plan.slug, **more}

    return kwargs


ROWS = [
    Url("commitments:late_changes", everyone(), kwargs=late()),
    Url(
        "commitments:ask_late_change",
        only(*LEADS),
        kwargs=late(),
        post=only(*LEADS),  # asked about no commitment: the form comes back
        data={"kind": "take_up", "reason": "New law"},
        permission="commitments.ask_late_change",
    ),
    Url(
        "commitments:answer_late_change",
        only("lead_official"),
        kwargs=late(number=1, answer="consent"),
        post=only("lead_official", status=302),
        data={"reason": "Fair"},
        permission="commitments.answer_late_change",
    ),
    Url(
        "commitments:answer_late_change",
        only("coordinator"),
        kwargs=late(number=1, answer="take-back"),
        post=only("coordinator", status=302),
        permission="commitments.take_back_late_change",
    ),
]
