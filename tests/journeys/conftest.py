import pytest


@pytest.fixture(autouse=True)
def own_cache(settings, request):
    """Signing in and asking to join are rationed by what the cache remembers of earlier visits."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.nodeid}}
