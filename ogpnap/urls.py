from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from core.health import healthz

# The admin site has no door of its own: whoever enters has come through the second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("portal.urls")),
    path("healthz", healthz, name="healthz"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("words/", include("drafting.urls")),
    path("ledger/", include("ledger.urls")),
    path("network/", include("network.urls")),
    path("notices/", include("notices.urls")),
    path("sign/", include("signoffs.urls_by_link")),
    path("plans/", include("plans.urls")),
    path("plans/", include("publications.urls")),
    path("plans/<slug:plan>/", include("commitments.urls")),
    path("plans/<slug:plan>/", include("signoffs.urls")),
]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.page_not_found"
handler500 = "core.errors.server_error"
