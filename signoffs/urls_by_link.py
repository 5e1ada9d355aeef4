"""Below /sign/: for who has no account and needs none."""

from django.urls import path

from signoffs.views import by_link, links

app_name = "by_link"

urlpatterns = [
    path("", by_link.sign, name="sign"),
    path("paper.pdf", by_link.paper, name="paper"),
    path("contacts/<slug:post>/", links.contacts, name="contacts"),
    path("<str:token>/", by_link.enter, name="enter"),
]
