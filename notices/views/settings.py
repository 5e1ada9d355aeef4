from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.models import User
from notices import addresses, followers, scopes, services
from notices.forms import PreferencesForm, SubscriptionForm
from notices.models import Subscription
from notices.outbox import tops_led_by
from notices.rows import subscription_rows


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    preferences = services.preferences_of(request.user)
    form = PreferencesForm(request.POST or None, preferences=preferences)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data.get("language", preferences.language)
        services.prefer(request.user, frequency=form.cleaned_data["frequency"], language=language)
        messages.success(request, _("Saved. It holds from the next message on."))
        return redirect("notices:settings")
    context = {"form": form, "rows": subscription_rows(request.user), "led": tops_led_by(request.user)}
    return render(request, "notices/settings.html", context)


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    thing = addresses.thing_of(request.POST.get("thing", ""), request.user)
    if request.POST.get("follow") == "no":
        services.unfollow(thing, by=request.user)
        messages.success(request, _("You no longer follow it. What concerns you yourself still reaches you."))
    else:
        services.follow(thing, by=request.user)
        messages.success(request, _("You follow it: what happens here is in your digest."))
    return redirect(thing.get_absolute_url())  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """How often to hear of one plan or one commitment."""
    assert isinstance(request.user, User)
    thing = addresses.thing_of(token, request.user)
    label = thing._meta.label_lower
    subscription = Subscription.objects.filter(person=request.user, thing_label=label, thing_id=str(thing.pk)).first()
    follows = followers.follows(request.user, thing)
    form = SubscriptionForm(request.POST or None, follows=follows, subscription=subscription)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["follows"] == "yes"
        (services.follow if wanted else services.unfollow)(thing, by=request.user)
        services.set_frequency(thing, form.cleaned_data["frequency"], by=request.user)
        messages.success(request, _("Saved. It holds from the next message on."))
        return redirect("notices:settings")
    context = {"form": form, "thing": thing, "kind": scopes.followable_as(label)}
    return render(request, "notices/edit.html", context)
