"""The pages that bring everything together: home, my desk, search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public
from network.models import User
from portal import desk as desk_items
from portal.forms import SearchForm
from portal.home import plan_cards
from portal.search import find


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"cards": plan_cards(request.user)})


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {
        "waiting": desk_items.waiting_for(request.user),
        "new": desk_items.new_for(request.user),
        "lately": desk_items.lately_told(request.user),
        "writing": desk_items.writing_of(request.user),
        "vacancies": desk_items.vacancies_of(request.user),
    }
    return render(request, "portal/desk.html", context)


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET if "q" in request.GET else None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    return render(request, "portal/search.html", {"form": form, "query": query, "found": find(request.user, query)})
