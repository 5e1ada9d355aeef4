"""What `manage.py check --deploy` says of signing."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def second_factor_is_on(app_configs: Any, **options: Any) -> list[Warning]:
    if settings.SECOND_FACTOR:
        return []
    return [
        Warning(
            "SECOND_FACTOR is off: being signed in is enough to agree, clear, approve and endorse.",
            hint="Leave SECOND_FACTOR out of the environment, or set it to on. Only a demo does without.",
            id="network.W001",
        )
    ]
