"""How gunicorn serves the site. Threads suit a site that waits for its database; the app is loaded in each worker
(never before the fork), because the embedded background worker and the pool of connections live in threads."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = False
accesslog = "-"
logger_class = "ogpnap.access_log.AccessLogger"
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
