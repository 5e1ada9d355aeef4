"""What somebody sees who opens a personal link, without an account and without JavaScript."""

import html
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.choices import State
from core import jobs
from drafting.models import Signature
from signoffs import links as reading
from signoffs.models import Contacts, SigningLink
from signoffs.services import links
from tests.signoffs.approving import approve, contacts, link_to, ready
from tests.signoffs.build import reopen

pytestmark = pytest.mark.django_db
DRAFT = "We will publish the owners of companies."


@pytest.fixture
def link(world):
    contacts(world)
    return link_to(world, ready(world, title="Company owners"))


@pytest.fixture
def client(link):
    """A browser in which the link was opened."""
    browser = Client()
    browser.get(f"/sign/{reading.token_of(link)}/")
    return browser


@pytest.fixture
def reader(client, link):
    """A browser in which the code was typed too."""
    type_code(client, link)
    return client


def type_code(client, link):
    client.post("/sign/", {"send": "1"})
    return client.post("/sign/", {"code": code_in_the_mail()})


def code_in_the_mail() -> str:
    jobs.run_waiting()
    [message] = [message for message in mail.outbox if "your code" in message.subject][-1:]
    return re.search(r"^(\d{4} \d{4})$", message.body, re.M)[1]


def words(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def answers(link, answer="approve", **more):
    return {"seen": link.edition.sha256, "answer": answer, **more}


def signed():
    return Signature.objects.filter(verb__in=["signoffs.approve", "signoffs.decline"]).count()


def test_from_the_mail_to_the_approval(world, link):
    jobs.run_waiting()
    [letter] = [message for message in mail.outbox if "decision waits" in message.subject]
    [address] = re.findall(r"https?://[^/]+(/sign/\S+)", letter.body)
    client = Client()
    response = client.get(address, follow=True)
    assert response.redirect_chain == [("/sign/", 302)]
    assert "Send me the code" in words(response)
    response = client.post("/sign/", {"send": "1"}, follow=True)
    assert "A code is on its way to your second contact" in words(response)
    said = words(client.post("/sign/", {"code": code_in_the_mail()}, follow=True))
    for wanted in (
        "Do you approve commitment 1?",
        "You answer here as Minister, Minister, Cabinet Office.",
        DRAFT,
        "As Minister, Cabinet Office, I approve edition 1 of “1 Company owners”, exactly as it stands here.",
        link.edition.sha256,
    ):
        assert wanted in said
    response = client.post("/sign/", answers(link), follow=True)
    assert "You have approved it" in words(response)
    link.commitment.refresh_from_db()
    assert link.commitment.state == State.APPROVED
    assert Signature.objects.get(verb="signoffs.approve").authentication == "link"
    assert "You have approved it" in words(client.get("/sign/"))
    assert Client().get(address, follow=True).status_code == 410


def test_declining_with_a_public_reason(reader, link):
    response = reader.post("/sign/", answers(link, "decline"))
    assert response.context["form"].errors == {"reason": ["Say why you decline: the reason is public."]}
    response = reader.post("/sign/", answers(link, "decline", reason="Too dear"), follow=True)
    assert "You have declined it" in words(response)
    link.commitment.refresh_from_db()
    assert (link.commitment.state, link.commitment.public_reason) == (State.DECLINED, "Too dear")


def test_programs_that_look_into_mail_change_nothing(link):
    """They open the link and what it leads to, many times, by GET and HEAD."""
    for _time in range(3):
        scanner = Client()
        for method in (scanner.get, scanner.head):
            method(f"/sign/{reading.token_of(link)}/", follow=True)
            method("/sign/?send=1")
            method("/sign/?answer=approve")
    jobs.run_waiting()
    assert [message for message in mail.outbox if "your code" in message.subject] == []
    row = SigningLink.objects.get()
    assert (row.code_number, row.verified_at, row.ended_at, signed()) == (0, None, None, 0)


def test_before_the_code_nothing_of_the_draft_is_told(client, link):
    response = client.get("/sign/")
    assert [text for text in ("Company owners", DRAFT, link.edition.sha256) if text in words(response)] == []
    assert client.get("/sign/paper.pdf").status_code == 404
    client.post("/sign/", answers(link))
    assert signed() == 0


def test_wrong_code_shows_nothing_and_says_what_to_do(client, link):
    client.post("/sign/", {"send": "1"})
    response = client.post("/sign/", {"code": "00000000"})
    assert list(response.context["form"].errors) == ["code"]
    assert DRAFT not in words(response)
    assert "Send a new code" in words(response)


def test_code_typed_in_one_browser_opens_no_other(reader, link):
    other = Client()
    response = other.get(f"/sign/{reading.token_of(link)}/", follow=True)
    assert DRAFT not in words(response)
    other.post("/sign/", answers(link))
    assert signed() == 0


def test_who_reads_the_session_table_gets_another_session_when_the_code_is_typed(client, link):
    before = client.session.session_key
    type_code(client, link)
    assert client.session.session_key != before
    assert reading.token_of(link)[22:] not in str(dict(client.session))


def test_lead_official_with_the_link_cannot_do_without_the_code(link, client_for):
    lead = client_for("lead_official")
    lead.get(f"/sign/{reading.token_of(link)}/")
    assert DRAFT not in words(lead.get("/sign/"))
    lead.post("/sign/", answers(link))
    assert signed() == 0


def test_pages_are_kept_by_nobody_and_tell_no_other_site_where_one_came_from(client, link):
    pages = [client.get(f"/sign/{reading.token_of(link)}/"), client.get("/sign/"), client.post("/sign/", {"send": "1"})]
    pages += [Client().get("/sign/"), Client().get(f"/sign/{'A' * 64}/"), client.get("/sign/paper.pdf")]
    type_code(client, link)
    pages += [client.get("/sign/"), client.get("/sign/paper.pdf")]
    wanted = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert {tuple(page.headers.get(name) for name in wanted) for page in pages if page.status_code != 404} == {
        ("no-store, private", "same-origin", "noindex, nofollow, noarchive")
    }


def test_words_page_loads_nothing_from_elsewhere_and_its_address_holds_no_key(reader, link):
    page = reader.get("/sign/")
    assert page.request["PATH_INFO"] == "/sign/"
    token = reading.token_of(link)
    assert [part for part in (token, str(link.key)) if part in page.content.decode()] == []
    outside = re.findall(r'(?:src|href)="(?:https?:)?//[^"]+"', page.content.decode())
    assert [one for one in outside if "gnu.org" not in one and "ogp" not in one.lower()] == []


def test_words_as_pdf_for_who_has_typed_the_code(reader):
    response = reader.get("/sign/paper.pdf")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize("sent", [{"answer": "approve", "reason": "Too dear"}, {"answer": ""}, {"seen": "0" * 64}])
def test_unclear_answer_changes_nothing(reader, link, sent):
    response = reader.post("/sign/", answers(link) | sent)
    assert response.context["form"].is_valid() is False
    assert (signed(), SigningLink.objects.get().ended_at) == (0, None)


def test_who_takes_long_enters_another_code_and_finds_what_they_wrote(reader, link):
    SigningLink.objects.update(verified_at=timezone.now() - reading.VERIFIED_LASTS)
    response = reader.post("/sign/", answers(link, "decline", reason="It costs four times as much"))
    assert signed() == 0
    assert DRAFT not in words(response)
    SigningLink.objects.update(code_at=None)
    type_code(reader, link)
    assert "It costs four times as much</textarea>" in reader.get("/sign/").content.decode()


def test_text_that_moved_on_while_the_page_was_open(world, reader, link):
    reopen(world, link.commitment)
    response = reader.post("/sign/", answers(link))
    assert (response.status_code, signed()) == (410, 0)
    assert "does not wait for the minister any more" in words(response)


def test_answered_meanwhile_at_the_page_of_who_signs_in(world, reader, link):
    approve(link.commitment, world.person("minister"))
    assert reader.post("/sign/", answers(link, "decline", reason="No")).status_code == 410
    assert signed() == 1


@pytest.mark.parametrize("address", ["/sign/", f"/sign/{'A' * 64}/", "/sign/short/"])
def test_what_is_no_link_says_to_open_the_mail_again(db, address):
    response = Client().get(address)
    assert (response.status_code, "Open your link again" in words(response)) == (404, True)


def test_forms_are_guarded_against_other_sites(link):
    browser = Client(enforce_csrf_checks=True)
    browser.get(f"/sign/{reading.token_of(link)}/")
    assert browser.post("/sign/", {"send": "1"}).status_code == 403


# The pages of those who sign in


def test_lead_official_has_a_link_sent_and_sees_what_became_of_it(world, client_for):
    contacts(world)
    commitment = ready(world)
    lead, page = client_for("lead_official"), reverse("signoffs:send_link", args=[commitment.plan.slug, commitment.ref])
    response = lead.post(page, {"post": "minister"}, follow=True)
    jobs.run_waiting()
    said = words(lead.get(page))
    assert "Sent on" in said
    link = SigningLink.objects.get()
    hidden = ("office@minister.test", "phone@minister.test", reading.token_of(link), str(link.key))
    assert [text for text in hidden if text in said or text in response.content.decode()] == []
    links.send_code(link)
    assert reading.code_of(SigningLink.objects.get()) not in lead.get(page).content.decode()


def test_lead_official_takes_a_link_back(world, link, client_for):
    where = [link.commitment.plan.slug, link.commitment.ref]
    lead, browser = client_for("lead_official"), Client()
    page, act = reverse("signoffs:send_link", args=where), reverse("signoffs:take_back_link", args=where)
    assert "Take the link back" in words(lead.get(page))
    response = lead.post(act, {"post": "minister"}, follow=True)
    said = words(response)
    assert ("It was taken back." in said, "Take the link back" in said, "Send the link" in said) == (True, False, True)
    response = browser.get(f"/sign/{reading.token_of(link)}/", follow=True)
    assert (response.status_code, "It was taken back." in words(response)) == (410, True)
    assert [lead.post(act, {"post": post}).status_code for post in ("minister", "nobody", "\0")] == [404, 404, 404]


def test_lead_official_reads_why_nothing_can_be_sent(world, client_for):
    commitment = ready(world)
    page = reverse("signoffs:send_link", args=[commitment.plan.slug, commitment.ref])
    assert "No contacts are recorded yet." in words(client_for("lead_official").get(page))
    client_for("lead_official").post(page, {"post": "minister"})
    client_for("lead_official").post(page, {"post": "clearing-officer"})
    assert SigningLink.objects.count() == 0


def test_minister_records_contacts_and_nobody_else_sees_them(world, client_for):
    client, page = client_for("minister"), reverse("by_link:contacts", args=["minister"])
    seen = client.get(page).context["form"]["seen"].value()
    client.post(page, {"seen": seen, "first": "office@minister.test", "second": "phone@minister.test"})
    assert Contacts.objects.get().second == "phone@minister.test"
    assert "phone@minister.test" in client.get(page).content.decode()
    for persona in ("lead_official", "admin", "coordinator", "official"):
        assert client_for(persona).get(page).status_code == 403
    assert "phone@minister.test" not in client_for("lead_official").get("/network/posts/minister/").content.decode()


def test_contacts_are_changed_only_with_a_fresh_proof(world, client_for, settings):
    contacts(world)
    settings.SECOND_FACTOR = True
    client, page = client_for("minister"), reverse("by_link:contacts", args=["minister"])
    seen = client.get(page).context["form"]["seen"].value()
    response = client.post(page, {"seen": seen, "first": "a@x.test", "second": "b@x.test"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")
    assert Contacts.objects.get().second == "phone@minister.test"


def test_same_address_twice_is_refused_at_the_field(world, client_for):
    client, page = client_for("minister"), reverse("by_link:contacts", args=["minister"])
    seen = client.get(page).context["form"]["seen"].value()
    response = client.post(page, {"seen": seen, "first": "a@x.test", "second": "A@x.test"})
    assert list(response.context["form"].errors) == ["second"]
