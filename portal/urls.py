from django.urls import path

from portal.views import pages

app_name = "portal"

urlpatterns = [
    path("", pages.home, name="home"),
    path("desk/", pages.desk, name="desk"),
    path("search/", pages.search, name="search"),
]
