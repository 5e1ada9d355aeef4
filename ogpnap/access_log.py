"""gunicorn's log of requests, without the keys that stand in some addresses."""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from core.logs import without_keys


class AccessLogger(Logger):  # type: ignore[misc]
    def atoms(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: without_keys(value) if isinstance(value, str) else value for name, value in found.items()}
