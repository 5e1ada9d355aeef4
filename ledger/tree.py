"""The Merkle tree of RFC 6962 (hashing, proofs) and RFC 9162 (checking proofs): pure functions over bytes."""

import hashlib
from collections.abc import Callable, Iterator

NodeKey = tuple[int, int]  # (level, position): the complete subtree over 2**level leaves from position * 2**level on
GetNode = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree that is appended to and keeps only its peaks: the roots of its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add the hash of a leaf; gives the (level >= 1, position, hash) that are now complete."""
        completed, level, position = leaf, 0, self.size
        while position % 2:
            completed = node_hash(self.peaks.pop(), completed)
            level, position = level + 1, position // 2
            yield level, position, completed
        self.peaks.append(completed)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def completed_by(index: int) -> Iterator[NodeKey]:
    """The nodes above level 0 that appending leaf `index` completes, lowest first."""
    level, position = 0, index
    while position % 2:
        level, position = level + 1, position // 2
        yield level, position


def root(size: int, get: GetNode) -> bytes:
    return _range_hash(0, size, get) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, get: GetNode) -> list[bytes]:
    """RFC 6962, 2.1.1: the hashes that lead from leaf `index` to the root of the first `size` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"Leaf {index} is not in a tree of {size}.")
    return _path(index, 0, size, get)


def consistency_path(first: int, second: int, get: GetNode) -> list[bytes]:
    """RFC 6962, 2.1.2: the hashes that prove the first `first` of `second` leaves to be the earlier tree."""
    if not 0 < first <= second:
        raise ValueError(f"No proof from {first} to {second}.")
    return _subproof(first, 0, second, True, get)


def needed(compute: Callable[[GetNode], object]) -> set[NodeKey]:
    """The nodes that `compute` asks for, to be fetched in one query before it is run."""
    keys: set[NodeKey] = set()

    def note(level: int, position: int) -> bytes:
        keys.add((level, position))
        return b""

    compute(note)
    return keys


def is_included(leaf: bytes, index: int, size: int, path: list[bytes], expected_root: bytes) -> bool:
    """RFC 9162, 2.1.3.2: does `path` lead from the hash of the leaf at `index` to the root of `size` leaves?"""
    if not 0 <= index < size:
        return False
    first, last, current = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if first % 2 or first == last:
            current = node_hash(step, current)
            while first % 2 == 0 and first:
                first, last = first >> 1, last >> 1
        else:
            current = node_hash(current, step)
        first, last = first >> 1, last >> 1
    return last == 0 and current == expected_root


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, path: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: is the tree of `first` leaves the beginning of the tree of `second`?"""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    steps = ([first_root] if first & (first - 1) == 0 else []) + path
    node, last = first - 1, second - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << (count - 1).bit_length() - 1


def _range_hash(low: int, high: int, get: GetNode) -> bytes:
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return get(level, low >> level)
    middle = low + _split(count)
    return node_hash(_range_hash(low, middle, get), _range_hash(middle, high, get))


def _path(index: int, low: int, high: int, get: GetNode) -> list[bytes]:
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        return [*_path(index, low, middle, get), _range_hash(middle, high, get)]
    return [*_path(index, middle, high, get), _range_hash(low, middle, get)]


def _subproof(first: int, low: int, high: int, is_whole: bool, get: GetNode) -> list[bytes]:
    if first == high:
        return [] if is_whole else [_range_hash(low, high, get)]
    middle = low + _split(high - low)
    if first <= middle:
        return [*_subproof(first, low, middle, is_whole, get), _range_hash(middle, high, get)]
    return [*_subproof(first, middle, high, False, get), _range_hash(low, middle, get)]
