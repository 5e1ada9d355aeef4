"""The site as the browser tests serve it: what `make demo` serves, with error pages as in production."""

from ogpnap.settings import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "tests.browser.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
