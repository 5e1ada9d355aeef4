from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from portal.example.loader import load_example


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The example plan, told once for all journeys of a module; each of them begins at its end."""
    folder = tmp_path_factory.mktemp("example")
    with django_db_blocker.unblock(), override_settings(VAR_DIR=folder, MEDIA_ROOT=folder), transaction.atomic():
        load_example()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def example(loaded, db) -> None:
    """The example plan is there."""


@pytest.fixture(autouse=True)
def own_cache(settings, request):
    """Signing in and asking to join are rationed by what the cache remembers of earlier visits."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.nodeid}}
