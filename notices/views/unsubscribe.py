from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import public
from notices import unsubscribing


@csrf_exempt  # mail programs send this POST by themselves (RFC 8058), without cookies; the signed token is the proof
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """People get a page with a button (a link that a scanner opens must change nothing); a POST does it at once."""
    wish = unsubscribing.read(token)
    if wish is None:
        raise Http404
    if request.method == "POST":
        unsubscribing.fulfil(wish)
    context = {"is_done": request.method == "POST", "is_everything": not wish.scopes}
    response = render(request, "notices/unsubscribe.html", context)
    response["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
