"""A plan file goes in and comes out the same; a wrong one is refused whole, with the path of every mistake."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from commitments.models import Commitment
from network.models import Organisation
from plans.models import Plan
from publications import planfile

pytestmark = pytest.mark.django_db
DATA = Path("/work/shared/data")
SMALL: dict[str, Any] = {
    "format": "ogpnap-plan/1",
    "plan": {
        "slug": "xx-2020",
        "title": "A small plan",
        "country": "Ruritania",
        "number": 1,
        "period_start": "2020-01-01",
        "period_end": "2021-12-31",
        "template": "ogp-2014",
        "summary": "",
        "source": "made for a test",
    },
    "themes": [{"title": "Money", "summary": "Where it goes."}],
    "organisations": [
        {"name": "Friends of Budgets", "acronym": "FoB", "side": "civil_society"},
        {"name": "Ministry of Finance", "acronym": "", "side": "government"},
    ],
    "commitments": [
        {
            "ref": "1.a",
            "ogp_id": "XX0001",
            "theme": "Money",
            "title": "Publish the budget",
            "lead": ["Ministry of Finance"],
            "supporting_government": [],
            "supporting_other": ["Friends of Budgets"],
            "other_actors_text": "",
            "starts_text": "Spring 2020",
            "ends_text": "ongoing",
            "values": ["Access to information"],
            "policy_areas": ["Open budgets"],
            "sections": {"objective": "Everyone can read the budget.\n\n- in time\n- in full"},
            "milestones": [
                {
                    "ref": "1",
                    "text": "Publish it",
                    "starts_text": "",
                    "ends_text": "March 2020",
                    "status": None,
                    "result": "",
                    "lead": ["Ministry of Finance"],
                    "expected_outputs": "A table",
                }
            ],
            "status": None,
            "result": "",
            "next_steps": "",
        }
    ],
    "narrative": [{"title": "Foreword", "owner": "civil_society", "body": "We were there."}],
    "annex": [{"text": "Publish contracts too", "origin": "network", "status": "open", "reason": "Not now."}],
}


def small(**changes: Any) -> dict[str, Any]:
    """The small file with values changed at their paths: small(**{"plan.slug": "yy"})."""
    data = copy.deepcopy(SMALL)
    for path, value in changes.items():
        place: Any = data
        *before, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in before:
            place = place[step]
        place[last] = value
    return data


def problems(data: object) -> list[str]:
    with pytest.raises(planfile.Refused) as refused:
        planfile.read(data)
    return [problem.path for problem in refused.value.problems]


@pytest.mark.parametrize("name", ["us-2015", "uk-2013", "uk-2019"])
def test_real_plans_come_out_as_they_went_in(name):
    if not (DATA / name).exists():
        pytest.skip("the shared data is not here")
    raw = (DATA / name / "plan.json").read_bytes()
    plan = planfile.load(planfile.read(planfile.parse(raw)), by=None)
    assert planfile.dump(plan) == json.loads(raw)


def test_second_pass_is_equal_byte_for_byte():
    plan = planfile.load(planfile.read(SMALL), by=None)
    first = planfile.to_bytes(planfile.dump(plan))
    assert json.loads(first) == SMALL
    assert planfile.to_bytes(planfile.read(planfile.parse(first))) == first


def test_what_a_load_makes():
    plan = planfile.load(planfile.read(SMALL), by=None)
    commitment = plan.commitments.get()
    assert (plan.slug, plan.template.key, plan.themes.get().title) == ("xx-2020", "ogp-2014", "Money")
    assert (commitment.ref, commitment.state, str(commitment.starts_on)) == ("1.a", "drafting", "2020-03-01")
    assert [section.text.body for section in commitment.sections.all() if section.text.body] == [
        "Everyone can read the budget.\n\n- in time\n- in full"
    ]
    assert plan.parts.get().text.body == "We were there."
    assert plan.asks.get().reason == "Not now."


def test_organisations_are_reused_by_name():
    here = Organisation(name="Ministry of Finance", acronym="MoF", slug="mof", side="government", kind="other")
    here.save()
    plan = planfile.load(planfile.read(SMALL), by=None)
    assert plan.commitments.get().parts.get(part="lead").organisation == here
    assert planfile.dump(plan)["organisations"][1]["acronym"] == "MoF"


def test_organisation_of_the_other_side_is_refused():
    Organisation.objects.create(name="Ministry of Finance", slug="mof", side="civil_society", kind="cso")
    with pytest.raises(planfile.Refused) as refused:
        planfile.load(planfile.read(SMALL), by=None)
    assert [problem.path for problem in refused.value.problems] == ["$.organisations[1].side"]
    assert Plan.objects.filter(slug="xx-2020").count() == 0


def test_same_file_twice_changes_nothing_and_another_at_its_address_is_refused():
    plan = planfile.load(planfile.read(SMALL), by=None)
    assert planfile.load(planfile.read(SMALL), by=None) == plan
    with pytest.raises(planfile.Refused) as refused:
        planfile.load(planfile.read(small(**{"plan.title": "Another"})), by=None)
    assert [problem.path for problem in refused.value.problems] == ["$.plan.slug"]
    assert Plan.objects.get(slug="xx-2020").title == "A small plan"


def test_text_is_normalised_in_the_first_pass():
    plan = planfile.load(planfile.read(small(**{"commitments.0.title": "Re\u0301sume\u0301\u200b"})), by=None)
    assert plan.commitments.get().title == "R\u00e9sum\u00e9"


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("format", "ogpnap-plan/2", "$.format"),
        ("extra", 1, "$.extra"),
        ("plan.slug", "Not A Slug", "$.plan.slug"),
        ("plan.slug", "new", "$.plan.slug"),
        ("plan.number", "1", "$.plan.number"),
        ("plan.number", True, "$.plan.number"),
        ("plan.period_start", "Spring 2020", "$.plan.period_start"),
        ("plan.period_start", "20200101", "$.plan.period_start"),
        ("plan.period_end", "2019-12-31", "$.plan.period_end"),
        ("plan.template", "fr-1999", "$.plan.template"),
        ("plan.colour", "red", "$.plan.colour"),
        ("themes.0.title", "", "$.themes[0].title"),
        ("themes", {}, "$.themes"),
        ("organisations.0.side", "both", "$.organisations[0].side"),
        ("organisations.1.name", "Friends of Budgets", "$.organisations[1].name"),
        ("commitments.0.ref", "1 a", "$.commitments[0].ref"),
        ("commitments.0.theme", "Water", "$.commitments[0].theme"),
        ("commitments.0.title", "x" * 601, "$.commitments[0].title"),
        ("commitments.0.lead", ["Nobody"], "$.commitments[0].lead[0]"),
        ("commitments.0.lead", "Ministry of Finance", "$.commitments[0].lead"),
        ("commitments.0.sections", {"poem": "…"}, "$.commitments[0].sections.poem"),
        ("commitments.0.sections.objective", None, "$.commitments[0].sections.objective"),
        ("commitments.0.status", "", "$.commitments[0].status"),
        ("commitments.0.milestones.0.text", "", "$.commitments[0].milestones[0].text"),
        ("commitments.0.milestones.0.lead", ["Nobody"], "$.commitments[0].milestones[0].lead[0]"),
        ("commitments.0.endorsements", [{}], "$.commitments[0].endorsements[0].organisation"),
        ("narrative.0.owner", "nobody", "$.narrative[0].owner"),
        ("annex.0.status", "perhaps", "$.annex[0].status"),
        ("edition", {"number": 1, "kind": "final", "sha256": "abc", "presented_as": ""}, "$.edition.sha256"),
    ],
)
def test_wrong_value_is_named_by_its_path(path, value, found):
    assert found in problems(small(**{path: value}))
    assert Commitment.objects.count() == 0


def test_missing_key_and_duplicate_reference():
    data = small()
    del data["commitments"][0]["title"]
    data["commitments"].append(copy.deepcopy(SMALL["commitments"][0]))
    assert problems(data) == ["$.commitments[0].title", "$.commitments[1].ref"]


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'{"a": 1, "a": 2}', b'{"a": NaN}', b"[" * 100_000])
def test_what_is_no_json_is_refused(raw):
    with pytest.raises(planfile.Refused):
        planfile.parse(raw)


@pytest.mark.parametrize("data", [None, [], "text", 5, {"format": "ogpnap-plan/1"}])
def test_what_is_no_plan_is_refused(data):
    assert problems(data) != []


def test_dump_asks_as_often_for_three_commitments_as_for_one(django_assert_num_queries):
    plan = planfile.load(planfile.read(SMALL), by=None)
    three = [{**SMALL["commitments"][0], "ref": ref} for ref in ("1", "2", "3")]
    bigger = planfile.load(planfile.read(small(**{"plan.slug": "yy", "commitments": three})), by=None)
    for each in (plan, bigger):
        each = Plan.objects.get(pk=each.pk)
        with django_assert_num_queries(9):
            planfile.dump(each)
