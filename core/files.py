"""Finished files, kept by a key that names what they were made from, so that nothing is rendered twice."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.http import quote_etag

from core.models import KeptFile


def keep(content: bytes, *, key: str, name: str, media_type: str) -> KeptFile:
    """Write the file whole or not at all, then its row. The first file under a key stays; a lost one is replaced."""
    if found := kept(key):
        return found
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"{sha256[:2]}/{sha256}{Path(name).suffix}"
    _write_atomically(Path(settings.MEDIA_ROOT) / path, content)
    row, _created = KeptFile.objects.update_or_create(
        key=key,
        defaults={"sha256": sha256, "path": path, "name": name, "media_type": media_type, "size": len(content)},
    )
    return row


def kept(key: str) -> KeptFile | None:
    """The file under this key, if there is one and it is still whole on the disk."""
    row = KeptFile.objects.filter(key=key).first()
    return row if row and _is_whole(row) else None


def forget(rows: QuerySet[KeptFile]) -> int:
    """Take these files away for good, and say how many; what another key names too stays on the disk."""
    gone = list(rows)
    KeptFile.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in gone:
        if not KeptFile.objects.filter(path=row.path).exists():
            row.location.unlink(missing_ok=True)
    return len(gone)


def respond(kept_file: KeptFile, *, download_name: str = "", is_attachment: bool = False) -> FileResponse:
    response = FileResponse(
        kept_file.location.open("rb"),
        as_attachment=is_attachment,
        filename=download_name or kept_file.name,
        content_type=kept_file.media_type,
    )
    response["ETag"] = quote_etag(kept_file.sha256)
    return response


def _is_whole(row: KeptFile) -> bool:
    try:  # one look: between two it may be forgotten
        found = row.location.stat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == row.size


def _write_atomically(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(name).chmod(0o640)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
