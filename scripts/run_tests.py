"""`make test`: run pytest on PostgreSQL and Redis where they answer, else on SQLite and without a broker.

More arguments go to pytest (make test ARGS="tests/core -x"). OGPNAP_SERVICES=off leaves the services alone.
"""

import hashlib
import os
import sys
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = ("postgres:///postgres", "postgres://postgres@127.0.0.1/postgres")
REDIS = ("redis://127.0.0.1:6379/15",)  # a database that people rarely use for anything else


def postgres_that_answers(addresses: tuple[str, ...]) -> str:
    """The first address under which we may make a test database."""
    for address in addresses:
        try:
            with psycopg.connect(address, connect_timeout=2) as connection:
                row = connection.execute(
                    "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return address
    return ""


def redis_that_answers(addresses: tuple[str, ...]) -> str:
    for address in addresses:
        try:
            redis.from_url(address, socket_connect_timeout=2).ping()
        except redis.RedisError:
            continue
        return address
    return ""


def main() -> None:
    environment = dict(os.environ)
    use_services = environment.get("OGPNAP_SERVICES", "on") != "off"
    if "DATABASE_URL" not in environment and use_services and (address := postgres_that_answers(POSTGRES)):
        environment["DATABASE_URL"] = address
    if "REDIS_URL" not in environment and use_services and (address := redis_that_answers(REDIS)):
        environment["REDIS_URL"] = address
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of the many processes compiles Django for itself
    folder = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    if environment.get("DATABASE_URL", "").startswith("postgres"):
        environment.setdefault("TEST_DATABASE_NAME", f"test_ogpnap_{folder}")
    database = environment.get("DATABASE_URL", "").split(":")[0] or "SQLite"
    broker = "Redis" if environment.get("REDIS_URL") else "no broker"
    print(f"Testing on {database} and {broker}.", flush=True)
    pytest = [str(ROOT / ".venv/bin/pytest"), "-n", "2", "--dist", "worksteal", "-q", *sys.argv[1:]]
    os.chdir(ROOT)
    os.execve(pytest[0], pytest, environment)


main()
