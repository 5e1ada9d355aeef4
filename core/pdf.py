"""Tagged PDF from HTML: one file that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) and may carry data files.

This module needs no Django to render, so the niced subprocess of `render_in_subprocess` starts quickly.
Style sheets, fonts and images come from our own static files under `STATIC_BASE`; nothing else is ever fetched.
"""

import base64
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

STATIC_HOST = "static.invalid"
STATIC_BASE = f"https://{STATIC_HOST}/"
RENDERER = "1"  # part of the key of every kept file: raise it when the look of a PDF changes
TIMEOUT_SECONDS = 600
NICENESS = 10
VARIANT = "pdf/a-3a"
STATIC_TYPES = {
    ".css": "text/css",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


class RenderFailed(Exception):
    """The subprocess ended without a PDF; the message is what it last said."""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF, its type told by its name.

    `relationship` is one of ISO 32000-2, table 43: Source, Data, Supplement …
    """

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"
    created: datetime | None = None


@dataclass(frozen=True)
class Rendered:
    """A finished PDF, the seconds it took, and the most memory (KiB) the rendering process held."""

    pdf: bytes
    seconds: float
    peak_kib: int
    warnings: list[str] = field(default_factory=list)


def static_roots() -> tuple[str, ...]:
    """Every folder static files may come from: the finders' while developing, STATIC_ROOT where they are collected."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    roots = [str(storage.location) for finder in finders.get_finders() for storage in _storages(finder)]
    if settings.STATIC_ROOT:
        roots.append(str(settings.STATIC_ROOT))
    return tuple(dict.fromkeys(roots))


def _storages(finder: Any) -> Iterable[Any]:
    return getattr(finder, "storages", {}).values()


def render(
    html: str,
    *,
    title: str,
    lang: str,
    attachments: Sequence[Attachment] = (),
    roots: Sequence[str] | None = None,
    output: Path | None = None,
) -> bytes:
    """Render a whole HTML document in this process; with `output` the file is also written, atomically.

    `title` and `lang` become the document's own: HTML without them is not a readable PDF, so they are asked for here.
    """
    for chatty in ("weasyprint.progress", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from core.pdf_parts import OwnFiles, add_pdfua, flatten_links, own_attachment

    fetcher = OwnFiles(static_roots() if roots is None else roots)
    source = HTML(string=html, base_url=STATIC_BASE, url_fetcher=fetcher)
    flatten_links(source.etree_element)
    document = source.render(font_config=FontConfiguration(), pdf_variant=VARIANT)
    document.metadata.title = title
    document.metadata.lang = lang
    pdf: bytes = document.write_pdf(
        finisher=add_pdfua,
        pdf_variant=VARIANT,
        attachments=[own_attachment(each, fetcher) for each in attachments],
    )
    if output is not None:
        write_atomically(output, pdf)
    return pdf


def write_atomically(path: Path, content: bytes) -> None:
    """Nobody ever reads half a file: write beside it, flush to disk, rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.chmod(handle.name, 0o644)
    os.replace(handle.name, path)


def render_in_subprocess(
    html: str, *, title: str, lang: str, attachments: Sequence[Attachment] = (), timeout: int = TIMEOUT_SECONDS
) -> Rendered:
    """Render in a niced process of its own, so that pages stay quick and the memory goes back when it ends."""
    order = {
        "html": html,
        "title": title,
        "lang": lang,
        "roots": static_roots(),
        "niceness": NICENESS,
        "attachments": [_portable(each) for each in attachments],
    }
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        target = Path(folder) / "out.pdf"
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "core.pdf_worker", str(target)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=timeout,
            cwd=Path(__file__).resolve().parent.parent,
            check=False,
        )
        if done.returncode != 0 or not target.exists():
            raise RenderFailed(done.stderr.decode(errors="replace").strip()[-2000:] or f"exit {done.returncode}")
        said = json.loads(done.stdout)
        return Rendered(target.read_bytes(), said["seconds"], said["peak_kib"], said["warnings"])


def _portable(attachment: Attachment) -> dict[str, Any]:
    return asdict(attachment) | {
        "content": base64.b64encode(attachment.content).decode(),
        "created": attachment.created.isoformat() if attachment.created else None,
    }


def from_portable(data: dict[str, Any]) -> Attachment:
    """The inverse of what the parent process sent."""
    return Attachment(
        **data
        | {
            "content": base64.b64decode(data["content"]),
            "created": datetime.fromisoformat(data["created"]) if data["created"] else None,
        }
    )


def static_path(url: str) -> str | None:
    """The path below a static root that a URL names, or None if it is not one of our static files."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.netloc != STATIC_HOST:
        return None
    path = unquote(parts.path).lstrip("/")
    safe = path and "\\" not in path and "\0" not in path and ".." not in path.split("/")
    return path if safe and Path(path).suffix in STATIC_TYPES else None
