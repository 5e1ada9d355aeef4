"""The example plan, told once in each test process and copied into the database of each test that asks for it."""

import shutil
from collections.abc import Callable

import pytest
from django.test import override_settings

from plans.models import Plan
from portal.example.loader import load_example
from tests.kept import undone
from tests.rows import added, all_rows, put_back


@pytest.fixture(scope="session")
def tell(django_db_setup, django_db_blocker, tmp_path_factory) -> Callable[[], None]:
    folder = tmp_path_factory.mktemp("example")
    with django_db_blocker.unblock(), override_settings(VAR_DIR=folder, MEDIA_ROOT=folder), undone():
        before = all_rows()
        load_example()
        told = added(before, all_rows())
    return lambda: (put_back(told), folder)[1]


@pytest.fixture
def example(tell, db, settings) -> Plan:
    """The example plan, in the database as `make demo` loads it."""
    folder = tell()
    for place in {settings.VAR_DIR, settings.MEDIA_ROOT}:
        shutil.copytree(folder, place, dirs_exist_ok=True)
    return Plan.objects.get()
