from django.urls import path

from network import views

app_name = "network"

urlpatterns = [
    path("", views.index, name="index"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.create_organisation, name="create_organisation"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", views.edit_organisation, name="edit_organisation"),
    path("organisations/<slug:slug>/history/", views.organisation_history, name="organisation_history"),
    path("organisations/<slug:slug>/posts/new/", views.create_organisation_post, name="create_organisation_post"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("posts/<slug:slug>/edit/", views.edit_post, name="edit_post"),
    path("posts/<slug:slug>/appoint/", views.appoint, name="appoint"),
    path("posts/<slug:slug>/end/", views.end_tenure, name="end_tenure"),
    path("posts/<slug:slug>/handover/", views.handover, name="handover"),
    path("posts/<slug:slug>/handover/accept/", views.accept_handover, name="accept_handover"),
    path("join/", views.join, name="join"),
    path("join/<str:key>/", views.request_status, name="request_status"),
    path("join/<str:key>/take-up/", views.take_up_membership, name="take_up_membership"),
    path("requests/", views.requests, name="requests"),
    path("requests/<str:reference>/", views.request_detail, name="request"),
    path("requests/<str:reference>/erase/", views.erase_applicant, name="erase_applicant"),
    path("account/", views.account, name="account"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/members/", views.members, name="members"),
    path("<slug:slug>/members/<int:number>/end/", views.end_membership, name="end_membership"),
    path("<slug:slug>/posts/new/", views.create_network_post, name="create_network_post"),
]
