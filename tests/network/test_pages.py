"""What people read on the network's pages, and how many queries a page of one and of three rows takes."""

import pytest
from allauth.account.models import EmailAddress

from ledger.models import Entry
from network import handover, mentions, services
from network.choices import PostKind
from network.models import Handover, Membership, Network, Organisation, Post
from tests.access.network import _date
from tests.world import days

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def more_organisations(world, count: int) -> None:
    for number in range(count):
        made = services.create_organisation(name=f"CSO {number}", kind="cso", side="civil_society", by=None)
        services.admit(world.network, organisation=made, by=None)


def more_posts(world, count: int) -> None:
    for number in range(count):
        made = services.create_post(
            title=f"Representative {number}", kind=PostKind.REPRESENTATIVE, organisation=world.cso, by=None
        )
        person = services.create_person(email=f"p{number}@example.org", name=f"P {number}")
        services.appoint(person, made, by=None)
        services.admit(world.network, person=person, by=None)


def more_requests(world, count: int) -> None:
    for number in range(count):
        fields = {"name": f"N {number}", "email": f"n{number}@example.org", "account": world.person("coordinator")}
        services.ask_to_join(world.network, statement="Hello", **fields)


def more_edits(world, count: int) -> None:
    for number in range(count):
        services.edit_organisation(world.cso, about=f"Text {number}", by=world.person("coordinator"))


LISTS = {
    "/network/": (more_posts, "visitor"),
    "/network/organisations/": (more_organisations, "visitor"),
    "/network/organisations/cso/": (more_posts, "visitor"),
    "/network/organisations/cso/history/": (more_edits, "visitor"),
    "/network/posts/gov-drafter/": (more_posts, "visitor"),
    "/network/uk/": (more_posts, "visitor"),
    "/network/uk/members/": (more_organisations, "member"),
    "/network/requests/": (more_requests, "coordinator"),
    "/network/account/": (more_requests, "coordinator"),
}


@pytest.mark.parametrize("address", LISTS)
def test_page_takes_as_many_queries_with_three_rows_as_with_one(
    world, client_for, address, django_assert_max_num_queries
):
    more, persona = LISTS[address]
    client = client_for(persona)
    more(world, 1)
    client.get(address)
    with django_assert_max_num_queries(14) as one:
        client.get(address)
    Post.objects.filter(title__startswith="Representative ").update(organisation=world.other_department)
    _again(more, world)
    with django_assert_max_num_queries(14) as three:
        client.get(address)
    assert len(three) == len(one)


def _again(more, world) -> None:
    """Two rows more, under names that are free."""
    Organisation.objects.filter(name="CSO 0").update(name="First CSO")
    for address in EmailAddress.objects.filter(email="p0@example.org"):
        address.email = address.user.email = "first@example.org"
        address.user.save()
        address.save()
    Post.objects.filter(organisation=world.other_department, title="Representative 0").update(organisation=world.cso)
    more(world, 2)


def test_organisation_shows_its_posts_and_who_holds_them(world, client):
    page = text(client, "/network/organisations/department/")
    assert "Gov Drafter" in page
    assert "vacant for 62 days" in page
    assert "Leaver" not in page


def test_organisations_are_found_by_name_side_and_kind(world, client):
    assert "Department of Health" not in text(client, "/network/organisations/?side=civil_society")
    assert "Integrity Watch" in text(client, "/network/organisations/?side=civil_society&kind=cso&name=INTEGRITY")
    assert "No organisation fits" in text(client, "/network/organisations/?name=nothing")
    assert "1 vacant" in text(client, "/network/organisations/?name=Business")


def test_counts_of_posts_and_vacancies(world):
    counts = Organisation.objects.with_vacancies().values_list("slug", "post_count", "vacant_count")
    assert set(counts) == {
        ("cabinet-office", 2, 0),
        ("department", 3, 1),
        ("other-department", 1, 0),
        ("cso", 1, 0),
        ("reviewers", 1, 0),
    }


def test_post_shows_who_held_it_and_by_what_mandate(world, client):
    page = text(client, "/network/posts/gov-drafter/")
    assert page.index("Gov Drafter") < page.index("Leaver")
    assert "Decided in writing" in page


def test_empty_pages_say_what_will_be_there(db, client):
    assert "No network yet" in text(client, "/network/")
    assert "No organisations yet" in text(client, "/network/organisations/")
    assert "There is no network to join yet" in text(client, "/network/join/")
    Network.objects.create(name="New network", slug="new")
    page = text(client, "/network/new/")
    assert "No posts yet" in page
    assert "has not published its criteria yet" in page
    assert "No members yet" in text(client, "/network/new/members/")


def test_coordinator_adds_an_organisation_on_her_side_only(world, client_for):
    client = client_for("coordinator")
    answers = {"name": "Budget Watch", "kind": "cso", "side": "civil_society", "acronym": "BW"}
    assert client.post("/network/organisations/new/", answers).url == "/network/organisations/bw/"
    client.post("/network/organisations/new/", {"name": "Treasury", "kind": "department", "side": "government"})
    client.post("/network/organisations/new/", {"name": "Fake CSO", "kind": "department", "side": "civil_society"})
    client.post("/network/organisations/new/", {"name": "BUDGET watch", "kind": "cso", "side": "civil_society"})
    assert Organisation.objects.count() == 6


def test_editing_an_organisation_is_kept_in_its_history(world, client_for):
    client = client_for("coordinator")
    answers = {"name": "Integrity Watch UK", "kind": "cso", "about": "We watch.", "side": "government"}
    assert client.post("/network/organisations/cso/edit/", answers).url == "/network/organisations/cso/"
    world.cso.refresh_from_db()
    assert (world.cso.name, world.cso.side) == ("Integrity Watch UK", "civil_society")
    page = text(client, "/network/organisations/cso/history/")
    assert "by Coordinator" in page
    assert Entry.objects.about(world.cso).get().data == {"changed": ["about", "name"]}


def test_saving_without_a_change_records_nothing(world, client_for):
    client_for("coordinator").post("/network/organisations/cso/edit/", {"name": "Integrity Watch", "kind": "cso"})
    assert (world.cso.history.count(), Entry.objects.about(world.cso).count()) == (0, 0)


def test_coordinator_edits_the_network(world, client_for):
    answers = {"name": "Open Government Network", "criteria": "Be outside government.", "nation": "Wales"}
    client_for("coordinator").post("/network/uk/edit/", answers)
    assert "Be outside government." in text(client_for("visitor"), "/network/join/")


def test_lead_official_creates_a_post_and_appoints(world, client_for):
    client = client_for("lead_official")
    answers = {"title": "Policy adviser", "kind": "focal_point"}
    client.post("/network/organisations/department/posts/new/", answers)
    post = Post.objects.get(title="Policy adviser")
    assert post.slug == "policy-adviser-department-for-business"
    stranger = world.person("stranger")
    page = client.post(f"/network/posts/{post.slug}/appoint/", {"email": stranger.email, **_date("starts", days(0))})
    assert "Nobody has an account with this address" in page.content.decode()  # not confirmed yet
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    client.post(f"/network/posts/{post.slug}/appoint/", {"email": "STRANGER@demo.test", **_date("starts", days(0))})
    assert post.current_tenure().person == stranger


def test_refusal_of_the_verb_stands_at_the_field(world, client_for):
    person = world.person("coordinator")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    answers = {"email": person.email, **_date("starts", days(0))}
    page = client_for("lead_official").post("/network/posts/vacant/appoint/", answers).content.decode()
    assert "They stand on another side at that time" in page
    assert "<title>Error:" in page


def test_handover_from_leaver_to_successor(world, client_for, monkeypatch):
    registered = {"Plans": lambda post: [("Plan of 2013", "/plans/uk-2013/")]}
    monkeypatch.setattr(handover, "_registered", registered)
    leaver, lead = client_for("gov_drafter"), client_for("lead_official")
    assert "Plan of 2013" in text(leaver, "/network/posts/gov-drafter/end/")
    answers = {**_date("ends", days(0)), "note": "Ring the treasury."}
    leaver.post("/network/posts/gov-drafter/end/", answers)
    page = text(leaver, "/network/posts/gov-drafter/handover/")
    assert ("Ring the treasury." in page, "Plan of 2013" in page) == (True, False)
    leaver.post("/network/posts/gov-drafter/handover/", {"note": "Ring them twice."})
    services.appoint(world.person("stranger"), world.post("gov_drafter"), by=world.person("lead_official"))
    successor = client_for("stranger")
    assert "A handover waits for you" in text(successor, "/network/account/")
    page = text(successor, "/network/posts/gov-drafter/handover/")
    assert ("Ring them twice." in page, "Plan of 2013" in page) == (True, True)
    successor.post("/network/posts/gov-drafter/handover/accept/")
    assert Handover.objects.get().is_open is False
    assert "A handover waits for you" not in text(successor, "/network/account/")
    assert "Accepted on" in text(lead, "/network/posts/gov-drafter/handover/")


def test_who_ends_another_persons_tenure_does_not_write_their_note(world, client_for):
    answers = {**_date("ends", days(0)), "note": "They were hopeless."}
    client_for("lead_official").post("/network/posts/gov-drafter/end/", answers)
    assert Handover.objects.get().note == ""


def test_mentions_of_an_organisation_stand_on_its_page(world, client, monkeypatch):
    registered = {"plans": ("Plans it takes part in", lambda organisation, user: [("NAP 2013", "/plans/x/")])}
    monkeypatch.setattr(mentions, "_registered", registered)
    page = text(client, "/network/organisations/cso/")
    assert "Plans it takes part in" in page
    assert '<a class="govuk-link" href="/plans/x/">NAP 2013</a>' in page


def test_visitor_asks_to_join_and_gets_a_page_of_their_own(world, client):
    answers = {
        "network": "uk",
        "kind": "person",
        "name": "Ann",
        "email": "ann@example.org",
        "statement": "I meet them.",
    }
    answer = client.post("/network/join/", answers, follow=True)
    assert "Waiting for an answer" in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/network/join/some-other-key/").status_code == 404


def test_form_open_to_all_is_not_open_to_floods(world, client):
    answers = {"network": "uk", "kind": "person", "name": "Ann", "email": "a@example.org", "statement": "Hello."}
    statuses = [client.post("/network/join/", answers).status_code for _try in range(21)]
    assert statuses == [302] * 20 + [429]


def test_organisation_that_asks_names_itself(world, client):
    answers = {"network": "uk", "kind": "organisation", "name": "A", "email": "a@example.org", "statement": "x"}
    assert "Enter the name of the organisation." in client.post("/network/join/", answers).content.decode()
    assert Membership.objects.count() == 3


@pytest.mark.parametrize("page", ["user", "organisation", "network", "post", "tenure"])
def test_admin_site_lists_what_the_operator_needs(client_for, page):
    client = client_for("admin")
    assert client.get(f"/admin/network/{page}/").status_code == 200


def test_admin_site_shows_no_applicants_and_no_handovers(client_for):
    page = client_for("admin").get("/admin/").content.decode()
    assert [word for word in ("applicant", "handover", "membershiprequest", "/auth/group/") if word in page] == []


def test_operator_names_first_holders_on_the_admin_site(world, client_for):
    answers = {"person": world.person("stranger").pk, "post": world.post("vacant").pk, "starts": days(0).isoformat()}
    assert client_for("admin").post("/admin/network/tenure/add/", answers).status_code == 302
    tenure = world.post("vacant").current_tenure()
    assert (tenure.person, tenure.named_by_operator) == (world.person("stranger"), True)
    wrong = answers | {"person": world.person("coordinator").pk, "post": world.post("gov_drafter").pk}
    assert client_for("admin").post("/admin/network/tenure/add/", wrong).status_code == 200


def test_operator_creates_a_post_on_the_admin_site(world, client_for):
    answers = {"title": "Coordinator's assistant", "kind": "steering_member", "network": world.network.pk}
    assert client_for("admin").post("/admin/network/post/add/", answers).status_code == 302
    assert Post.objects.get(title="Coordinator's assistant").side == "civil_society"
    wrong = {"title": "Wrong", "kind": "minister", "network": world.network.pk}
    assert client_for("admin").post("/admin/network/post/add/", wrong).status_code == 200
