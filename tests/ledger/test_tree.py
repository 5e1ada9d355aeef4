"""The tree against the definitions of RFC 6962, written down here a second time and naively."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import tree

# Leaves and roots that implementations of Certificate Transparency test themselves with.
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def grown(leaves: list[bytes]) -> tuple[tree.Growing, dict[tuple[int, int], bytes]]:
    growing, nodes = tree.Growing(), {}
    for index, leaf in enumerate(leaves):
        nodes[0, index] = tree.leaf_hash(leaf)
        completed = {(level, position): value for level, position, value in growing.append(nodes[0, index])}
        assert list(completed) == list(tree.completed_by(index))
        nodes |= completed
    return growing, nodes


@pytest.mark.parametrize("size", CT_ROOTS)
def test_roots_known_from_certificate_transparency(size):
    growing, _nodes = grown(CT_LEAVES[:size])
    assert growing.root().hex() == CT_ROOTS[size]


@pytest.mark.parametrize("size", range(34))
def test_every_way_to_the_root_is_one(size):
    leaves = [bytes([number]) for number in range(size)]
    growing, nodes = grown(leaves)
    assert growing.root() == naive_root(leaves) == tree.root(size, lambda level, position: nodes[level, position])


def test_every_act_is_proved_and_no_other():
    leaves = [bytes([number]) for number in range(20)]
    _growing, nodes = grown(leaves)
    get = lambda level, position: nodes[level, position]  # noqa: E731
    for size in range(1, 21):
        root = naive_root(leaves[:size])
        for index in range(size):
            path = tree.inclusion_path(index, size, get)
            holds_for = [n for n in range(size) if tree.is_included(nodes[0, n], index, size, path, root)]
            places = [n for n in range(size + 1) if tree.is_included(nodes[0, index], n, size, path, root)]
            assert (holds_for, places) == ([index], [index])
            assert not tree.is_included(nodes[0, index], index, size, [*path, root], root)


def test_a_later_tree_proves_that_it_begins_with_the_earlier():
    leaves = [bytes([number]) for number in range(20)]
    _growing, nodes = grown(leaves)
    get = lambda level, position: nodes[level, position]  # noqa: E731
    for second in range(1, 21):
        for first in range(1, second + 1):
            path = tree.consistency_path(first, second, get)
            old, new = naive_root(leaves[:first]), naive_root(leaves[:second])
            assert tree.is_consistent(first, second, old, new, path)
            assert not tree.is_consistent(first, second, naive_root([b"x", *leaves[1:first]]), new, path)
            assert not tree.is_consistent(first, second, old, naive_root([*leaves[: second - 1], b"x"]), path)


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=70), st.data())
def test_only_the_nodes_needed_are_asked_for(leaves, data):
    _growing, nodes = grown(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    keys = tree.needed(lambda get: tree.inclusion_path(index, len(leaves), get))
    assert keys <= set(nodes)
    assert len(keys) <= 2 * len(leaves).bit_length()


def test_proofs_of_what_is_not_there_are_refused():
    with pytest.raises(ValueError, match="not in a tree"):
        tree.inclusion_path(3, 3, lambda level, position: b"")
    with pytest.raises(ValueError, match="No proof"):
        tree.consistency_path(0, 3, lambda level, position: b"")
