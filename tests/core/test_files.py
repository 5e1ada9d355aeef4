"""Finished files: written whole or not at all, found by what they were made from."""

import pytest

from core import files
from core.models import KeptFile


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(content=b"%PDF", key="abc"):
    return files.keep(content, key=key, name="plan.pdf", media_type="application/pdf")


def test_a_kept_file_is_found_by_its_key(db):
    row = keep()
    assert files.kept("abc") == row
    assert (row.size, row.location.read_bytes(), files.kept("other")) == (4, b"%PDF", None)


def test_the_first_file_under_a_key_stays(db):
    assert keep(b"first") == keep(b"second")
    assert files.kept("abc").location.read_bytes() == b"first"


def test_a_file_lost_from_the_disk_is_kept_anew(db):
    keep(b"first").location.unlink()
    assert files.kept("abc") is None
    assert keep(b"second").location.read_bytes() == b"second"
    assert KeptFile.objects.count() == 1


def test_a_file_cut_short_is_not_handed_out(db):
    keep(b"whole").location.write_bytes(b"who")
    assert files.kept("abc") is None


def test_a_write_that_fails_leaves_nothing_behind(db, folder, monkeypatch):
    def full(descriptor):
        raise OSError("disk full")

    monkeypatch.setattr("core.files.os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        keep()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert KeptFile.objects.count() == 0


def test_the_response_carries_type_name_length_and_hash(db):
    response = files.respond(keep(), download_name="us-2015.pdf")
    assert b"".join(response.streaming_content) == b"%PDF"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="us-2015.pdf"'
    assert (response["Content-Length"], response["ETag"]) == ("4", f'"{files.kept("abc").sha256}"')


def test_a_forgotten_file_is_gone_unless_another_key_names_it(db):
    first, second = keep(b"same", key="abc"), keep(b"same", key="def")
    assert files.forget(KeptFile.objects.filter(key="abc")) == 1
    assert (files.kept("abc"), files.kept("def")) == (None, second)
    assert files.forget(KeptFile.objects.filter(key="def")) == 1
    assert first.location.exists() is False
