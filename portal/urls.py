from django.urls import path

from portal.views import help as help_pages
from portal.views import pages

app_name = "portal"

urlpatterns = [
    path("", pages.home, name="home"),
    path("desk/", pages.desk, name="desk"),
    path("help/who-can-do-what/", help_pages.who_can_do_what, name="who_can_do_what"),
    path("search/", pages.search, name="search"),
]
