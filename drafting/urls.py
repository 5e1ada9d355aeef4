from django.urls import path

from drafting.views import keeping

app_name = "drafting"

urlpatterns = [path("", keeping.words, name="words")]
