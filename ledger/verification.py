"""Recomputes the whole ledger from its leaves and says where the database disagrees with it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import canonical
from ledger import leaves, notes, tree
from ledger.models import Checkpoint, Entry, Node, Opening

COLUMNS = ("index", "leaf", "leaf_hash", "verb", "thing_label", "thing_id", "side", "at")


@dataclass(frozen=True)
class Finding:
    """Something wrong about act `index`, or about one of the acts from `index` to `last`; None: about no act."""

    index: int | None
    text: str
    last: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        first = self.index or 0
        return first, first if self.last is None else self.last


class Signed(NamedTuple):
    """A checkpoint whose signature is good, and where it was found."""

    source: str
    statement: notes.Statement


class OpeningRow(NamedTuple):
    entry_id: int
    field: str
    salt: str
    value: str


@dataclass
class Report:
    """`anchored` is how many of the first acts a checkpoint from outside the database vouches for."""

    size: int = 0
    root: str = ""
    anchored: int = 0
    erased: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.findings

    @property
    def first_wrong(self) -> int | None:
        """The number of the first act that is (or, where only a range is known, may be) wrong.

        One wrong act makes every hash over it wrong: a range that holds a narrower finding is explained by it.
        """
        spans = sorted((f.span for f in self.findings if f.index is not None), key=lambda span: span[1] - span[0])
        told: list[tuple[int, int]] = []
        for first, last in spans:
            if not any(first <= narrower[0] and narrower[1] <= last for narrower in told):
                told.append((first, last))
        return min((first for first, _last in told), default=None)

    def add(self, index: int | None, text: str, *, last: int | None = None) -> None:
        self.findings.append(Finding(index, text, last))


def verify(kept: Iterable[tuple[str, str]], *, public_key: bytes, limit: int = 50) -> Report:
    """Hold the database against itself and against `kept`: (where from, signed note) pairs from outside it.

    Leaves, columns, openings, nodes and stored checkpoints are all computed again. Stops after `limit` findings.
    """
    with _snapshot():
        return _Check(kept, public_key, limit).run()


@contextmanager
def _snapshot() -> Iterator[None]:
    """One state of the database for all queries, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


class _Check:
    def __init__(self, kept: Iterable[tuple[str, str]], public_key: bytes, limit: int) -> None:
        self.report = Report()
        self.limit = limit
        self.public_key = public_key
        self.growing = tree.Growing()
        self.last_good = 0
        self.closed: set[tuple[int, str]] = set()
        self.erased: set[tuple[int, str]] = set()
        self.inside = self._stored_checkpoints()
        self.outside = self._kept_checkpoints(kept)
        self.awaited: dict[int, list[Signed]] = {}
        for signed in [*self.outside, *self.inside.values()]:
            self.awaited.setdefault(signed.statement.size, []).append(signed)

    def run(self) -> Report:
        self.nodes = {(level, p): value for level, p, value in Node.objects.values_list("level", "position", "hash")}
        rows = Opening.objects.order_by("entry_id").values_list("entry_id", "field", "salt", "value")
        openings = _Openings(OpeningRow(*row) for row in rows.iterator(chunk_size=5000))
        self._compare_roots()
        if self._entries(openings):
            self._leftovers(openings)
        self.report.size = self.growing.size
        self.report.root = self.growing.root().hex()
        self.report.erased = len(self.erased)
        return self.report

    def _entries(self, openings: "_Openings") -> bool:
        """Every act in its order; False if it had to stop before the end."""
        for values in Entry.objects.order_by("index").values_list(*COLUMNS).iterator(chunk_size=5000):
            row = dict(zip(COLUMNS, values, strict=True))
            expected = self.growing.size
            if row["index"] != expected:
                self.report.add(expected, _("Act %(index)s is missing.") % {"index": expected})
                return False
            self._entry(row, openings.take(expected))
            self._grow(row["leaf"].encode())
            if len(self.report.findings) >= self.limit:
                return False
        return True

    def _entry(self, row: dict[str, Any], openings: list[OpeningRow]) -> None:
        index, leaf = row["index"], row["leaf"].encode()
        if tree.leaf_hash(leaf).hex() != row["leaf_hash"]:
            self.report.add(index, _("Act %(index)s: the leaf does not have the hash kept with it.") % {"index": index})
        try:
            content = leaves.parse(leaf)
            expected, sealed = leaves.columns(content), leaves.commitments(content)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.report.add(index, _("Act %(index)s: the leaf cannot be read.") % {"index": index})
            return
        for column, value in expected.items():
            if _written(row[column]) != value:
                text = _("Act %(index)s: the column “%(column)s” does not say what the leaf says.")
                self.report.add(index, text % {"index": index, "column": column})
        self._openings(index, sealed, openings)
        self._note_erasure(content)

    def _openings(self, index: int, sealed: dict[str, str], openings: list[OpeningRow]) -> None:
        for opening in openings:
            if not _fits(sealed.get(opening.field), opening):
                text = _("Act %(index)s: the opening of “%(field)s” does not fit the leaf.")
                self.report.add(index, text % {"index": index, "field": opening.field})
        present = {opening.field for opening in openings}
        self.closed |= {(index, name) for name in sealed if name not in present}

    def _note_erasure(self, content: dict[str, Any]) -> None:
        if content["verb"] == "ledger.erase" and str(content["thing"]["id"]).isdigit():
            self.erased |= {(int(content["thing"]["id"]), name) for name in content["data"].get("fields", [])}

    def _grow(self, leaf: bytes) -> None:
        for level, position, value in self.growing.append(tree.leaf_hash(leaf)):
            if self.nodes.pop((level, position), None) != value.hex():
                first, last = position << level, ((position + 1) << level) - 1
                text = _("Acts %(first)s to %(last)s do not have the hash kept over them.")
                self.report.add(first, text % {"first": first, "last": last}, last=last)
        self._compare_roots()

    def _compare_roots(self) -> None:
        size = self.growing.size
        for signed in self.awaited.pop(size, []):
            if signed.statement.root == self.growing.root().hex():
                self.last_good = size
                if signed in self.outside:
                    self.report.anchored = size
            else:
                text = _("%(source)s: the first %(size)s acts are not those that were signed.")
                text += " " + _("The first wrong act is one of %(first)s to %(last)s.")
                values = {"source": signed.source, "size": size, "first": self.last_good, "last": size - 1}
                self.report.add(self.last_good, text % values, last=max(size - 1, self.last_good))

    def _leftovers(self, openings: "_Openings") -> None:
        size = self.growing.size
        for wanted in sorted(self.awaited):
            for signed in self.awaited[wanted]:
                text = _("%(source)s: %(wanted)s acts were signed, only %(size)s are there.")
                self.report.add(size, text % {"source": signed.source, "wanted": wanted, "size": size})
        for level, position in sorted(self.nodes):
            self.report.add(None, _("There is a hash over acts that are not there: %s.") % f"{level}/{position}")
        if openings.rest():
            self.report.add(None, _("There are openings of acts that are not there."))
        self._compare_erasures()

    def _compare_erasures(self) -> None:
        """Where leaves are wrong, a missing opening may only follow from a wrong act of erasure."""
        is_certain = self.report.is_good
        for index, name in sorted(self.closed ^ self.erased):
            was_erased = (index, name) in self.erased
            text = _("Act %(index)s: “%(field)s” was erased, and is there.")
            if not was_erased:
                text = _("Act %(index)s: the opening of “%(field)s” is gone without an act of erasure.")
            self.report.add(index if is_certain else None, text % {"index": index, "field": name})

    def _stored_checkpoints(self) -> dict[int, Signed]:
        found: dict[int, Signed] = {}
        for size, root, note in Checkpoint.objects.order_by("size").values_list("size", "root", "note"):
            source = _("The stored checkpoint over %(size)s acts") % {"size": size}
            statement = self._read(source, note)
            if statement and (statement.size, statement.root) != (size, root):
                self.report.add(None, _("%s does not say what its columns say.") % source)
            elif statement:
                found[size] = Signed(source, statement)
        return found

    def _kept_checkpoints(self, kept: Iterable[tuple[str, str]]) -> list[Signed]:
        found: list[Signed] = []
        for source, note in kept:
            statement = self._read(source, note)
            if not statement:
                continue
            found.append(Signed(source, statement))
            if statement.size not in self.inside:
                self.report.add(None, _("%s is signed, but the database has no such checkpoint.") % source)
        return found

    def _read(self, source: str, note: str) -> notes.Statement | None:
        try:
            return notes.read(note, self.public_key)
        except notes.BadNote as error:
            self.report.add(None, f"{source}: {error}")
            return None


class _Openings:
    """Openings in the order of their acts, taken act by act without holding them all."""

    def __init__(self, rows: Iterator[OpeningRow]) -> None:
        self.rows = rows
        self.ahead = next(rows, None)

    def take(self, index: int) -> list[OpeningRow]:
        taken: list[OpeningRow] = []
        while self.ahead and self.ahead.entry_id <= index:
            taken.append(self.ahead)
            self.ahead = next(self.rows, None)
        return taken

    def rest(self) -> bool:
        return self.ahead is not None


def _written(value: Any) -> Any:
    return canonical.instant(value) if isinstance(value, datetime) else value


def _fits(expected: str | None, opening: OpeningRow) -> bool:
    try:
        return leaves.commitment(opening.salt, opening.value) == expected
    except ValueError:
        return False
