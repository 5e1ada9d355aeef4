"""Signed checkpoints: what is printed on published documents, kept in files beside the database."""

import base64
import binascii
import logging
import os
import secrets
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from ledger import notes, services, tree
from ledger.models import Checkpoint, Entry

logger = logging.getLogger(__name__)


def current() -> Checkpoint:
    """The signed checkpoint over every act so far; signed now, and written to its file, if there is none yet."""
    size = services.size()
    found = Checkpoint.objects.filter(pk=size).first()
    return found or _sign(size)


def covering(entry: Entry) -> Checkpoint:
    """The earliest checkpoint that vouches for `entry`."""
    return Checkpoint.objects.filter(size__gt=entry.index).order_by("size").first() or current()


def root_of(size: int) -> bytes:
    """The root of the first `size` acts, from stored subtrees."""
    found = services.nodes(tree.needed(lambda get: tree.root(size, get)))
    return tree.root(size, lambda level, position: found[level, position])


def inclusion_path(index: int, size: int) -> list[bytes]:
    """The proof that act `index` is one of the first `size`."""
    found = services.nodes(tree.needed(lambda get: tree.inclusion_path(index, size, get)))
    return tree.inclusion_path(index, size, lambda level, position: found[level, position])


def consistency_path(first: int, second: int) -> list[bytes]:
    """The proof that the first `first` acts begin the first `second`."""
    found = services.nodes(tree.needed(lambda get: tree.consistency_path(first, second, get)))
    return tree.consistency_path(first, second, lambda level, position: found[level, position])


def origin() -> str:
    """The ledger's name in its checkpoints: the site's address without its scheme."""
    return f"{urlsplit(settings.SITE_URL).netloc}/ledger"


def public_key() -> notes.VerifierKey:
    return notes.verifier_key(origin(), signing_key())


def signing_key() -> Ed25519PrivateKey:
    """LEDGER_SIGNING_KEY (base64 of a 32-byte seed; settings insist on it in production), or one kept in VAR_DIR."""
    return _signing_key(settings.LEDGER_SIGNING_KEY, settings.VAR_DIR)


def directory() -> Path:
    return Path(settings.VAR_DIR) / "checkpoints"


def kept_files() -> list[Path]:
    """The checkpoints beside the database, smallest first."""
    return sorted(directory().glob("*.txt"))


def keep(checkpoint: Checkpoint) -> None:
    """Write the note to a file of its own, whole or not at all; a file that says otherwise is evidence and stays."""
    path = directory() / f"{checkpoint.size:012}.txt"
    if path.exists():
        if path.read_text() != checkpoint.note:
            logger.error("%s says otherwise than the ledger: run `manage.py ledger verify`", path)
        return
    _write(path, checkpoint.note.encode())


def _sign(size: int) -> Checkpoint:
    statement = notes.Statement(origin(), size, root_of(size).hex())
    checkpoint, _created = Checkpoint.objects.get_or_create(
        size=size,
        defaults={"root": statement.root, "note": notes.sign(statement, signing_key())},
    )
    transaction.on_commit(lambda: keep(checkpoint))
    return checkpoint


@lru_cache(maxsize=4)
def _signing_key(configured: str, var: Path) -> Ed25519PrivateKey:
    seed = configured.encode() or _development_seed(Path(var) / "ledger-signing-key")
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed, validate=True))
    except (ValueError, binascii.Error) as error:
        raise ImproperlyConfigured("LEDGER_SIGNING_KEY must be the base64 form of 32 random bytes.") from error


def _development_seed(path: Path) -> bytes:
    if not path.exists():
        _write(path, base64.b64encode(secrets.token_bytes(32)), mode=0o600)
    return path.read_bytes()


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """All at once, and never over a file that another process has just finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
