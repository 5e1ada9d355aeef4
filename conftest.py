"""What every test may count on: which marks are skipped where, and how Chromium is started."""

import os
import shutil
from collections.abc import Generator

import pytest
from django.db import connection

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
GET_CHROMIUM = "no Chromium here; on Debian or Ubuntu: sudo apt-get install chromium"
BLOCKER = pytest.StashKey()
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
        if commits(item):
            item.fixturenames.append("django_db_serialized_rollback")  # type: ignore[attr-defined]
        for mark, reason in reasons.items():
            if mark in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.fail(GET_CHROMIUM)  # only under CI: elsewhere these tests are skipped
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """The test database, and a copy of what migrations brought into it."""
    request.config.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock():
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or (mark and mark.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """A test that commits empties every table in the end. What migrations brought (templates and the like) must be
    there again for the next test of this process, whichever that is."""
    yield
    if nextitem and BLOCKER in item.config.stash and commits(item):
        with item.config.stash[BLOCKER].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path_factory):
    """Kept files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")
