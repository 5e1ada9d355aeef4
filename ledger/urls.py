from django.urls import path

from ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("consistency/<int:first>/<int:second>.json", views.consistency, name="consistency"),
    path("<int:index>/", views.detail, name="detail"),
    path("<int:index>/proof.json", views.proof, name="proof"),
]
