import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from core.access import SignInMiddleware, SignInNeeded, get_visible, public, require
from network.models import Organisation, User


@pytest.fixture
def organisation(db):
    return Organisation.objects.create(name="Integrity Watch", slug="integrity-watch", kind="cso", side="civil_society")


@pytest.fixture
def only_alice():
    rules.add_perm("network.sharpen", rules.predicate(lambda user: getattr(user, "email", "") == "alice@example.org"))
    yield
    rules.remove_perm("network.sharpen")


def test_what_is_seen_is_found(organisation):
    assert get_visible(Organisation.objects.all(), slug="integrity-watch") == organisation


@pytest.mark.parametrize(
    "lookup", [{"slug": "hidden"}, {"slug": "missing"}, {"pk": "x"}, {"pk": 2**70}, {"slug": "\0"}]
)
def test_hidden_missing_and_malformed_answer_alike(organisation, lookup):
    Organisation.objects.create(name="Hidden", slug="hidden", kind="cso", side="civil_society")
    with pytest.raises(Http404) as refusal:
        get_visible(Organisation.objects.exclude(slug="hidden"), **lookup)
    assert str(refusal.value) == ""


def test_a_permission_is_asked_of_the_rules(organisation, only_alice):
    require(User.objects.create_user("alice@example.org"), "network.sharpen", organisation)
    with pytest.raises(PermissionDenied) as refusal:
        require(User.objects.create_superuser("root@example.org"), "network.sharpen", organisation)
    assert type(refusal.value) is PermissionDenied
    with pytest.raises(SignInNeeded):
        require(AnonymousUser(), "network.sharpen", organisation)


def test_a_visitor_is_sent_to_sign_in_and_back():
    middleware = SignInMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/plans/uk-2013/edit/", {"part": "1"})
    response = middleware.process_exception(request, SignInNeeded())
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/plans/uk-2013/edit/%3Fpart%3D1")
    assert middleware.process_exception(request, PermissionDenied()) is None


def test_public_views_are_marked():
    assert public(lambda request: HttpResponse()).login_required is False
