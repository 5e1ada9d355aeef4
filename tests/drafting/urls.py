"""The project's addresses and, as an owning app would have them, those of one text."""

from django.urls import include, path, reverse

from core.access import get_visible
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
    )


def shared(view):
    def shown(request, pk, **numbers):
        text = get_visible(Text.objects.select_related("latest").visible_to(request.user), pk=pk)
        return view(request, text, pages=pages(text, request.user), **numbers)

    return shown


urlpatterns = [
    path("", include("ogpnap.urls")),
    path("text/<int:pk>/edit/", shared(views.edit_text), name="text-edit"),
    path("text/<int:pk>/history/", shared(views.text_history), name="text-history"),
    path("text/<int:pk>/history/<int:number>/", shared(views.show_revision), name="text-revision"),
    path("text/<int:pk>/compare/<int:old>/<int:new>/", shared(views.compare_revisions), name="text-compare"),
    path("text/<int:pk>/restore/<int:number>/", shared(views.restore_revision), name="text-restore"),
]
