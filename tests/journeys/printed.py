"""What a printed plan says, to hold it against the page."""

import io
import re
import unicodedata
from typing import Any

import pypdf

MARGIN = 73  # points; above and below it are the running lines


def letters(text: str) -> str:
    """Without spaces, hyphens and bullets, which print sets in its own way."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def letters_of_pdf(content: bytes) -> str:
    return letters("".join(_text(page) for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def _text(page: pypdf.PageObject) -> str:
    found: list[str] = []

    def keep(text: str, matrix: list[float], text_matrix: list[float], *_font: Any) -> None:
        height = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        if MARGIN < height < float(page.mediabox.height) - MARGIN:
            found.append(text)

    page.extract_text(visitor_text=keep)
    return "".join(found)
