"""Pages that never depend on data: the frame of every page, the languages, and what people see when something fails."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from core import context_processors, errors, navigation
from tests.core.fixtures import shape


def text_of(part) -> str:
    return part if isinstance(part, str) else " ".join(text_of(child) for child in part[2:])


def heading(response) -> str:
    return text_of(find("h1", shape(response.content.decode().split("<body", 1)[1].split(">", 1)[1])))


def find(tag, parts):
    for part in parts:
        if isinstance(part, list):
            if part[0] == tag:
                return part
            if found := find(tag, part[2:]):
                return found
    return None


def test_a_missing_page_says_so_and_shows_the_way(db, client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert heading(response) == "Page not found"


def failing(exception):
    try:
        raise exception
    except Exception:
        return errors.server_error(RequestFactory().get("/"))


def test_a_failure_of_ours_is_a_page_that_asks_the_database_for_nothing():
    response = failing(ValueError("secret detail"))

    assert response.status_code == 500
    assert heading(response) == "Something went wrong on our side"
    assert b"secret detail" not in response.content


def test_a_database_that_does_not_answer_is_a_site_not_available_for_a_moment():
    response = failing(OperationalError())

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert heading(response) == "The site is not available for a moment"


def test_a_request_that_makes_no_sense_gets_a_page_of_its_own():
    response = errors.bad_request(RequestFactory().get("/"), Exception())

    assert (response.status_code, heading(response)) == (400, "The request could not be understood")


def test_a_form_from_before_sign_in_is_refused_and_shows_what_was_typed(db):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/language/", {"body": "A paragraph that took an hour to write", "password": "x" * 30})

    assert response.status_code == 403
    assert heading(response) == "This form is too old to be accepted"
    assert "A paragraph that took an hour to write" in response.content.decode()
    assert "x" * 30 not in response.content.decode()


def test_the_sign_in_page_has_a_title_a_skip_link_and_one_main_heading(db, client):
    page = client.get(reverse("account_login")).content.decode()

    assert "<title>Sign in – OGPNAP</title>" in page
    assert 'href="#main-content"' in page
    assert page.count("<h1") == 1


def test_a_page_with_an_error_says_so_in_its_title_and_links_to_the_field(db, client):
    page = client.post(reverse("account_login"), {"login": "", "password": "x"}).content.decode()

    assert "<title>Error: Sign in – OGPNAP</title>" in page
    assert '<a href="#id_login">Fill this in: Email</a>' in page


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
)
def test_pages_for_visitors_have_no_script_or_style_inside_and_name_no_other_host(db, client, name):
    page = client.get(reverse(name)).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('<script type="module" src=')
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_a_language_is_offered_once_it_has_been_translated(settings, tmp_path):
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Welsh")]
    settings.LOCALE_PATHS = [tmp_path]
    assert context_processors.languages() == []

    catalogue = tmp_path / "cy/LC_MESSAGES/django.mo"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()

    assert [language["name"] for language in context_processors.languages()] == ["English", "Cymraeg"]


def test_choosing_a_language_is_remembered(client):
    response = client.post(reverse("set_language"), {"language": "cy", "next": "/"})

    assert (response.status_code, response.cookies["django_language"].value) == (302, "cy")


def test_the_navigation_shows_registered_pages_in_order_and_marks_where_one_is(monkeypatch):
    monkeypatch.setattr(navigation, "_pages", {})
    navigation.register("Second", "account_login", order=20)
    navigation.register("First", "set_language", order=10)
    navigation.register("Not there", "no:such-page", order=5)
    navigation.register("Members", "account_logout", order=1, signed_in_only=True)

    links = navigation.links(RequestFactory().get(reverse("account_login")))

    assert [(str(link.label), link.current) for link in links] == [("First", False), ("Second", True)]
