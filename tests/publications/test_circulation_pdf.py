"""What each reader downloads: the same words for all, those of the edition, and their own name on every page."""

import io
import re

import pikepdf
import pypdf
import pytest

from publications import circulated_pdf
from tests.publications.circulating import add, engaged_world, start
from tests.publications.test_pdf import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def copies():
    """Two PDFs of one circulation: one for a post, one for a person."""
    world = engaged_world()
    running = start(world)
    add(world, running, "minister", "member")
    found = {}
    for persona in ("minister", "member"):
        copy = circulated_pdf.copy_of(running, world.person(persona))
        found[copy.name] = circulated_pdf.make(copy.argument).location.read_bytes()
    return running, found


def pages_of(content: bytes) -> list[str]:
    return [squeezed(leaf.extract_text()) for leaf in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_every_page_names_the_reader_and_only_that_differs(copies):
    running, found = copies
    assert sorted(found) == ["Member", "Minister (Minister, Cabinet Office)"]
    without_names = []
    for name, content in found.items():
        pages = pages_of(content)
        day = f"{running.until.day} {running.until:%B %Y}"
        mark = squeezed(f"For {name}, circulated until {day}")
        assert [page.count(mark) for page in pages] == [1] * len(pages)
        assert all(running.edition.sha256[:16] in page for page in pages)
        without_names.append([page.replace(mark, "") for page in pages])
        other = next(one for one in found if one != name)
        assert not any(squeezed(f"For {other},") in page for page in pages)
    assert without_names[0] == without_names[1]
    assert len(without_names[0]) > 3


def test_it_says_what_the_edition_says(copies):
    running, found = copies
    for content in found.values():
        text = "".join(pages_of(content))
        for commitment in running.edition.data["commitments"]:
            assert squeezed(commitment["title"]) in text
            for section in commitment["sections"]:
                for words in re.split(r"\n+|\*\*|^- ", section["body"]):
                    assert squeezed(words.removeprefix("- ")) in text


def test_no_file_inside_says_it_without_a_name(copies):
    _running, found = copies
    for content in found.values():
        with pikepdf.open(io.BytesIO(content)) as document:
            assert list(document.attachments) == []
