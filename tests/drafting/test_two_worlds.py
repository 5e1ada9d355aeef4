"""Two worlds that differ in nothing but the room of one side: nothing that anybody else gets tells them apart.

The world is the same before and after: what is written between is undone. Walked are all addresses of the table of
rights that answer a GET, the admin site, and every mail.
"""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.models import Section
from drafting import comments, querysets
from drafting.choices import Audience
from drafting.models import Text, Thread
from tests.access.table import Url, everyone, groups, rows
from tests.commitments.build import SECTION, propose
from tests.conftest import client_of
from tests.kept import undone
from tests.notices.build import DAY, send_all
from tests.world import PERSONAS, World

SECRET = "Quetzalcoatl shall not be told"
OTHERS = {
    "civil_society": ("visitor", "stranger", "official", "gov_drafter", "lead_official", "reviewer", "admin"),
    "government": ("visitor", "stranger", "member", "cs_drafter", "coordinator", "reviewer", "admin"),
}
WRITERS = {"civil_society": ("cs_drafter", "coordinator"), "government": ("gov_drafter", "lead_official")}
OUTSIDE = {persona for others in OTHERS.values() for persona in others}
SEARCHES = [Url("portal:search", everyone(), query=f"?q={word}") for word in ("Quetzalcoatl", "told")]
# What is made anew for each answer, and says nothing about the world.
FRESH = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|name="words_token" value="[^"]+"'
    rb"|/(CreationDate|ModDate) ?\([^)]*\)|/ID ?\[[^\]]*\]"
)
HEADERS = {"Content-Security-Policy", "Set-Cookie", "Expires"}


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch, caplog):
    moment = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    monkeypatch.setattr(signing.TimestampSigner, "timestamp", lambda self: signing.b62_encode(int(moment.timestamp())))
    caplog.set_level("CRITICAL", "django.request")


def texts_of(world: World) -> list[Text]:
    """Every text that says something; there is one of a commitment at least."""
    if not Section.objects.exclude(text__latest=None).exists():
        propose(world, sections={SECTION: "We will publish the names."})
    return list(Text.objects.exclude(latest=None).select_related("latest"))


def talk_apart(world: World, side: str) -> None:
    """A conversation of this side alone on every text: begun, answered, with somebody called, resolved, reopened."""
    first, second = (world.person(persona) for persona in WRITERS[side])
    for text in texts_of(world):
        room = comments.start_thread(
            text, anchor=None, body=SECRET, audience=Audience.SIDE, by=first, mentions=[second]
        )
        comments.answer(room, f"{SECRET}: agreed", second)
        comments.resolve(room, f"{SECRET}: done", second)
        comments.reopen(room, f"{SECRET}: not quite", first)


def answer_to(world: World, persona: str, address: str):
    """Everything that the persona gets, but for what is fresh each time; whatever it wrote is undone."""
    client: Client = client_of(world, persona)
    with undone():
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        # A page's ETag is the hash of its body with the fresh parts in it; that of a file is compared.
        fresh = HEADERS | ({"ETag"} if response.headers.get("Content-Type", "").startswith("text/html") else set())
        headers = sorted(item for item in response.headers.items() if item[0] not in fresh)
    length = [item for item in headers if item[0] != "Content-Length"]
    return response.status_code, length, FRESH.sub(b"", body)


def told_apart(world: World, pages: dict[str, set[str]]) -> list[tuple[str, str, str]]:
    """(side whose room it is, persona, address) wherever somebody else's answer is another with the room there.

    `pages`: by address, who gets to see it.
    """
    texts_of(world)
    asked = {(persona, address) for address, who in pages.items() for persona in who & OUTSIDE}
    before = {one: answer_to(world, *one) for one in asked}
    found = []
    for side, others in OTHERS.items():
        with undone():
            talk_apart(world, side)
            found += [
                (side, persona, address)
                for persona, address in sorted(asked)
                if persona in others and answer_to(world, persona, address) != before[persona, address]
            ]
    return found


def walks(most: int = 12) -> Iterator[list[Url]]:
    """Rows whose pages are walked in one world: talking there costs as much as several pages, so it is done once."""
    for group in groups(row for row in (*rows(), *SEARCHES) if row.get is not None):
        yield from (group[first : first + most] for first in range(0, len(group), most))


@pytest.mark.parametrize("walk", [*walks()], ids=lambda walk: f"{walk[0]} and {len(walk) - 1} more")
def test_a_page_is_the_same_without_the_room_of_the_other_side(walk, kept):
    with kept.made(walk[0].make, **walk[0].world) as (world, thing):
        pages = {row.address(thing): {who for who, status in row.get.items() if status == 200} for row in walk}
        assert told_apart(world, pages) == []


def test_the_admin_site_is_the_same_without_a_room(kept):
    with kept.world() as world:
        texts_of(world)
        pages = {reverse("admin:index"): {"admin"}}
        for model in admin.site._registry:
            place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            pages[reverse(f"{place}_changelist")] = {"admin"}
            for one in model._default_manager.order_by("-pk")[:1]:
                pages[reverse(f"{place}_change", args=[one.pk])] = {"admin"}
                pages[reverse(f"{place}_history", args=[one.pk])] = {"admin"}
        assert told_apart(world, pages) == []


@pytest.mark.parametrize("side", OTHERS)
def test_a_mail_is_the_same_without_the_room_of_the_other_side(side, kept, monkeypatch):
    found = []
    with kept.world() as world:
        text = texts_of(world)[0]
        comments.start_thread(text, anchor=None, body="Why?", audience=Audience.EVERYONE, by=world.person("member"))
        for has_room in (False, True):
            with undone():
                if has_room:
                    talk_apart(world, side)
                found.append(mails_to(world, OTHERS[side], monkeypatch))
    without, with_room = found
    assert without != []
    assert with_room == without


def mails_to(world: World, personas, monkeypatch):
    """What goes out within eight days, without keys and boundaries."""
    mail.outbox.clear()
    monday = timezone.localdate() + (7 - timezone.localdate().weekday()) * DAY
    for day in range(9):
        moment = timezone.make_aware(dt.datetime.combine(monday + day * DAY, dt.time(9)))
        with monkeypatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
            send_all(moment)
    who = {world.person(persona).email for persona in personas if persona != "visitor"}
    return sorted((one.to, one.subject, without_tokens(one.body)) for one in mail.outbox if set(one.to) & who)


def without_tokens(body: str) -> str:
    return re.sub(r"/unsubscribe/\S+", "", body)


# The control: what walks the pages finds a room that is let out.


def broken(user, prefix=""):
    """Every conversation, whoever asks."""
    return querysets.Q(**{f"{prefix}pk__isnull": False})


def test_a_broken_queryset_is_found(kept, monkeypatch):
    with kept.world() as world:
        text = next(text for text in texts_of(world) if isinstance(text.owner, Section))
        place = {"plan": world.plan.slug, "ref": text.owner.commitment.ref}
        pages = {reverse("commitments:comments", kwargs=place): set(PERSONAS) - {"visitor", "stranger", "admin"}}
        assert told_apart(world, pages) == []
        monkeypatch.setattr(querysets, "_heard_by", broken)
        found = told_apart(world, pages)
        assert {(side, persona) for side, persona, _address in found} == {
            (side, persona) for side, others in OTHERS.items() for persona in {*others} & {*next(iter(pages.values()))}
        }
        assert Thread.objects.count() == 0
