"""What every test may count on: which marks are skipped where, and how Chromium is started."""

import os
import shutil
from collections.abc import Generator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from tests.rows import Rows, all_rows, are_gone, put_back

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
GET_CHROMIUM = "no Chromium here; on Debian or Ubuntu: sudo apt-get install chromium"
BLOCKER = pytest.StashKey[Any]()
MIGRATED = pytest.StashKey[Rows]()
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
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_blocker: Any,
) -> Generator[None, None, None]:
    """The test database, and what migrations brought into it.

    pytest-django's own makes none unless a test says `django_db`; those that ask for `kept` do not.
    """
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock():
        is_used_again = django_db_keepdb and not django_db_createdb
        old = setup_databases(verbosity, interactive=False, aliases={"default"}, keepdb=is_used_again)
        connection._test_serialized_contents = "[]"  # tells Django to leave it to us what is there after a flush
        request.config.stash[MIGRATED] = all_rows()
    request.config.stash[BLOCKER] = django_db_blocker
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            end_other_sessions()
            teardown_databases(old, verbosity)


def end_other_sessions() -> None:
    """PostgreSQL refuses to drop a database while a request that a browser left, or the pool, still holds a session:
    the last test of the run would be the one that "fails"."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


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
        with item.config.stash[BLOCKER].unblock(), transaction.atomic():
            if are_gone(item.config.stash[MIGRATED]):
                put_back(item.config.stash[MIGRATED])


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path_factory):
    """Kept files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")
