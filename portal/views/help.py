from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public
from portal import rights_page


@public
@require_safe
def who_can_do_what(request: HttpRequest) -> HttpResponse:
    """Generated from the tables that guard the pages, so that it cannot say anything else than they do."""
    people = {person.value: person for person in rights_page.people()}
    only = people.get(request.GET.get("who", ""))
    context = {
        "people": people.values(),
        "only": only,
        "groups": rights_page.groups(only),
        "ways": [] if only else rights_page.ways(),
    }
    return render(request, "portal/who_can_do_what.html", context)
