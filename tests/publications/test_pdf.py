"""The plan's PDF: rendered once by the job, the same words as the page, both standards kept; a failure can be seen."""

import html
import io
import re
import unicodedata

import page
import pikepdf
import pypdf
import pytest
from django.urls import reverse

from core import jobs, pdf
from core.models import Job, KeptFile
from publications import services
from publications.documents import edition_document
from publications.exports import plan_json
from publications.models import Rendering

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client_for):
    return client_for("visitor")


@pytest.fixture
def address(plan):
    return reverse("publications:plan_pdf", args=[plan.slug])


def words_of_page(content: str) -> str:
    """The words of an edition's page between its head and its end, without what is for the screen only."""
    body = content[content.index('<div class="og-edition__text">') :]
    body = re.sub(r'<p class="og-commitment__link">.*?</p>', " ", body[: body.index("</main>")], flags=re.S)
    return squeezed(html.unescape(re.sub(r"<[^>]*>", " ", body)))


def words_of_pdf(content: bytes) -> str:
    """The words of the PDF's text pages, without cover, contents, running heads and page numbers."""
    texts = []
    for number, leaf in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages, start=1):
        if number > 2:
            texts.append(leaf.extract_text())
    return squeezed(" ".join(texts))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\u2022", "").replace("•", "")


def without_running_lines(text: str, published, count: int) -> str:
    for line in (published.plan.title, f"Consultation draft · Edition 1 · SHA-256 {published.sha256[:16]}…"):
        text = text.replace(squeezed(line), "")
    for number in range(1, count + 1):
        text = text.replace(f"{number}/{count}", "", 1)
    return text


def test_page_says_that_it_is_being_prepared(published, visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 202
    assert "The PDF is being prepared" in answer.content.decode()
    assert Job.objects.count() == 1


def test_job_renders_it_and_the_address_serves_it(published, visitor, address):
    assert jobs.run_waiting() == 1
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF-1.7")
    measured = Rendering.objects.get()
    assert measured.peak_kib > 10_000
    assert [each for each in measured.warnings if "Font-face" not in each] == []
    again = visitor.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_what_exists_is_never_rendered_twice(published, monkeypatch):
    first = services.keep_plan_pdf(published)
    monkeypatch.setattr(pdf, "render_in_subprocess", None)
    assert services.keep_plan_pdf(published) == first
    assert KeptFile.objects.count() == 1


def test_lost_file_is_prepared_again(published, visitor, address):
    jobs.run_waiting()
    services.kept_plan_pdf(published).location.unlink()
    assert visitor.get(address).status_code == 202
    assert jobs.run_waiting() == 1
    assert visitor.get(address).status_code == 200


def test_failure_is_seen_and_has_a_button_to_try_again(published, visitor, address, client_for, monkeypatch):
    def broken(*args, **kwargs):
        raise pdf.RenderFailed("no fonts today")

    monkeypatch.setattr(pdf, "render_in_subprocess", broken)
    Job.objects.update(max_tries=1)
    jobs.run_waiting()
    assert visitor.get(address).status_code == 503
    assert "Try again" not in visitor.get(address).content.decode()
    lead = client_for("lead_official")
    shown = lead.get(address).content.decode()
    assert "no fonts today" in shown
    assert "Try again" in shown
    monkeypatch.undo()
    lead.post(reverse("publications:render_again", args=[published.plan.slug, 1]))
    jobs.run_waiting()
    assert visitor.get(address).status_code == 200


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_plan_keeps_both_standards(published, profile):
    document = edition_document(published)
    content = pdf.render(document.html, title=document.title, lang=document.lang, attachments=document.attachments)
    found = page.validate_pdf_bytes(content, profile=profile).failures
    assert [f"{each.rule_id} {each.message}" for each in found if "STREAM-LENGTH" not in each.rule_id] == []


def test_plan_carries_its_plan_file_bookmarks_and_proof(published):
    content = services.keep_plan_pdf(published).location.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.attachments["plan.json"].get_file().read_bytes() == plan_json(published)
        assert str(document.Root["/Lang"]) == "en-GB"
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == [published.plan.title]
            titles = [item.title for item in outline.root[0].children]
    assert titles[:3] == ["Contents", "Foreword by civil society", "Integrity"]
    last = squeezed(pypdf.PdfReader(io.BytesIO(content)).pages[-1].extract_text())
    assert published.sha256 in last
    assert squeezed(published.checkpoint_note) in last


def test_pdf_says_word_for_word_what_the_page_says(published, visitor, plan):
    shown = visitor.get(reverse("publications:edition", args=[plan.slug, 1])).content.decode()
    content = services.keep_plan_pdf(published).location.read_bytes()
    count = len(pypdf.PdfReader(io.BytesIO(content)).pages)
    of_pdf = without_running_lines(words_of_pdf(content), published, count)
    assert sorted(set(words_of_page(shown)) - set(of_pdf)) == []
    assert of_pdf == words_of_page(shown)


def test_commitment_has_a_pdf_of_its_own(published, visitor, plan, client_for):
    address = reverse("publications:commitment_pdf", args=[plan.slug, "2"])
    public = b"".join(visitor.get(address).streaming_content)
    assert "Publishcontracts" in squeezed(pypdf.PdfReader(io.BytesIO(public)).pages[0].extract_text())
    assert "Consultationdraft" in squeezed(pypdf.PdfReader(io.BytesIO(public)).pages[0].extract_text())
    draft = b"".join(client_for("gov_drafter").get(address).streaming_content)
    assert "Workingdraft" in squeezed(pypdf.PdfReader(io.BytesIO(draft)).pages[0].extract_text())
    for profile in ("ua1", "3a"):
        found = page.validate_pdf_bytes(public, profile=profile).failures
        assert [each.rule_id for each in found if "STREAM-LENGTH" not in each.rule_id] == []


def test_draft_commitment_has_no_pdf_for_those_who_may_not_read_it(world, plan, visitor, client_for):
    address = reverse("publications:commitment_pdf", args=[plan.slug, "2"])
    assert visitor.get(address).status_code == 404
    assert client_for("stranger").get(address).status_code == 404
    assert client_for("admin").get(address).status_code == 404
