"""The site as the browser tests serve it: what `make demo` serves, with error pages as in production."""

from ogpnap.settings import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "tests.browser.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600  # the sessions were made before the tests began
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
