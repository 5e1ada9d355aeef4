"""What every test may count on: which marks are skipped where, and how Chromium is started."""

import os
import shutil

import pytest
from django.db import connection

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
GET_CHROMIUM = "no Chromium here; on Debian or Ubuntu: sudo apt-get install chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs beside the ORM in browser tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reasons = {}
    if not CHROMIUM and not os.environ.get("CI"):
        reasons["browser"] = GET_CHROMIUM
    if connection.vendor != "postgresql":
        reasons["postgres"] = "needs PostgreSQL: set DATABASE_URL"
    if not os.environ.get("REDIS_URL"):
        reasons["redis"] = "needs Redis: set REDIS_URL"
    for item in items:
        for mark, reason in reasons.items():
            if mark in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.fail(GET_CHROMIUM)  # only under CI: elsewhere these tests are skipped
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path_factory):
    """Kept files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")
