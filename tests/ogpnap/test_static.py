"""Production refuses a page that names a style sheet, script or picture which is not there; so we look beforehand."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

STATIC_TAG = re.compile(r"""\{%\s*static\s+["']([^"'{]+)["']""")
CSS_URL = re.compile(r"""url\(["']?(?!data:)([^"')?#]+)""")
BUILD = settings.BASE_DIR / "frontend" / "build"

needs_build = pytest.mark.skipif(not BUILD.exists(), reason="the style sheets are not built: run scripts/setup")


@needs_build
def test_every_static_file_that_a_template_names_exists():
    templates = list(settings.BASE_DIR.glob("*/templates/**/*.html"))
    named = {(path.name, name) for path in templates for name in STATIC_TAG.findall(path.read_text())}
    assert sorted((template, name) for template, name in named if finders.find(name) is None) == []


@needs_build
def test_every_file_that_a_style_sheet_names_exists():
    sheets = list(BUILD.rglob("*.css"))
    named = {(sheet, name) for sheet in sheets for name in CSS_URL.findall(sheet.read_text())}
    assert sheets != []
    assert sorted((sheet.name, name) for sheet, name in named if not Path(sheet.parent, name).is_file()) == []
