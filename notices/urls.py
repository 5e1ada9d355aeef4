from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/<str:token>/", views.edit, name="edit"),
    path("follow/", views.follow, name="follow"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:key>/", views.outbox_event, name="outbox_event"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
