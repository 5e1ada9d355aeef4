"""The container's health check: ask this container's own /healthz, under a host name that the site answers to."""

import os
import sys
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})  # noqa: S310
with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310  # nosec B310
    sys.exit(response.status != 200)
