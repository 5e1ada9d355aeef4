import pytest
from django.test import Client

from tests import immutable  # noqa: F401 (transactional tests on SQLite)
from tests.world import World, build_world


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    """Checkpoints, keys and files of a test stay with the test."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def client_for(world):
    """client_for("coordinator") is a browser in which that persona of the world is signed in."""
    return lambda persona: client_of(world, persona)


def client_of(world: World, persona: str) -> Client:
    client = Client()
    if persona != "visitor":
        client.force_login(world.person(persona), backend="django.contrib.auth.backends.ModelBackend")
    return client
