"""The desk shows what the mails say, live: what waits for a person, and what is new to them."""

import datetime as dt
import html
import re

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commitments import services, workflow
from drafting import comments
from drafting.choices import Audience
from drafting.models import Suggestion
from drafting.services import save_text
from drafting.suggestions import refuse, suggest
from network import roles
from network.choices import Role
from network.models import Organisation
from network.services import appoint, ask_to_join, end_tenure
from notices import services as notices
from notices.choices import Why
from notices.models import Message
from plans.choices import Owner, PlanRule
from plans.services import ask_rule_change
from portal import desk
from tests.commitments.build import SECTION, propose
from tests.conftest import client_of
from tests.notices.build import DAY, send_all
from tests.world import PERSONAS, World, build_world

pytestmark = pytest.mark.django_db
PEOPLE = PERSONAS[1:]


def suggest_to(text, by, words="We must", reason="It is a duty"):
    end = len(text.body.split(".")[0])
    return suggest(text, base=text.latest, quote_start=0, quote_end=end, replacement=words, reason=reason, by=by)


def busy(world: World) -> None:
    """Everything that can be announced, at least once, with choices of people that matter."""
    person = world.person
    notices.follow(world.plan, by=person("member"))
    notices.follow(world.plan, by=person("stranger"))
    notices.prefer(person("member"), frequency="weekly", language="")
    notices.set_frequency(world.plan, "never", by=person("steering_member"))
    one, other = propose(world, sections={SECTION: "We will publish the owners. Soon."}), propose(world, "gov_drafter")
    text = one.sections.get(template_section__key=SECTION).text
    suggest_to(text, person("member"))
    refuse(suggest_to(text, person("representative"), "We can"), reason="No", by=person("gov_drafter"))
    for side in ("cs_drafter", "gov_drafter"):
        comments.start_thread(text, anchor=None, body="Ours", audience=Audience.SIDE, by=person(side))
    thread = comments.start_thread(
        text,
        anchor=None,
        body="Why?",
        audience=Audience.EVERYONE,
        by=person("member"),
        mentions=[world.post("minister")],
    )
    comments.answer(thread, "Because", person("gov_drafter"))
    services.ask_to_join(one, reason="I know registers", by=person("member"))
    services.ask_to_join(one, reason="It is ours", by=person("official"))
    workflow.take_up(other, by=person("coordinator"))
    services.add_to_group(other, to=world.post("official"), by=person("lead_official"))
    ask_rule_change(world.plan, rule=PlanRule.MINIMUM_DAYS, new=7, reason="Summer", by=person("lead_official"))
    ask_rule_change(world.plan, rule=PlanRule.SILENCE_DAYS, new=7, reason="Summer", by=person("coordinator"))
    ask_to_join(world.network, name="Ann", email="ann@example.org", statement="I keep bees")
    end_tenure(world.post("gov_drafter").tenures.get(person=person("gov_drafter")), by=person("lead_official"))
    appoint(person("stranger"), world.post("gov_drafter"), by=person("lead_official"))


@pytest.fixture
def monday(monkeypatch):
    """Ten o'clock on the next Monday: every digest is due, and nothing was sent yet."""
    day = timezone.localdate() + (7 - timezone.localdate().weekday()) * DAY
    moment = dt.datetime.combine(day, dt.time(10), tzinfo=timezone.get_default_timezone())
    return lambda: monkeypatch.setattr("django.utils.timezone.now", lambda: moment) or moment


# What is new


def on_the_desk(world, persona):
    """The rows under "What is new", as somebody reads them: (title, address, the rest)."""
    page = client_of(world, persona).get("/desk/").content.decode()
    new = page.partition('id="new"')[2].partition("Yours to write")[0].partition("<details")[0]
    rows = re.findall(r'task-list__link" href="([^"]+)"[^>]*>([^<]+)</a>\s*<div[^>]*>([^<]+)</div>', new)
    return sorted((words(title), words(address), words(hint)) for address, title, hint in rows)


def in_the_mails(world, persona):
    address = world.person(persona).email
    found = []
    for letter in mail.outbox:
        if letter.to == [address]:
            lines = re.findall(
                r'<li>([^<]+): <a href="http://[^/]+([^"]+)">([^<]+)</a><br>([^<]+)</li>', html_of(letter)
            )
            for label, href, title, rest in lines:
                when, _dot, why = words(rest).partition(". ")
                found.append((words(title), words(href), f"{words(label)}, {when}. {why}"))
    return sorted(found)


def html_of(letter):
    return letter.alternatives[0][0]


def words(text):
    return html.unescape(" ".join(text.split()))


@pytest.mark.parametrize("openness", ["network", "engaged"])
def test_for_everybody_the_desk_shows_the_rows_of_their_mails(openness, monday):
    world = build_world(openness=openness)
    busy(world)
    moment = monday()
    shown = {persona: on_the_desk(world, persona) for persona in PEOPLE}
    send_all(moment)
    assert shown == {persona: in_the_mails(world, persona) for persona in PEOPLE}
    told = {persona for persona, rows in shown.items() if rows}
    assert told >= {"coordinator", "lead_official", "cs_drafter", "member", "stranger", "minister", "official"}
    assert shown["coordinator"] != shown["lead_official"]


def test_what_was_sent_stays_on_the_desk_for_a_week_under_its_own_heading(world, monday):
    busy(world)
    send_all(monday())
    page = client_of(world, "coordinator").get("/desk/").content.decode()
    assert "Nothing since your last digest" in page
    assert "A commitment was taken up" not in page  # the coordinator did it
    later = page.partition("In your mails of the last seven days")[2]
    assert ("A suggestion was made" in later, "A change of the plan&#x27;s rules was asked for" in later) == (
        True,
        True,
    )


def test_the_desk_is_live(world):
    propose(world)
    before = on_the_desk(world, "coordinator")
    services.ask_to_join(world.plan.commitments.get(), reason="I know registers", by=world.person("member"))
    [new] = [row for row in on_the_desk(world, "coordinator") if row not in before]
    assert new[:2] == ("Working group on 1", "/plans/uk-2013/commitments/1/group/")
    services.answer_request(
        world.plan.commitments.get().group_requests.get(),
        is_accepted=False,
        answer="No",
        by=world.person("coordinator"),
    )
    assert on_the_desk(world, "coordinator") == before


def test_nothing_is_left_out_of_a_long_list(world):
    rows = [Organisation(name=f"O{n}", slug=f"o{n}", kind="cso", side="civil_society") for n in range(60)]
    with transaction.atomic():
        for one in Organisation.objects.bulk_create(rows):
            who = {"by": None, "to": [world.person("member")]}
            notices.announce(kind="commitments.propose", thing=one, title=one.name, address="/x/", **who)
    assert len(on_the_desk(world, "member")) == 60


# What waits


def waiting_on_the_desk(world, persona):
    """What the desk says must be set up before anybody can be asked to sign is no decision, and comes in no message."""
    groups = desk.waiting_for(world.person(persona))
    before_signing = reverse("by_link:contacts", args=["minister"])
    return sorted(item.href for group in groups for item in group.items if item.href != before_signing)


def asked_in_messages(world, persona):
    asked = Message.objects.filter(recipient=world.person(persona), why=Why.WAITS, kept_back="", mail=None)
    handover = {world.post("gov_drafter").get_absolute_url(): reverse("network:handover", args=["gov-drafter"])}
    found = [message.event.address for message in asked.select_related("event")]
    return sorted(handover.get(address, address) for address in found)


@pytest.mark.parametrize("openness", ["network", "engaged"])
def test_what_waits_on_the_desk_is_what_was_asked_at_once(openness):
    world = build_world(openness=openness)
    busy(world)
    left = Message.objects.filter(recipient=world.person("gov_drafter"), why=Why.WAITS)
    assert left.exists()  # asked of a post that they have left since
    assert waiting_on_the_desk(world, "gov_drafter") == []
    asked = {persona: asked_in_messages(world, persona) for persona in PEOPLE if persona not in PASSED_ON}
    asked = {persona: [one for one in found if not is_done(one)] for persona, found in asked.items()}
    assert asked == {persona: waiting_on_the_desk(world, persona) for persona in asked}
    assert sorted(persona for persona, found in asked.items() if found) == [
        "coordinator",
        "cs_drafter",
        "lead_official",
    ]


# Who left a post, and who took it up after others were asked: they are asked anew by the desk alone.
PASSED_ON = {"gov_drafter", "stranger"}


def is_done(address):
    """The suggestion that was refused and the proposal that was taken up meanwhile."""
    return address.endswith(("/suggestions/2/", "/commitments/2/"))


def test_a_successor_finds_on_the_desk_what_waits_for_the_post(world):
    busy(world)
    suggestion = Suggestion.objects.get(number=1)
    assert waiting_on_the_desk(world, "stranger") == sorted(
        [
            reverse("network:handover", args=["gov-drafter"]),
            reverse("commitments:suggestion", args=["uk-2013", "1", SECTION, suggestion.number]),
        ]
    )


def test_requests_of_the_other_side_are_not_on_the_desk(world, client_for):
    busy(world)
    seen = {who: client_for(who).get("/desk/").content.decode() for who in ("coordinator", "lead_official")}
    assert {who: ("Member: 1" in page, "Official: 1" in page) for who, page in seen.items()} == {
        "coordinator": (True, False),
        "lead_official": (False, True),
    }


# The twins: whom suggestions wait for


def test_of_everybody_those_find_a_suggestion_on_their_desk_who_were_asked(world):
    part = world.part
    part.owner = Owner.BOTH
    part.save()
    save_text(part.text, body="We were there.", base=None, by=world.person("cs_drafter"))
    texts = [part.text]
    for number, group in enumerate([(), ("gov_drafter",), ("cs_drafter",), ("gov_drafter", "cs_drafter")]):
        one = services.propose(
            plan=world.plan, title=f"T{number}", origin="both", by=None, sections={SECTION: "We will publish. Soon."}
        )
        for drafter in group:
            holder = world.person(drafter) if drafter == "cs_drafter" else world.post(drafter)
            roles.grant(Role.DRAFTER, one, to=holder, by=None)
        texts.append(one.sections.get(template_section__key=SECTION).text)
    for text in texts:
        made = suggest_to(text, world.person("member"))
        asked = set(
            Message.objects.filter(event__thing_label="drafting.suggestion", event__thing_id=made.pk, why=Why.WAITS)
            .values_list("recipient__name", flat=True)
        )  # fmt: skip
        finds = {
            world.person(persona).name
            for persona in PEOPLE
            if Suggestion.objects.waiting_for(world.person(persona)).filter(pk=made.pk).exists()
        }
        assert (text.pk, finds) == (text.pk, asked)
        assert finds != set()


def test_ones_own_suggestion_does_not_wait_for_oneself(world):
    one = propose(world, sections={SECTION: "We will publish. Soon."})
    suggest_to(one.sections.get(template_section__key=SECTION).text, world.person("cs_drafter"))
    assert Suggestion.objects.waiting_for(world.person("cs_drafter")).count() == 0
    assert Suggestion.objects.waiting_for(world.person("gov_drafter")).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_the_same_for_three_suggestions_as_for_one(world, client_for, django_assert_num_queries, rows):
    one = propose(world, sections={SECTION: "We will publish. Soon."})
    roles.grant(Role.DRAFTER, one, to=world.post("representative"), by=None)
    text = one.sections.get(template_section__key=SECTION).text
    for number in range(rows):
        suggest_to(text, world.person("member"), f"We must {number}")
    Message.objects.all().delete()
    client = client_for("representative")
    client.get("/desk/")
    with django_assert_num_queries(35):
        assert client.get("/desk/").content.decode().count("Your decision") == rows
