"""What the environment says decides; what is missing or wrong is named, with what to do about it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "off",
    "SECRET_KEY": "x" * 50,
    "LEDGER_SIGNING_KEY": "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=",
    "ALLOWED_HOSTS": "plan.example.org, www.plan.example.org",
    "DATABASE_URL": "postgres://ogpnap:secret@db/ogpnap",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
}


def load(expression, **environment):
    """The printed value of an expression over the settings, or the last line of why they did not load."""
    done = subprocess.run(
        [sys.executable, "-c", f"from ogpnap import settings; print({expression})"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return (done.stdout or done.stderr).strip().splitlines()[-1]


@pytest.fixture
def production(tmp_path):
    return {**PRODUCTION, "VAR_DIR": str(tmp_path)}


@pytest.mark.parametrize("name", ["SECRET_KEY", "LEDGER_SIGNING_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL"])
def test_production_refuses_to_start_without(name, production):
    answer = load("settings.DEBUG", **{**production, name: ""})
    assert answer.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} is not set. ")


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("DEBUG", "ture", "DEBUG='ture' is neither 'on' nor 'off'."),
        ("PROXIES", "one", "PROXIES='one' is not a whole number."),
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 50 characters and not be the one for development."),
        ("DATABASE_URL", "mysql://db/x", "DATABASE_URL must begin with postgres:// or sqlite:///."),
        ("REDIS_URL", "localhost:6379", "REDIS_URL must begin with redis://, rediss:// or unix://."),
    ],
)
def test_a_wrong_value_is_named(name, value, answer, production):
    found = load("settings.DEBUG", **{**production, name: value})
    assert found == f"django.core.exceptions.ImproperlyConfigured: {answer}"


def test_production_is_https_only_with_a_pool_of_connections(production):
    expression = """(settings.ALLOWED_HOSTS, settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0,
        settings.DATABASES["default"]["OPTIONS"], settings.SITE_URL)"""
    assert load(expression, **production) == str(
        (
            ["plan.example.org", "www.plan.example.org"],
            True,
            True,
            {"pool": {"min_size": 1, "max_size": 10}},
            "https://plan.example.org",
        )
    )


def test_a_secret_may_come_from_a_file(production, tmp_path):
    (tmp_path / "secret").write_text("y" * 60)
    del production["SECRET_KEY"]
    assert load("settings.SECRET_KEY[:3]", **production, SECRET_KEY_FILE=str(tmp_path / "secret")) == "yyy"


def test_development_needs_nothing(tmp_path):
    expression = '(settings.DATABASES["default"]["ENGINE"], settings.CELERY_BROKER_URL)'
    answer = load(expression, DEBUG="on", VAR_DIR=str(tmp_path))
    assert answer == "('django.db.backends.sqlite3', 'memory://embedded/')"
