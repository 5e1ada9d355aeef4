from typing import Any

import pytest

from commitments.models import Commitment
from commitments.services import add_ask, add_milestone, propose, set_organisations
from drafting.services import save_text
from publications.workflow import publish_consultation_draft
from tests.world import World


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Kept files of a test stay with the test."""
    settings.MEDIA_ROOT = tmp_path / "files"


def add_commitment(world: World, ref: str, title: str = "Open the budget", **fields: Any) -> Commitment:
    """A commitment in drafting with an objective, a lead and a milestone."""
    sections = {"objective": f"Objective of {ref} with **strong** words.\n\n- first\n- second"}
    fields = {"theme": world.theme, "origin": "both", "is_taken_up": True, "sections": sections, **fields}
    commitment = propose(plan=world.plan, ref=ref, title=title, by=None, ends_text="June 2015", **fields)
    set_organisations(commitment, lead=[world.department], supporting_other=[world.cso], by=None)
    add_milestone(
        commitment, text=f"Step one of {ref}", ref="1", ends_text="Spring 2014", lead=[world.department], by=None
    )
    return commitment


@pytest.fixture
def plan(world):
    """The world's plan with two commitments, a foreword by civil society and an ask."""
    add_commitment(world, "1")
    add_commitment(world, "2", "Publish contracts")
    save_text(world.part.text, body="We were at the table.", base=None, by=world.person("cs_drafter"))
    add_ask(plan=world.plan, text="A register of lobbyists", reason="There is one.", by=None)
    return world.plan


@pytest.fixture
def published(world, plan):
    return publish_consultation_draft(plan, by=world.person("lead_official"))
