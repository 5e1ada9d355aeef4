"""Publishing a consultation draft: what was seen is what is published, for good and on record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.urls import reverse

from commitments.services import edit_details, propose
from core.models import Job
from ledger import checkpoints, notes
from ledger.models import Entry
from publications.models import PlanEdition, Published
from publications.workflow import ChangedMeanwhile, NothingNew, publish_consultation_draft
from tests.publications.conftest import add_commitment

pytestmark = pytest.mark.django_db


def seen(client, plan) -> str:
    return client.get(reverse("publications:publish", args=[plan.slug])).context["form"].initial["seen_sha256"]


def test_lead_official_publishes_what_the_preview_showed(world, plan, client_for):
    client, address = client_for("lead_official"), reverse("publications:publish", args=[plan.slug])
    answer = client.post(address, {"change_note": "", "seen_sha256": seen(client, plan)})
    published = PlanEdition.objects.get()
    assert answer.headers["Location"] == reverse("publications:edition", args=[plan.slug, 1])
    assert (published.number, published.kind) == (1, "consultation_draft")
    assert published.published_by == world.person("lead_official")
    assert [each["ref"] for each in published.data["commitments"]] == ["1", "2"]


def test_publishing_is_on_record_and_the_checkpoint_covers_it(published, plan):
    entry = Entry.objects.about(plan).get(verb="publications.publish")
    assert entry.index == published.ledger_index
    assert published.checkpoint_size > entry.index
    assert notes.read(published.checkpoint_note, checkpoints.public_key().public).size == published.checkpoint_size


def test_pdf_is_queued_in_the_same_transaction(published):
    assert list(Job.objects.values_list("name", "argument", "state")) == [
        ("publications.render_plan_pdf", str(published.pk), "queued")
    ]


def test_change_after_the_preview_is_not_published_unseen(world, plan, client_for):
    client, address = client_for("lead_official"), reverse("publications:publish", args=[plan.slug])
    before = seen(client, plan)
    add_commitment(world, "3", "Came in meanwhile")
    answer = client.post(address, {"change_note": "", "seen_sha256": before})
    assert answer.status_code == 200
    assert "The plan was changed while you were reading" in answer.content.decode()
    assert PlanEdition.objects.count() == 0
    again = answer.context["form"]["seen_sha256"].value()
    assert client.post(address, {"change_note": "", "seen_sha256": again}).status_code == 302


def test_verb_refuses_other_content_and_leaves_no_edition(world, plan):
    with pytest.raises(ChangedMeanwhile):
        publish_consultation_draft(plan, by=world.person("lead_official"), seen_sha256="0" * 64)
    assert Entry.objects.about(plan).filter(verb="drafting.freeze").count() == 0


def test_same_content_is_not_published_twice(world, published, plan):
    with pytest.raises(NothingNew):
        publish_consultation_draft(plan, by=world.person("lead_official"), change_note="Nothing")


def test_next_edition_needs_a_note_of_what_changed(world, published, plan):
    edit_details(plan.commitments.get(ref="1"), by=world.person("lead_official"), title="Open the whole budget")
    client, address = client_for_lead(world), reverse("publications:publish", args=[plan.slug])
    answer = client.post(address, {"change_note": "", "seen_sha256": seen(client, plan)})
    assert "change_note" in answer.context["form"].errors
    client.post(address, {"change_note": "A better title.", "seen_sha256": seen(client, plan)})
    assert list(PlanEdition.objects.values_list("number", "change_note")) == [(2, "A better title."), (1, "")]


def client_for_lead(world):
    from tests.conftest import client_of

    return client_of(world, "lead_official")


@pytest.mark.parametrize("persona", ["coordinator", "gov_drafter", "minister", "admin"])
def test_nobody_else_publishes(world, plan, persona):
    with pytest.raises(PermissionDenied):
        publish_consultation_draft(plan, by=world.person(persona))


def test_what_one_side_only_has_put_forward_is_not_in_it(world, plan):
    propose(plan=plan, title="Secret proposal", origin="civil_society", by=world.person("cs_drafter"))
    published = publish_consultation_draft(plan, by=world.person("lead_official"))
    assert "Secret proposal" not in published.edition.content


def test_published_edition_never_changes(published):
    with pytest.raises(Published):
        published.save()
    with pytest.raises(Published):
        published.delete()
    rows = PlanEdition.objects.all()
    for act in (lambda: rows.update(change_note="x"), lambda: rows._raw_delete("default")):
        with pytest.raises(Error), transaction.atomic():
            act()
    assert PlanEdition.objects.get().change_note == ""


def test_edits_after_publication_leave_the_edition_alone(world, published, plan, client_for):
    edit_details(plan.commitments.get(ref="1"), by=world.person("lead_official"), title="Something else")
    page = client_for("visitor").get(reverse("publications:read", args=[plan.slug])).content.decode()
    assert "Open the budget" in page
    assert "Something else" not in page


def test_preview_asks_as_often_for_four_commitments_as_for_two(world, plan, client_for, django_assert_max_num_queries):
    client, address = client_for("lead_official"), reverse("publications:publish", args=[plan.slug])
    client.get(address)
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(60) as asked:
            client.get(address)
        counts.append(len(asked))
        add_commitment(world, f"{_round}1")
        add_commitment(world, f"{_round}2")
    assert counts[0] == counts[1]


def test_members_and_all_who_hold_a_role_are_told_in_their_digests(world, published):
    from notices.models import Event, Message

    event = Event.objects.get(kind="publications.publish")
    assert (event.title, event.address) == (
        "National Action Plan 2013 to 2015, edition 1",
        published.get_absolute_url(),
    )
    whys = dict(Message.objects.filter(event=event).values_list("recipient__name", "why"))
    assert set(whys.values()) == {"told"}
    assert sorted(whys) == [
        *("Clearing Officer", "Coordinator", "Cs Drafter", "Gov Drafter", "Member", "Minister"),
        *("Representative", "Reviewer", "Steering Member"),
    ]
