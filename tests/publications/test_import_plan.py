"""Import and export on pages: a preview first, then a confirmation; only for lead officials."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from network import roles
from plans.models import Plan
from publications import planfile
from tests.publications.test_planfile import SMALL, small

pytestmark = pytest.mark.django_db
ADDRESS = "/plans/new/from-file/"


def upload(client, data) -> object:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("plan.json", json.dumps(data).encode())})


def test_upload_shows_what_would_be_made_and_makes_nothing(client_for):
    client = client_for("lead_official")
    page = client.get(upload(client, SMALL).headers["Location"]).content.decode()
    assert "A small plan" in page
    assert "Friends of Budgets" in page
    assert Plan.objects.filter(slug="xx-2020").count() == 0


def test_confirming_makes_the_plan_and_its_lead(world, client_for):
    client = client_for("lead_official")
    answer = client.post(upload(client, SMALL).headers["Location"])
    plan = Plan.objects.get(slug="xx-2020")
    assert answer.headers["Location"] == plan.get_absolute_url()
    assert roles.roles_of(world.person("lead_official"), plan) == {"lead_official"}


def test_an_import_is_one_event_however_much_it_brings(world):
    from notices.models import Event, Message

    lead = world.post("lead_official")
    planfile.load(planfile.read(SMALL), by=world.person("official"), lead_post=lead)
    assert [(event.kind, event.title, event.count) for event in Event.objects.all()] == [
        ("publications.import_plan", "A small plan", 1)
    ]
    message = Message.objects.get()
    assert (message.recipient, message.why) == (world.person("lead_official"), "role")


def test_wrong_file_is_refused_with_its_paths(client_for):
    page = upload(client_for("lead_official"), small(**{"plan.colour": "red", "themes": 5})).content.decode()
    assert "$.plan.colour: is not a key of this format" in page
    assert "$.themes: must be a list, but is a number" in page


def test_upload_of_somebody_else_cannot_be_confirmed(world, client_for):
    address = upload(client_for("lead_official"), SMALL).headers["Location"]
    assert client_for("coordinator").post(address).status_code == 403
    assert Plan.objects.filter(slug="xx-2020").count() == 0


def test_file_that_collides_by_now_is_refused(client_for):
    client = client_for("lead_official")
    address = upload(client, SMALL).headers["Location"]
    planfile.load(planfile.read(small(**{"plan.title": "Was quicker"})), by=None)
    answer = client.post(address)
    assert answer.status_code == 409
    assert "$.plan.slug" in answer.content.decode()


def test_export_is_the_plan_as_it_stands(plan, client_for):
    answer = client_for("coordinator").get(reverse("publications:export_plan", args=[plan.slug]))
    assert answer.content == planfile.to_bytes(planfile.dump(plan))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{plan.slug}.json"'
