"""For the operator: accounts and first holders. Who asked to join and what a handover says is not shown here."""

from typing import Any, cast

from allauth.account import admin as account_admin  # registers addresses and authenticators, as below
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin  # registers Group, so that it can be taken away here
from django.contrib.auth.models import Group
from django.http import HttpRequest

from core.history import save_as
from network import services
from network.models import Network, Organisation, Post, Tenure, User

# Nobody gives rights by hand: groups are the posts', kept by network.services.
if isinstance(admin.site._registry.get(Group), auth_admin.GroupAdmin):
    admin.site.unregister(Group)


# What people prove themselves with is theirs: the operator may take a lost phone away, and neither reads a secret nor
# puts an own one, or an own address for a new password, in its place.
for theirs, by_allauth in (
    (Authenticator, mfa_admin.AuthenticatorAdmin),
    (EmailAddress, account_admin.EmailAddressAdmin),
):
    if isinstance(admin.site._registry.get(theirs), by_allauth):
        admin.site.unregister(theirs)


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    fields = ("user", "type", "created_at", "last_used_at")
    readonly_fields = fields
    list_display = fields
    list_filter = ("type",)
    search_fields = ("user__email", "user__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(EmailAddress)
class EmailAddressAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    fields = ("user", "email", "verified", "primary")
    readonly_fields = fields
    list_display = fields
    search_fields = ("email", "user__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Kept(admin.ModelAdmin):  # type: ignore[type-arg]
    """Written with its history, and never deleted."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_as(obj, by=request.user, reason="admin site")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Accounts come by signing up or by `manage.py appoint`; here they are closed, or let into this site."""

    fields = ("email", "name", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
    readonly_fields = ("email", "date_joined", "last_login")
    list_display = ("email", "name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(Kept):
    list_display = ("name", "kind", "side")
    list_filter = ("side", "kind")
    search_fields = ("name", "acronym")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("side", "slug") if obj else ()


@admin.register(Network)
class NetworkAdmin(Kept):
    list_display = ("name", "nation")
    filter_horizontal = ("sisters",)


class NewPostForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Post
        fields = ("title", "kind", "organisation", "network", "deputy_of", "contact_email")

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] = super().clean() or {}
        if "kind" in cleaned:
            places: dict[str, Any] = {name: cleaned.get(name) for name in ("organisation", "network", "deputy_of")}
            services.check_post(kind=cleaned["kind"], **places)
        return cleaned


@admin.register(Post)
class PostAdmin(Kept):
    form = NewPostForm
    list_display = ("title", "body", "kind", "side")
    list_filter = ("kind", "side")
    list_select_related = ("organisation", "network")
    search_fields = ("title", "organisation__name", "network__name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind", "organisation", "network", "deputy_of") if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj:
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if change:
            return super().save_model(request, obj, form, change)
        made = services.create_post(by=cast(User, request.user), **form.cleaned_data)
        obj.__dict__.update(made.__dict__)
        return None


class FirstHolderForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Tenure
        fields = ("person", "post", "starts", "ends", "mandate", "mandated_on")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if {"person", "post", "starts"} <= cleaned.keys():
            services.check_tenure(Tenure(named_by_operator=True, **cleaned), by=None)
        return cleaned


@admin.register(Tenure)
class TenureAdmin(Kept):
    """Names first holders; the ledger says that it was the operator. Tenures are ended on the post's own page."""

    form = FirstHolderForm
    autocomplete_fields = ("person", "post")
    list_display = ("person", "post", "starts", "ends", "named_by_operator")
    list_select_related = ("person", "post__organisation", "post__network")
    list_filter = ("named_by_operator",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Tenure, form: Any, change: bool) -> None:
        made = services.appoint(by=cast(User, request.user), named_by_operator=True, **form.cleaned_data)
        obj.__dict__.update(made.__dict__)
