"""What every page needs to know: the site's name, its navigation and its languages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from core import navigation


def languages() -> list[dict[str, Any]]:
    """The languages on offer: the site's own, and each of LANGUAGES that has a compiled catalogue."""
    offered = [code for code, _ in settings.LANGUAGES if code == settings.LANGUAGE_CODE or _has_catalogue(code)]
    if len(offered) < 2:
        return []
    return [{"code": code, "name": _own_name(code), "current": code == get_language()} for code in offered]


def _has_catalogue(code: str) -> bool:
    return any(
        (Path(path) / code.replace("-", "_") / "LC_MESSAGES/django.mo").exists() for path in settings.LOCALE_PATHS
    )


def _own_name(code: str) -> str:
    name: str = get_language_info(code.split("-")[0])["name_local"]
    return name[:1].upper() + name[1:]


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "COUNTRY": settings.COUNTRY,
        "SOURCE_URL": getattr(settings, "SOURCE_URL", ""),
        "FEEDBACK_EMAIL": getattr(settings, "FEEDBACK_EMAIL", ""),
        "navigation": SimpleLazyObject(lambda: navigation.links(request)),
        "footer_links": SimpleLazyObject(lambda: navigation.links(request, "footer")),
        "account_links": SimpleLazyObject(lambda: navigation.links(request, "account")),
        "languages": SimpleLazyObject(languages),
    }
