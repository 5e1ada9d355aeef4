"""Settings, following, unsubscribing, and what a plan's leads see."""

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from network import roles
from network.choices import Role
from notices import addresses, followers, services, unsubscribing
from notices import outbox as outbox_module
from notices.choices import Frequency
from notices.models import Mail, Preferences, Subscription
from tests.notices.build import address_in, now, send_all, tell

pytestmark = pytest.mark.django_db


def frequency_of(person, thing=None):
    if thing:
        return Subscription.objects.get(person=person, thing_id=str(thing.pk)).frequency
    return Preferences.objects.get(person=person).frequency


def unsubscribe_address(world, **to):
    tell(world, **to)
    send_all(now())
    return address_in(django_mail.outbox[-1])


# One click, no sign-in


def test_a_mail_program_unsubscribes_with_one_post(world):
    address = unsubscribe_address(world, waits_for=["coordinator"])
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert frequency_of(world.person("coordinator"), world.plan) == Frequency.NEVER


def test_a_link_that_a_scanner_opens_changes_nothing_and_shows_a_button(world):
    address = unsubscribe_address(world, waits_for=["coordinator"])
    page = Client().get(address)
    assert "Stop these messages" in page.content.decode()
    assert not Subscription.objects.filter(frequency=Frequency.NEVER).exists()


def test_the_page_says_nothing_about_whom_and_what(world):
    page = Client().get(unsubscribe_address(world, waits_for=["coordinator"], title="Secret thing")).content.decode()
    words = ("Secret thing", "Coordinator", "demo.test", world.plan.title)
    assert [word for word in words if word in page] == []


def test_from_a_digest_everything_is_switched_off(world):
    mail = Mail(recipient=world.person("member"), kind="weekly", window=now())
    address = unsubscribing.address(mail, [], services.preferences_of(world.person("member")))
    Client().post(address.removeprefix("http://127.0.0.1:8000"))
    assert frequency_of(world.person("member")) == Frequency.NEVER


@pytest.mark.parametrize("token", ["x", "WyJhIixbXV0:1abc:forged", "WyJhIixbXV0"])
def test_a_token_that_we_did_not_sign_is_not_found(world, token):
    assert Client().post(reverse("notices:unsubscribe", args=[token])).status_code == 404


# Settings


def test_settings_are_saved(world, client_for):
    client = client_for("member")
    assert client.post(reverse("notices:settings"), {"frequency": "daily"}).status_code == 302
    assert frequency_of(world.person("member")) == Frequency.DAILY
    assert "checked" in client.get(reverse("notices:settings")).content.decode()


def test_how_often_one_hears_of_a_plan(world, client_for):
    address = reverse("notices:edit", args=[addresses.token_of(world.plan)])
    assert client_for("member").post(address, {"follows": "yes", "frequency": "never"}).status_code == 302
    row = Subscription.objects.get()
    assert (row.is_following, row.frequency) == (True, Frequency.NEVER)


def test_following_and_stopping(world, client_for):
    member, thing = world.person("member"), addresses.token_of(world.plan)
    client = client_for("member")
    assert client.post(reverse("notices:follow"), {"thing": thing, "follow": "yes"}).url == "/plans/uk-2013/"
    assert followers.follows(member, world.plan)
    client.post(reverse("notices:follow"), {"thing": thing, "follow": "no"})
    assert not followers.follows(member, world.plan)


def test_what_cannot_be_followed_is_not_found(world, client_for):
    for token in (addresses.token_of(world.part), addresses.token_of(world.person("member")), "forged"):
        assert client_for("coordinator").post(reverse("notices:follow"), {"thing": token}).status_code == 404


@pytest.mark.parametrize(
    ("persona", "button"), [("visitor", ""), ("member", "Follow this"), ("coordinator", "Stop following")]
)
def test_the_button_on_the_page_of_a_thing(world, persona, button):
    request = RequestFactory().get("/")
    request.user = world.person(persona)
    made = Template('{% include "notices/follow.html" with thing=plan %}')
    html = made.render(Context({"plan": world.plan, "request": request}))
    shown = [words for words in ("Follow this", "Stop following") if words in html]
    assert shown == ([button] if button else [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_settings_page_asks_the_same_number_of_questions(world, client_for, django_assert_num_queries, rows):
    from tests.world import make_plan

    services.preferences_of(world.person("member"))
    for number in range(rows):
        services.follow(make_plan(world, f"p{number}"), by=world.person("member"))
    client = client_for("member")
    client.get(reverse("notices:settings"))
    with django_assert_num_queries(6):
        client.get(reverse("notices:settings"))


# The outbox of those who lead a plan


def outbox(client):
    return client.get(reverse("notices:outbox") + "?plan=uk-2013")


def page_of(client, event):
    return client.get(reverse("notices:outbox_event", args=[event.key])).content.decode()


def test_it_says_who_is_told_and_why_somebody_is_not(world, client_for):
    services.set_frequency(world.plan, Frequency.NEVER, by=world.person("cs_drafter"))
    event = tell(world, to=["cs_drafter", "gov_drafter"], waits_for=["minister"])
    page = page_of(client_for("coordinator"), event)
    said = ["Cs Drafter", "They have switched these messages off.", "Gov Drafter", "With their daily digest, "]
    assert [words for words in [*said, "Minister", "It goes out within minutes."] if words not in page] == []
    assert "demo.test" not in page.replace("coordinator@demo.test", "")


def rows_of(reader, event):
    """The two tables of the page: (who, status) of those who are told, (who, reason) of those who are not."""
    messages = list(event.messages.select_related("event", "recipient", "post", "mail"))
    told = [(row.name, str(row.status)) for row in outbox_module.recipients_of(messages, reader, now())]
    left_out = [(row.name, str(row.state)) for row in outbox_module.not_told(event, reader, now())]
    return sorted(told), sorted(left_out)


def test_who_would_be_told_by_a_role_and_is_not_is_named_with_the_reason(world):
    roles.grant(Role.DRAFTER, world.plan, to=world.post("vacant"), by=None)
    services.unfollow(world.plan, by=world.person("gov_drafter"))
    with transaction.atomic():
        event = services.announce(
            kind="tests.asked", thing=world.part, title="Foreword", address="/", by=world.person("lead_official")
        )
    roles.grant(Role.DRAFTER, world.plan, to=world.post("official"), by=None)
    assert rows_of(world.person("coordinator"), event) == (
        [("Coordinator", "Will be sent"), ("Cs Drafter", "Will be sent")],
        [
            ("Gov Drafter", "They chose not to follow it."),
            ("Lead Official", "They did it themselves."),
            ("Official", "They got their role later."),
            ("Vacant focal point, Department for Business", "Nobody is in this post."),
        ],
    )


def test_of_what_followers_are_not_told_nobody_is_missed(world):
    event = tell(world, to=["coordinator"])
    assert rows_of(world.person("coordinator"), event) == ([("Coordinator", "Will be sent")], [])


def test_what_was_sent_says_when_and_how(world, client_for):
    event = tell(world, waits_for=["coordinator"])
    send_all(now())
    page = page_of(client_for("coordinator"), event)
    assert ("Sent" in page, ", at once" in page, "Will be sent" in page) == (True, True, False)


def test_people_of_the_other_side_without_a_post_are_not_named(world, client_for):
    event = tell(world, by=None, to=["member", "stranger", "cs_drafter"])
    page = page_of(client_for("lead_official"), event)
    assert [name for name in ("Member", "Stranger", "Cs Drafter") if f">{name}<" in page] == []
    assert page.count("A person without a post") == 3


def test_what_the_reader_may_not_see_is_not_listed(world, client_for, monkeypatch):
    from plans.models import NarrativePart

    event = tell(world, thing=world.part, title="Hidden room", to=["coordinator"])
    assert "Hidden room" in outbox(client_for("coordinator")).content.decode()
    monkeypatch.setitem(
        __import__("ledger.visibility").visibility._visible,
        "plans.narrativepart",
        lambda user: NarrativePart.objects.none(),
    )
    client = client_for("coordinator")
    assert "Hidden room" not in outbox(client).content.decode()
    assert client.get(reverse("notices:outbox_event", args=[event.key])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outbox_asks_the_same_number_of_questions(world, client_for, django_assert_num_queries, rows):
    for number in range(rows):
        tell(world, title=f"T{number}", to=["member", "coordinator"])
    client = client_for("coordinator")
    outbox(client)
    with django_assert_num_queries(6):
        outbox(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_recipients_of_an_event_cost_the_same_however_many(world, client_for, django_assert_num_queries, rows):
    event = tell(world, by=None, thing=world.part, to=["representative", "gov_drafter", "cs_drafter"][:rows])
    client = client_for("coordinator")
    page_of(client, event)
    with django_assert_num_queries(22):
        page_of(client, event)


@pytest.mark.parametrize("rows", [1, 3])
def test_those_who_are_not_told_cost_the_same_however_many(world, client_for, django_assert_num_queries, rows):
    for persona in ("gov_drafter", "cs_drafter", "lead_official")[:rows]:
        services.unfollow(world.plan, by=world.person(persona))
    services.follow(world.plan, by=world.person("representative"))
    with transaction.atomic():
        event = services.announce(kind="tests.asked", thing=world.part, title="F", address="/", by=None)
    assert len(outbox_module.not_told(event, world.person("coordinator"), now())) == rows
    client = client_for("coordinator")
    page_of(client, event)
    with django_assert_num_queries(34):
        page_of(client, event)


def test_who_follows_by_role_is_the_same_asked_for_one_and_for_all(world):
    everybody = {follower.pk for follower in followers.by_default(world.plan)}
    assert {user.pk for user in world.people.values() if followers.follows(user, world.plan)} == everybody
    assert world.person("coordinator").pk in everybody


# The desk


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_shows_what_is_new_and_asks_no_more_for_three_than_for_one(world, client_for, rows):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(world, title="First", to=["coordinator"])
    client = client_for("coordinator")
    client.get("/desk/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/")
    for number in range(rows - 1):
        tell(world, thing=world.network, title=f"More {number}", to=["coordinator"])
        tell(world, title=f"More {number}", to=["coordinator"])
    with CaptureQueriesContext(connection) as more:
        page = client.get("/desk/").content.decode()
    assert "A suggestion was made" in page
    assert len(more) - len(one) == (1 if rows > 1 else 0) * 2  # another kind of thing: seen by whom, and its name


def test_what_was_switched_off_is_not_on_the_desk(world, client_for):
    services.set_frequency(world.plan, Frequency.NEVER, by=world.person("coordinator"))
    tell(world, title="Something loud", to=["coordinator"])
    assert "Something loud" not in client_for("coordinator").get("/desk/").content.decode()
