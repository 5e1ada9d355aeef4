"""The site in a process of its own, with its own database and files, and a worker beside its pages: as `make demo`.

The example is loaded once; each site is a copy of that, on SQLite or on PostgreSQL, as the tests run.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; the machine may be busy


@dataclass(frozen=True)
class Prepared:
    """A folder with the example's database and files, and what the tests have to know of it."""

    folder: Path
    made: dict[str, Any]


class Site:
    """A copy of what was prepared, served until `stop`."""

    def __init__(self, prepared: Prepared, folder: Path, name: str) -> None:
        self.made = prepared.made
        self.folder, self.name = folder, name
        shutil.copytree(prepared.folder, folder)
        if is_postgres():
            # One that a killed run left behind is in the way.
            ask_postgres(f'DROP DATABASE IF EXISTS "{database(name)}" WITH (FORCE)')
            ask_postgres(f'CREATE DATABASE "{database(name)}" TEMPLATE "{database("prepared")}"')
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = (folder / "log").open("w")
        gunicorn = [
            sys.executable,
            "-m",
            "gunicorn",
            "ogpnap.wsgi",
            "--threads",
            "4",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]
        self.process = subprocess.Popen(
            gunicorn, cwd=ROOT, env=environment(folder, name), stdout=self.log, stderr=self.log
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=PATIENCE)
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError(f"The site did not start:\n{(self.folder / 'log').read_text()[-4000:]}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        if is_postgres():
            ask_postgres(f'DROP DATABASE IF EXISTS "{database(self.name)}" WITH (FORCE)')


def prepare(folder: Path) -> Prepared:
    if is_postgres():
        forget(folder)
        ask_postgres(f'CREATE DATABASE "{database("prepared")}"')
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.prepare"],
        cwd=ROOT,
        env=environment(folder, "prepared"),
        capture_output=True,
        text=True,
        timeout=5 * PATIENCE,
    )
    if done.returncode:
        raise RuntimeError(f"The example could not be made ready:\n{done.stderr[-4000:]}")
    made = json.loads(done.stdout.strip().rpartition("\n")[2])
    (folder / "made.json").write_text(json.dumps(made))
    return Prepared(folder, made)


def take(folder: Path) -> Prepared:
    """What another process prepared."""
    return Prepared(folder, json.loads((folder / "made.json").read_text()))


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if is_postgres():
        ask_postgres(f'DROP DATABASE IF EXISTS "{database("prepared")}" WITH (FORCE)')


def environment(folder: Path, name: str) -> dict[str, str]:
    url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database(name)}" if is_postgres() else ""
    return {
        **os.environ,
        "DEBUG": "on",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "VAR_DIR": str(folder),
        "DATABASE_URL": url or f"sqlite:///{folder / 'site.sqlite3'}",
        "DATABASE_POOL": "5",
        "REDIS_URL": "",
        "EMAIL_URL": "consolemail://",
        "LOG_LEVEL": "WARNING",
    }


def is_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def database(name: str) -> str:
    return f"{os.environ.get('TEST_DATABASE_NAME') or 'test_ogpnap'}_site_{name}"


def ask_postgres(question: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(question)
