from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import get_visible, public
from ledger import checkpoints, filters, proofs, reading, services
from ledger.models import Entry

PER_PAGE = 50


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    entries = filters.narrow(Entry.objects.order_by("-index").with_openings(), request.GET)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "acts": reading.tell(page.object_list, request.user),
        "filters": filters.links(request.GET),
        "size": services.size(),
        "key": str(checkpoints.public_key()),
    }
    return render(request, "ledger/index.html", context)


@public
@require_safe
def detail(request: HttpRequest, index: int) -> HttpResponse:
    entry = get_visible(Entry.objects.with_openings(), index=index)
    [act] = reading.tell([entry], request.user)
    context = {"act": act, "entry": entry, "proof": proofs.make(entry, act.openings), "size": services.size()}
    return render(request, "ledger/detail.html", context)


@public
@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    entry = get_visible(Entry.objects.with_openings(), index=index)
    [act] = reading.tell([entry], request.user)
    return JsonResponse(proofs.make(entry, act.openings), json_dumps_params={"indent": 1})


@public
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    return HttpResponse(checkpoints.current().note, content_type="text/plain; charset=utf-8")


@public
@require_safe
def consistency(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """For those who keep checkpoints: the later tree begins with the earlier one."""
    if not 0 < first <= second <= services.size():
        raise Http404
    path = [step.hex() for step in checkpoints.consistency_path(first, second)]
    return JsonResponse({"first": first, "second": second, "path": path})
