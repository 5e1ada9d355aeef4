"""Templates are data: the four that ship, and new versions that leave plans alone."""

import json
from pathlib import Path

import pytest

from plans import services
from plans.models import Plan, Template
from tests.world import PERSONAS

KEYS = {
    "uk-2013": ["objective", "why", "what", "timescales", "organisations"],
    "ogp-2014": ["status_quo", "objective", "description", "challenge", "relevance", "ambition"],
    "ogp-2016": ["problem", "commitment", "contribution", "relevance", "additional"],
    "ogp-2022": [
        "description",
        "problem",
        "causes",
        "done_so_far",
        "solution",
        "results",
        "transparency",
        "accountability",
        "participation",
    ],
}
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def keys_of(template):
    return list(template.sections.values_list("key", flat=True))


@pytest.mark.django_db
def test_four_templates_ship():
    assert {t.reference: keys_of(t) for t in Template.objects.all()} == KEYS


@pytest.mark.django_db
@pytest.mark.skipif(not DATA.exists(), reason="the shared data is not here")
def test_templates_have_the_sections_that_real_plans_use():
    for file in DATA.glob("*/plan.json"):
        plan = json.loads(file.read_text(encoding="utf-8"))
        used = {key for commitment in plan["commitments"] for key in commitment["sections"]}
        assert used - set(KEYS[plan["plan"]["template"]]) == set()


def post_of(template, **changes):
    """The form as the page gives it, with some answers changed."""
    sections = list(template.sections.all())
    data = {"title": template.title, "source": "", "has_milestones": "on"}
    data |= {"sections-TOTAL_FORMS": len(sections) + 2, "sections-INITIAL_FORMS": len(sections)}
    for number, section in enumerate(sections):
        data |= {
            f"sections-{number}-key": section.key,
            f"sections-{number}-title": section.title,
            f"sections-{number}-guidance": section.guidance,
            f"sections-{number}-word_limit": section.word_limit,
            f"sections-{number}-is_required": "on" if section.is_required else "",
            f"sections-{number}-ORDER": number + 1,
        }
    return data | changes


def test_edit_makes_a_new_version_and_plans_keep_theirs(world, client_for):
    old = world.plan.template
    changes = {
        "sections-1-DELETE": "on",
        "sections-0-ORDER": 4,
        "sections-5-title": "How we will know",
        "sections-5-ORDER": 9,
    }
    answer = client_for("coordinator").post("/plans/templates/uk-2013/1/edit/", post_of(old, **changes))
    assert (answer.status_code, answer["Location"]) == (302, "/plans/templates/uk-2013/2/")
    made = Template.objects.get(key="uk-2013", version=2)
    assert keys_of(made) == ["what", "objective", "timescales", "organisations", "how_we_will_know"]
    assert (Plan.objects.get(pk=world.plan.pk).template, keys_of(old)) == (old, KEYS["uk-2013"])
    assert (made.reference, Template.objects.by_reference("uk-2013/2"), Template.objects.by_reference("uk-2013")) == (
        "uk-2013/2",
        made,
        old,
    )


def test_template_without_sections_is_refused(world, client_for):
    changes = {f"sections-{number}-DELETE": "on" for number in range(5)}
    answer = client_for("coordinator").post("/plans/templates/uk-2013/1/edit/", post_of(world.plan.template, **changes))
    assert (answer.status_code, Template.objects.filter(key="uk-2013").count()) == (200, 1)


def test_who_makes_new_versions(world):
    assert {p for p in PERSONAS if world.person(p).has_perm("plans.edit_template", world.plan.template)} == {
        "coordinator",
        "lead_official",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("reference", ["", "uk-2013/9", "uk-2013/x", "nowhere", "uk-2013/2/3"])
def test_unknown_reference_is_nothing(reference):
    assert Template.objects.by_reference(reference) is None


def new_versions(count):
    for template in list(Template.objects.latest_versions())[:count]:
        sections = [{"key": "one", "title": "One", "guidance": "", "word_limit": None, "is_required": True}]
        services.new_template_version(template, by=None, title=f"{template} again", sections=sections)


def test_templates_lists_the_latest_version_of_each(client, world, django_assert_num_queries):
    new_versions(3)
    with django_assert_num_queries(2):
        answer = client.get("/plans/templates/")
    assert [t.reference for t in answer.context["templates"]] == ["ogp-2014/2", "ogp-2016/2", "ogp-2022/2", "uk-2013"]
