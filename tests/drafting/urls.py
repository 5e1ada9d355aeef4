"""The project's addresses and, as an owning app would have them, those of one text."""

from django.urls import include, path, reverse

from core.access import get_visible, require
from drafting import views
from drafting.models import Text


def pages(text, user):
    def at(name, *numbers):
        return reverse(f"text-{name}", args=[text.pk, *numbers])

    return views.TextPages(
        title="Foreword",
        back=at("history"),
        edit=at("edit"),
        history=at("history"),
        revision=lambda n: at("revision", n),
        compare=lambda n, m: at("compare", n, m),
        restore=lambda n: at("restore", n),
        presence=at("presence"),
    )


def shared(view):
    def shown(request, pk, **numbers):
        text = get_visible(Text.objects.select_related("latest").visible_to(request.user), pk=pk)
        return view(request, text, pages=pages(text, request.user), **numbers)

    return shown


def edit(request, text, pages):
    require(request.user, "plans.edit_part", text.owner)
    return views.edit_text(request, text, pages=pages)


def presence(request, text, pages):
    return views.text_presence(request, text)


urlpatterns = [
    path("", include("ogpnap.urls")),
    path("text/<int:pk>/edit/", shared(edit), name="text-edit"),
    path("text/<int:pk>/presence/", shared(presence), name="text-presence"),
    path("text/<int:pk>/history/", shared(views.text_history), name="text-history"),
    path("text/<int:pk>/history/<int:number>/", shared(views.show_revision), name="text-revision"),
    path("text/<int:pk>/compare/<int:old>/<int:new>/", shared(views.compare_revisions), name="text-compare"),
    path("text/<int:pk>/restore/<int:number>/", shared(views.restore_revision), name="text-restore"),
]
