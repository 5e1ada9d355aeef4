"""One file that is PDF/UA and PDF/A, carries data, and is made of nothing but our own files."""

import io
import re

import page
import pikepdf
import pytest

from core import pdf

HTML = """<!doctype html><html lang="en-GB"><head><title>t</title></head><body><h1>A plan</h1>
<p>See <a href="https://example.org/"><strong>a link</strong> that is long enough to go on in the next line of a
very narrow page, and then again in the one after it</a>.</p>
<table><thead><tr><th scope="col">Number</th><th scope="col">Milestone</th></tr></thead>
<tbody><tr><th scope="row">1</th><td>Publish</td></tr></tbody></table>{more}</body></html>"""


def rendered(more: str = "", **changes) -> bytes:
    options = {"title": "A plan", "lang": "en-GB", "roots": [], **changes}
    return pdf.render(HTML.replace("{more}", more), **options)


def failures(content: bytes, profile: str) -> list[str]:
    """What the checker says; it can miscount the length of a stream (DEPENDENCIES, "PDF")."""
    found = page.validate_pdf_bytes(content, profile=profile).failures
    return [f"{each.rule_id} {each.message}" for each in found if "STREAM-LENGTH" not in each.rule_id]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_file_keeps_both_standards(profile):
    content = rendered(attachments=[pdf.Attachment("plan.json", b'{"a": 1}', "The data")])
    assert failures(content, profile) == []


def test_title_and_language_are_the_documents_own():
    with pikepdf.open(io.BytesIO(rendered(title="Ein Plan", lang="de"))) as document:
        assert str(document.docinfo["/Title"]) == "Ein Plan"
        assert str(document.Root["/Lang"]) == "de"


def test_data_travels_inside_as_an_associated_file():
    content = rendered(attachments=[pdf.Attachment("plan.json", b'{"a": 1}', "The data", relationship="Source")])
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.attachments["plan.json"].get_file().read_bytes() == b'{"a": 1}'
        assert [str(each["/AFRelationship"]) for each in document.Root["/AF"]][:1] == ["/Source"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "http://127.0.0.1:8000/x.png",
        "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
        "https://static.invalid/../../etc/passwd",
        "https://static.invalid/%2e%2e/secret.png",
        "https://static.invalid/secret.txt",
        "https://static.invalid/link.png",
    ],
)
def test_nothing_but_our_own_static_files_is_fetched(address, tmp_path):
    from core.pdf_parts import OwnFiles

    root = tmp_path / "static"
    root.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (root / "secret.txt").write_bytes(b"secret")
    (root / "link.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(ValueError, match="not one of our static files"):
        OwnFiles([str(root)]).fetch(address)


def test_our_own_static_file_is_fetched(tmp_path):
    from core.pdf_parts import OwnFiles

    (tmp_path / "a.css").write_bytes(b"p {}")
    assert OwnFiles([str(tmp_path)]).fetch("https://static.invalid/a.css").read() == b"p {}"


def test_file_is_written_whole(tmp_path):
    target = tmp_path / "deep" / "plan.pdf"
    content = rendered(output=target)
    assert target.read_bytes() == content
    assert [path.name for path in target.parent.iterdir()] == ["plan.pdf"]


def test_subprocess_makes_the_same_and_measures_itself():
    made = pdf.render_in_subprocess(HTML.replace("{more}", ""), title="A plan", lang="en-GB")
    without_dates = [re.sub(rb"<[0-9a-f]{32}>|\(D:[^)]*\)", b"", each) for each in (made.pdf, rendered())]
    assert len(without_dates[0]) == len(without_dates[1])
    assert made.seconds > 0
    assert made.peak_kib > 10_000


def test_failing_subprocess_says_why():
    with pytest.raises(pdf.RenderFailed, match="Expected exactly one source"):
        pdf.render_in_subprocess(None, title="A plan", lang="en-GB")  # type: ignore[arg-type]
