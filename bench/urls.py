"""The product's addresses, and a bare view that answers with as many bytes as it is asked for."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.access import public
from ogpnap.urls import handler400, handler403, handler404, handler500
from ogpnap.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500"]


@public
def bare(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse("x" * size)


urlpatterns = [path("bare/<int:size>/", bare), *product]
