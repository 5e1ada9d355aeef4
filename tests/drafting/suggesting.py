"""A text with three paragraphs, and what the tests of its suggestions share."""

import html
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from drafting import suggestions
from drafting.services import save_text
from tests.commitments.build import SECTION, propose

ONE, TWO, THREE = "We will publish the data.", "We report every year.", "Everyone may comment on it."
BODY = "\n\n".join([ONE, TWO, THREE])


@pytest.fixture
def section(world):
    commitment = propose(world, sections={SECTION: BODY})
    return commitment.sections.get(template_section__key=SECTION)


@pytest.fixture
def text(section):
    return section.text


@pytest.fixture
def at(section):
    def address(name, *args, **query):
        place = [section.commitment.plan.slug, section.commitment.ref, *([] if name in WHOLE else [SECTION]), *args]
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        return reverse(f"commitments:{name}", args=place) + (f"?{asked}" if asked else "")

    return address


WHOLE = ("suggestions", "detail")


@pytest.fixture
def suggest(world, text):
    def made(old, new, persona="member", reason="Clearer"):
        text.refresh_from_db()
        start = text.body.index(old)
        place = {"base": text.latest, "quote_start": start, "quote_end": start + len(old)}
        return suggestions.suggest(text, replacement=new, reason=reason, by=world.person(persona), **place)

    return made


def words_of(response):
    """What a person hears: the page without its markup."""
    content = re.sub(r"<(head|script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def save(text, old, new, by):
    text.refresh_from_db()
    return save_text(text, body=text.body.replace(old, new), base=text.latest, by=by)


def links(response):
    return re.findall(r'href="([^"]*/suggest/\?[^"]*)"', html.unescape(response.content.decode()))
