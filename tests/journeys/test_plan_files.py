"""A plan comes in through the lead official's page and goes out the same."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.people import Person
from tests.publications.test_planfile import SMALL

pytestmark = pytest.mark.usefixtures("example")


def send_in(person: Person, data: object) -> Person:
    file = SimpleUploadedFile("plan.json", json.dumps(data).encode(), "application/json")
    return person.open("/plans/new/from-file/").send("Show what it makes", file=file)


def test_preview_then_import_then_the_same_file_out():
    lead = send_in(Person("lead-official"), SMALL)
    assert "A small plan" in lead.text
    assert Person().open("/plans/xx-2020/").status == 404
    lead.send("Import the plan")
    assert (lead.address, lead.title.endswith("A small plan")) == ("/plans/xx-2020/", True)
    assert "Publish the budget" in lead.open("/plans/xx-2020/commitments/").text
    out = lead.open("/plans/xx-2020/plan-file/").answer.content
    again = send_in(Person("lead-official"), {**json.loads(out), "plan": {**SMALL["plan"], "slug": "yy-2020"}})
    again.send("Import the plan")
    assert again.open("/plans/yy-2020/plan-file/").answer.content == out.replace(b"xx-2020", b"yy-2020")
    assert json.loads(out) == SMALL


def test_wrong_file_is_refused_whole_with_the_paths():
    lead = send_in(Person("lead-official"), {**SMALL, "themes": 5, "colour": "red"})
    assert "$.themes: must be a list, but is a number" in lead.text
    assert "$.colour: is not a key of this format" in lead.text
    assert Person().open("/plans/xx-2020/").status == 404
