"""What is published of an approved commitment are the words that were approved, whatever happened since."""

import pytest

from commitments.choices import State
from commitments.models import Commitment
from core.canonical import sha256
from drafting.models import Signature
from network.services import edit_organisation
from plans.services import edit_theme
from publications import readiness, releases
from publications.content import plan_content
from publications.exports import commitments_csv, plan_file_of
from publications.models import PlanEdition
from publications.planfile import read as read_plan_file
from tests.signoffs import approving
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def approved(world):
    one = approving.ready(world)
    approving.approve(one, world.person("minister"))
    return Commitment.objects.get(pk=one.pk)


def content_of(world):
    [content] = plan_content(world.plan)["commitments"]
    return content


def seal(world):
    return releases.seal(world.plan, by=world.person("lead_official"), seen_sha256=sha256(plan_content(world.plan)))


def sign(world, release):
    for persona in ("lead_official", "coordinator"):
        releases.sign(release, by=world.person(persona), seen_sha256=release.edition.sha256)


def test_a_renamed_department_voids_nothing_and_stands_there_under_its_earlier_name(world, approved):
    edit_organisation(world.department, by=None, name="Department for Trade")
    content = content_of(world)
    assert sha256(content) == Signature.objects.get(verb="signoffs.approve").edition.sha256
    assert content["lead"] == ["Department for Business"]
    release = seal(world)
    named = release.edition.data["organisations"]
    assert [one["name"] for one in named] == ["Department for Business"]
    assert named[0]["side"] == "government"
    sign(world, release)
    assert readiness.before_publishing(release) == []


def test_a_theme_with_another_title_must_be_settled_before_sealing(world, approved):
    edit_theme(world.theme, by=world.person("lead_official"), title="Honesty")
    [need] = readiness.before_sealing(world.plan)
    assert "was approved under the theme “Integrity”" in need.text
    with pytest.raises(releases.NotYet):
        seal(world)


def test_what_was_sealed_is_not_published_when_other_words_were_approved_since(world, approved):
    release = seal(world)
    sign(world, release)
    assert readiness.before_publishing(release) == []
    approving.sent_again(world, approved, "We will publish most owners of companies.")
    assert readiness.before_publishing(release) == ["Commitment 1 is no longer approved."]
    approving.approve(approved, world.person("minister"))
    assert Commitment.objects.get().state == State.APPROVED
    [problem] = readiness.before_publishing(release)
    assert problem == "Commitment 1 was approved anew, in other words than those that are sealed."


def test_the_files_of_an_edition_with_an_earlier_name_can_be_read_again(world, approved):
    edit_organisation(world.department, by=None, name="Department for Trade")
    release = seal(world)
    row: PlanEdition = release.as_published("government", release.sealed_at, {})
    row.kind = str(row.kind)  # as the database gives it back
    read_plan_file(plan_file_of(row))  # raises what is wrong with it
    assert "Department for Business" in commitments_csv(row)


def test_what_was_signed_before_a_final_edition_was_cancelled_does_not_count_for_the_next(world, approved):
    release = seal(world)
    sign(world, release)
    releases.cancel(release, by=world.person("lead_official"), reason="The network asks for a day")
    again = seal(world)
    assert again.edition == release.edition
    assert readiness.signatures(again.edition) == {}
    assert readiness.before_publishing(again) == ["The lead official has not signed it."]
    sign(world, again)
    assert set(readiness.signatures(again.edition)) == {"government", "civil_society"}
