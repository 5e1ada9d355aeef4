"""What gunicorn and runserver serve. Without a broker, the background work is done beside the pages."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from ogpnap.celery import start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ogpnap.settings")
application = get_wsgi_application()

if not settings.REDIS_URL and not settings.TESTING:
    start_embedded()
