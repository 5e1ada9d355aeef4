"""The product's settings, measured as production runs them: cached templates, no debugging, no rate limits."""

import os

os.environ["DEBUG"] = "on"  # development's secrets; DEBUG itself is switched off below

from ogpnap.settings import *  # noqa: E402,F403
from ogpnap.settings import DATABASES, MIDDLEWARE, TEMPLATES  # noqa: E402

DEBUG = False
ALLOWED_HOSTS = ["testserver"]
SECURE_SSL_REDIRECT = False
ROOT_URLCONF = "bench.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_TASK_ALWAYS_EAGER = True
LOGGING_CONFIG = None
_ = (DATABASES, MIDDLEWARE, TEMPLATES)
