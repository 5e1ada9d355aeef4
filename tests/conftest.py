from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client

from tests import emptying  # noqa: F401 (after transactional tests)
from tests.example import example, tell  # noqa: F401
from tests.kept import Kept
from tests.world import World, build_world


@pytest.fixture(autouse=True)
def own_var(request, settings, tmp_path):
    """Checkpoints, keys and files of a test stay with the test; with the world, where that is kept for many."""
    settings.VAR_DIR = tmp_path
    kept = request.getfixturevalue("kept") if "kept" in request.fixturenames else None
    if isinstance(kept, Kept):  # some tests have something of their own under this name
        settings.VAR_DIR = settings.MEDIA_ROOT = kept.folder


@pytest.fixture(autouse=True)
def nothing_remembered(settings):
    """What a test put into the cache does not meet the next, whose rows may have the same keys. A prefix of its own and
    not `cache.clear()`, which on Redis takes from the other processes too what they have just put there."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def client_for(world):
    """client_for("coordinator") is a browser in which that persona of the world is signed in."""
    return lambda persona: client_of(world, persona)


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Kept]:
    """Worlds that are built once for the tests of a module; no test of such a module asks for `db`."""
    with django_db_blocker.unblock():
        kept = Kept(tmp_path_factory.mktemp("kept"))
        yield kept
        kept.forget()


def client_of(world: World, persona: str) -> Client:
    client = Client()
    if persona in world.sessions:
        client.cookies["sessionid"] = world.sessions[persona]
    elif persona != "visitor":
        client.force_login(world.person(persona), backend="django.contrib.auth.backends.ModelBackend")
    return client
