"""Comments as people meet them: beside the paragraphs, in lists, in the box."""

import re

import pytest
from django.db.models import Q
from django.urls import reverse

from drafting import comments, querysets
from drafting.choices import Audience
from drafting.marks import Mark, marked_blocks
from drafting.models import Comment, Thread
from drafting.services import save_text
from network import roles
from tests.commitments.build import SECTION, propose
from tests.drafting.rooms import SECRET, WORDS, WRITER, rooms, start, write
from tests.world import PERSONAS

ON_PART = ["uk-2013", "civil-society-foreword"]
LIST = "/plans/uk-2013/narrative/civil-society-foreword/comments/"
START = f"{LIST}start/"
COMMENT = {"body": "Who pays?", "audience": "everyone"}


def place(world, words):
    start_at = world.part.text.body.index(words)
    return {"revision": world.part.text.number, "from": start_at, "to": start_at + len(words)}


# Writing one


def test_a_link_beside_each_paragraph_opens_the_box_with_its_words(world, client_for):
    write(world)
    client = client_for("member")
    page = client.get(LIST).content.decode()
    links = re.findall(rf'href="({START}\?[^"]+)">Comment', page)
    assert len(links) == 2
    box = client.get(links[1].replace("&amp;", "&"))
    assert box.context["form"].initial["words"] == WORDS.split("\n\n")[1]


def test_a_comment_on_shortened_words_is_about_those(world, client_for):
    write(world)
    paragraph = place(world, WORDS.split("\n\n")[1])
    answer = client_for("member").post(START, {**COMMENT, **paragraph, "words": "march 2014"})
    thread = Thread.objects.get()
    assert answer.url == reverse("plans:part_thread", args=[*ON_PART, thread.key])
    assert (thread.quote, thread.comments.get().body) == ("March 2014", "Who pays?")


def test_the_paragraph_as_it_is_means_the_whole_of_it(world, client_for):
    write(world, body="1. We will *publish* the data.\n2. We report.")
    source = world.part.text.body
    shown = "We will publish the data.\nWe report."
    client_for("member").post(START, {**COMMENT, **place(world, source), "words": shown})
    assert Thread.objects.get().quote == source


def test_without_words_it_is_about_the_whole_text(world, client_for):
    write(world)
    client_for("member").post(START, COMMENT)
    assert Thread.objects.get().quote == ""


def test_words_that_do_not_stand_there_are_asked_for_again_and_nothing_typed_is_lost(world, client_for):
    write(world)
    page = client_for("member").post(START, {**COMMENT, **place(world, WORDS), "words": "April 2015"})
    assert "These words do not stand there" in page.content.decode()
    assert "Who pays?" in page.content.decode()
    assert Thread.objects.count() == 0


def test_nobody_is_given_an_audience_the_first_time(world, client_for):
    write(world)
    client = client_for("coordinator")
    page = client.get(START)
    assert page.context["form"]["audience"].value() == ""
    refused = client.post(START, {"body": "Who pays?"})
    assert "Choose who will read it." in refused.content.decode()
    assert Thread.objects.count() == 0
    client.post(START, {"body": "Who pays?", "audience": "side"})
    assert client.get(START).context["form"]["audience"].value() == "side"


def test_above_the_box_stands_who_will_read_it_and_how_many(world, client_for):
    page = client_for("coordinator").get(START).content.decode()
    assert "Everyone drafting" in page
    assert "11 people, of both sides." in page
    assert "Our side only: Civil society" in page
    assert "5 people, of civil society alone. The other side never sees that it exists." in page
    assert page.index("Our side only") < page.index("Your comment")


def test_who_acts_for_no_side_is_offered_no_room(world, client_for):
    one = propose(world, sections={SECTION: "We will publish."})
    address = reverse("commitments:start_comment", args=["uk-2013", one.ref, SECTION])
    client = client_for("reviewer")
    assert "Our side only" not in client.get(address).content.decode()
    client.post(address, {"body": "Evidence?", "audience": "side"})
    assert Thread.objects.count() == 0


def test_names_are_checked_against_those_who_read_it(world, client_for):
    write(world)
    client = client_for("coordinator")
    unknown = client.post(START, {**COMMENT, "names": "@Cs Drafter, Stranger"}).content.decode()
    assert "Nobody called “Stranger” reads this text." in unknown
    outside = client.post(START, {"body": "Hm", "audience": "side", "names": "Lead Official"}).content.decode()
    assert "They may not read this, so they cannot be mentioned: Lead Official." in outside
    assert Thread.objects.count() == 0
    client.post(START, {**COMMENT, "names": "@cs drafter", "call": "post-lead-official"})
    called = {str(mention) for mention in Comment.objects.get().mentions.all()}
    assert called == {"Cs Drafter", str(world.post("lead_official"))}


def test_in_a_room_only_its_own_side_can_be_chosen(world, client_for):
    write(world)
    room = rooms(world)["government"]
    page = client_for("gov_drafter").get(reverse("plans:part_thread", args=[*ON_PART, room.key]))
    assert {one.side for _label, one in page.context["form"].callable.values()} == {"government"}


# Reading them


def test_conversations_stand_beside_their_paragraph_and_mark_their_words(world, client_for):
    write(world)
    thread = start(world, on="March 2014")
    page = client_for("member").get(LIST)
    (_, first), (passage, second) = page.context["passages"]
    assert (first, [row.key for row in second]) == ([], [str(thread.key)])
    assert '<mark class="og-mark">March 2014</mark><a class="og-mark__link' in passage.html


def test_words_that_are_gone_are_listed_and_still_wait(world, client_for):
    text = write(world)
    start(world, on="March 2014")
    save_text(
        text, body=text.body.replace("March 2014", "due course"), base=text.latest, by=world.person("coordinator")
    )
    page = client_for("member").get(LIST)
    assert [row.quote for row in page.context["gone"]] == ["March 2014"]
    assert "The words are gone" in page.content.decode()
    assert page.context["counts"] == {"waiting": 1, "resolved": 0, "mine": 0}


def test_words_that_were_changed_in_part_are_shown_as_they_are_now(world, client_for):
    text = write(world)
    start(world, on="We will publish the names")
    new = text.body.replace("will publish", "will consider publishing")
    save_text(text, body=new, base=text.latest, by=world.person("coordinator"))
    page = client_for("member").get(LIST).content.decode()
    assert "Now it says: “We will consider publishing the names”" in " ".join(page.split())


def test_lists_show_what_waits_what_is_resolved_and_where_one_wrote(world, client_for):
    one = propose(world, sections={SECTION: "We will publish."})
    text = one.sections.get(template_section__key=SECTION).text
    start(world, text=text, body="Waits")
    done = start(world, text=text, by="lead_official", body="Over")
    comments.resolve(done, "Dealt with", world.person("lead_official"))
    client = client_for("coordinator")
    address = reverse("commitments:comments", args=["uk-2013", one.ref])
    found = {
        show: [row.first.body for row in client.get(f"{address}?show={show}").context["rows"]]
        for show in ("waiting", "resolved", "mine", "nonsense")
    }
    assert found == {"waiting": ["Waits"], "resolved": ["Over"], "mine": ["Waits"], "nonsense": ["Waits"]}


def test_a_withdrawn_comment_is_listed_without_its_words(world, client_for):
    thread = start(world)
    said = thread.comments.get()
    client = client_for("coordinator")
    client.post(reverse("plans:withdraw_part_comment", args=[*ON_PART, thread.key, said.key]))
    page = client_for("member").get(LIST).content.decode()
    assert "Is this enough?" not in page
    assert "Withdrawn by its author." in page


def test_resolving_asks_what_was_done(world, client_for):
    thread = start(world)
    address = reverse("plans:resolve_part_thread", args=[*ON_PART, thread.key])
    client = client_for("coordinator")
    assert "Fill this in: What was done?" in client.post(address, {"body": ""}).content.decode()
    client.post(address, {"body": "Added it"})
    page = client.get(reverse("plans:part_thread", args=[*ON_PART, thread.key])).content.decode()
    assert "Resolved it. What was done:" in page
    assert "Reopen" in page


# Rooms


def pages_of(world, one):
    section = ["uk-2013", one.ref, SECTION]
    return [
        LIST,
        START,
        reverse("plans:part", args=ON_PART),
        reverse("commitments:detail", args=section[:2]),
        reverse("commitments:history", args=section[:2]),
        reverse("commitments:comments", args=section[:2]),
        reverse("commitments:comments", args=section[:2]) + "?show=mine",
        reverse("commitments:section_comments", args=section),
        reverse("commitments:index", args=["uk-2013"]),
        reverse("plans:history", args=["uk-2013"]),
        "/ledger/",
        "/",
    ]


def seen(client, addresses):
    # Tokens, nonces and signatures with the time in them
    hidden = re.compile(rb'name="(csrfmiddlewaretoken|words_token)" value="[^"]*"|nonce="[^"]*"|:[\w-]{6}:[\w-]{43}')
    answers = [client.get(address) for address in addresses]
    return [
        (
            answer.status_code,
            hidden.sub(b"", answer.content),
            answer.headers.get("ETag"),
            answer.headers.get("Last-Modified"),
        )
        for answer in answers
    ]


@pytest.mark.parametrize("side", SECRET)
def test_no_page_of_anybody_else_changes_by_a_room(side, world, client_for):
    """The same pages before and after a whole conversation in the room: byte for byte for all who are not in it."""
    write(world)
    one = propose(world, sections={SECTION: "We will publish."})
    text = one.sections.get(template_section__key=SECTION).text
    start(world, text=text)
    others = [persona for persona in PERSONAS if _side(world, persona) != side]
    for persona in others:  # a page read a second time says what is new since
        seen(client_for(persona), pages_of(world, one))
    before = {persona: seen(client_for(persona), pages_of(world, one)) for persona in others}
    for where in (world.part.text, text):
        room = start(world, by=WRITER[side], audience=Audience.SIDE, body=SECRET[side], text=where)
        comments.answer(room, "We agree", world.person(WRITER[side]))
        comments.resolve(room, "Settled among us", world.person(WRITER[side]))
    for persona in others:
        for address, was, now in zip(
            pages_of(world, one), before[persona], seen(client_for(persona), pages_of(world, one)), strict=True
        ):
            assert (persona, address, now) == (persona, address, was)
    own = seen(client_for(WRITER[side]), [f"{LIST}?show=resolved"])
    assert SECRET[side].encode() in own[0][1]


def test_the_control_a_broken_queryset_is_seen_on_the_pages(world, client_for, monkeypatch):
    write(world)
    rooms(world)
    monkeypatch.setattr(querysets, "_heard_by", lambda user, prefix="": Q())
    page = client_for("lead_official").get(LIST).content.decode()
    assert SECRET["civil_society"] in page


def _side(world, persona):
    person = world.person(persona)
    return roles.side_of(person) if person.pk else None


# While a page is open


def new_since(client, address, since):
    return client.get(address, {"since": since}, headers={"Accept": "application/json"}).json()["new"]


def test_an_open_page_is_told_how_many_comments_are_new(world, client_for):
    write(world)
    thread = start(world)
    comments.answer(thread, "Yes", world.person("cs_drafter"))
    client = client_for("member")
    for address in (LIST, reverse("plans:part_thread", args=[*ON_PART, thread.key])):
        assert 'data-said="2"' in client.get(address).content.decode()
        said = [new_since(client, address, since) for since in ("0", "1", "2", "3", "", "x")]
        assert said == ["2 new comments.", "1 new comment.", "", "", "", ""]


def test_nobody_is_told_of_a_new_comment_in_the_room_of_the_other_side(world, client_for):
    write(world)
    rooms(world)
    start(world)
    said = {who: new_since(client_for(who), LIST, "0") for who in ("coordinator", "lead_official", "reviewer")}
    assert said == {
        "coordinator": "2 new comments.",
        "lead_official": "2 new comments.",
        "reviewer": "1 new comment.",
    }


# How much it costs


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "cost"), [("section_comments", 19), ("comments", 18)])
def test_a_list_asks_as_much_for_one_as_for_three(name, cost, count, world, client_for, django_assert_num_queries):
    one = propose(world, sections={SECTION: WORDS})
    text = one.sections.get(template_section__key=SECTION).text
    for _ in range(count):
        thread = start(world, text=text, on="March 2014", mentions=[world.post("lead_official")])
        comments.answer(thread, "Yes", world.person("cs_drafter"), mentions=[world.person("member")])
    changed = WORDS.replace("register opens", "list is opened")
    save_text(text, body=changed, base=text.latest, by=world.person("coordinator"))
    client = client_for("coordinator")
    place = ["uk-2013", one.ref, *([SECTION] if name == "section_comments" else [])]
    address = reverse(f"commitments:{name}", args=place)
    client.get(address)
    with django_assert_num_queries(cost):
        client.get(address)


# Marks


def marked(body, *spans):
    marks = [Mark(start, end, f"[{n}]", "by A", f"#c{n}", "") for n, (start, end) in enumerate(spans, start=1)]
    return "".join(block.html for block in marked_blocks(body, marks))


def test_marks_cross_no_element_and_change_no_word():
    body = "- We **will publish** [the list](https://example.org/x).\n- It is free.\n\n| a | b |\n|---|---|\n| c | d |"
    plain = re.sub(r"<[^>]*>", "", marked(body))
    for start_at in range(0, len(body), 3):
        for end in range(start_at + 1, len(body), 5):
            html = marked(body, (start_at, end))
            without = re.sub(r'<a class="og-mark__link.*?</a>', "", html)
            assert re.sub(r"<[^>]*>", "", without) == plain
            assert html.count("<mark") == html.count("</mark>")


def test_a_mark_inside_a_link_puts_its_own_link_after_it():
    html = marked("See [the long list](https://example.org) now.", (9, 13))
    assert 'the <mark class="og-mark">long</mark> list</a><a class="og-mark__link' in html


def test_overlapping_marks_are_both_linked():
    html = marked("One two three four.", (0, 13), (4, 18))
    assert re.sub(r"<a .*?</a>", "^", html) == (
        '<p><mark class="og-mark">One </mark><mark class="og-mark">two three</mark>^'
        '<mark class="og-mark"> four</mark>^.</p>\n'
    )
