import pytest

from network import roles
from tests.world import PERSONAS, ROLES, build_world


@pytest.mark.django_db
def test_everybody_holds_what_their_name_says_and_nothing_else():
    world = build_world()
    held = {persona: set(roles.roles_of(world.person(persona), world.plan)) for persona in PERSONAS}
    assert held == {persona: {ROLES[persona]} if persona in ROLES else set() for persona in PERSONAS}
    assert {p for p in PERSONAS if roles.roles_of(world.person(p), world.other_plan)} == set()


@pytest.mark.django_db
def test_world_is_built_with_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        build_world()
