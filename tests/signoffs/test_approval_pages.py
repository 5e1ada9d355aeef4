"""What the minister sees: the exact words, what is to be known, the question, two buttons; and the list of hashes."""

import html
import io
import re

import page as validation
import pypdf
import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from commitments import workflow
from commitments.choices import State
from commitments.models import Commitment
from drafting import agreement
from drafting.models import Signature
from network import roles
from network.choices import Role
from signoffs import minister
from signoffs.choices import Stand
from signoffs.rows import rows_of
from tests.signoffs.approving import approve, decline, private_office, ready, sent_again
from tests.signoffs.build import clear, drafted, edition_of, in_clearance, reopen

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 10
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def address(commitment, name="approve"):
    return reverse(f"signoffs:{name}", args=[commitment.plan.slug, commitment.ref])


def answers(commitment, answer="approve", **more):
    return {"seen": edition_of(commitment).sha256, "answer": answer, **more}


def words(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_page_shows_the_words_and_all_that_is_to_be_known(world, client_for):
    commitment = in_clearance(world, title="Company owners")
    clear(commitment, world.department, world.person("clearing_officer"), remark="Mind the registry")
    response = client_for("minister").get(address(commitment))
    facts = {row["key"]: row["value"] for row in response.context["facts"]}
    assert list(facts) == [
        "Plan",
        "Edition",
        "Agreed for government",
        "Agreed for civil society",
        "Clearance by Department for Business",
    ]
    assert facts["Clearance by Department for Business"].startswith("Clearing Officer, Clearing officer, ")
    assert facts["Clearance by Department for Business"].endswith("“Mind the registry”")
    assert facts["Agreed for civil society"].startswith("Coordinator, Coordinator, ")
    said = words(response)
    for wanted in (
        "Do you approve commitment 1?",
        "We will publish the owners of companies.",
        "As Minister, Cabinet Office, I approve edition 1 of “1 Company owners”, exactly as it stands here.",
        "As Minister, Cabinet Office, I decline edition 1 of “1 Company owners”. Why is public.",
        edition_of(commitment).sha256,
    ):
        assert wanted in said


def test_approving_and_what_the_page_says_then(world, client_for):
    commitment = ready(world)
    client = client_for("minister")
    response = client.post(address(commitment), answers(commitment), follow=True)
    commitment.refresh_from_db()
    assert commitment.state == State.APPROVED
    said = words(response)
    assert "This commitment is approved" in said
    assert Signature.objects.get(verb="signoffs.approve").statement in said
    assert "It goes into the plan in exactly these words" in said


def test_enter_key_approves_nothing(world, client_for):
    """The first button of the form, which the Enter key presses, is one that does nothing."""
    page = client_for("minister").get(address(ready(world))).content.decode()
    form = page[page.index("heading-answer") :]
    assert re.search(r"<button[^>]*>", form)[0] == '<button type="submit" disabled hidden>'


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"answer": "decline"}, {"reason": ["Say why you decline: the reason is public."]}),
        ({"answer": "decline", "reason": "  "}, {"reason": ["Say why you decline: the reason is public."]}),
        (
            {"answer": "approve", "reason": "Too dear"},
            {"reason": ["You wrote why you decline. To approve, empty this box."]},
        ),
        ({"answer": ""}, {"__all__": ["Press one of the two buttons: approve or decline."]}),
        ({"answer": "yes"}, {"__all__": ["Press one of the two buttons: approve or decline."]}),
        (
            {"seen": "0" * 64},
            {"__all__": ["The text was changed while you were reading. Read it as it is now before you sign."]},
        ),
    ],
    ids=str,
)
def test_unclear_answer_changes_nothing_and_says_what_to_do(world, client_for, sent, wrong):
    commitment = ready(world)
    response = client_for("minister").post(address(commitment), answers(commitment) | sent)
    assert response.context["form"].errors == wrong
    commitment.refresh_from_db()
    assert (commitment.state, Signature.objects.filter(verb__in=["signoffs.approve", "signoffs.decline"]).count()) == (
        State.CLEARANCE,
        0,
    )


def test_declining_in_public(world, client_for):
    commitment = ready(world)
    sent = answers(commitment, "decline", reason="The registry cannot do it by then")
    response = client_for("minister").post(address(commitment), sent, follow=True)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.public_reason) == (State.DECLINED, "The registry cannot do it by then")
    assert "The registry cannot do it by then" in words(response)


def test_wrong_code_loses_no_words(world, client_for, settings):
    commitment = ready(world)
    settings.SECOND_FACTOR = True
    person = world.person("minister")
    person.set_password("a long password")
    person.save()
    totp.TOTP.activate(person, SECRET)
    client = client_for("minister")
    secrets = {"password": "a long password", "code": "000000"}
    sent = answers(commitment, "decline", reason="It costs four times as much", **secrets)
    response = client.post(address(commitment), sent)
    assert list(response.context["form"].errors) == ["code"]
    assert "It costs four times as much</textarea>" in response.content.decode()
    steps = list(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(SECRET, steps[len(steps) // 2]))
    assert client.post(address(commitment), sent | {"code": code}).status_code == 302
    assert Signature.objects.get(verb="signoffs.decline").authentication == "totp"


def test_page_shows_what_changed_since_it_was_approved(world, client_for):
    commitment = ready(world)
    approve(commitment, world.person("minister"))
    sent_again(world, commitment, "We will publish some owners of companies.")
    response = client_for("minister").get(address(commitment))
    assert response.context["before"].edition.number == 1
    assert [part.title for part in response.context["changed"]] == ["Objective"]
    assert "<ins>" in response.content.decode()


def test_without_civil_society_the_page_says_so_and_why(world, client_for):
    commitment = drafted(world)
    seen = agreement.current_sha256(Commitment.objects.get(pk=commitment.pk))
    agreement.agree(commitment, by=world.person("lead_official"), seen_sha256=seen)
    workflow.send_without_agreement(commitment, by=world.person("lead_official"), reason="No time is left")
    clear(commitment, world.department, world.person("clearing_officer"))
    said = words(client_for("minister").get(address(commitment)))
    assert "Civil society has not agreed to this commitment." in said
    assert "No time is left" in said
    assert "Agreed for civil society Not agreed to these words" in said


def test_before_all_have_cleared_everything_can_be_read_and_nothing_signed(world, client_for):
    commitment = in_clearance(world)
    client = client_for("minister")
    response = client.get(address(commitment))
    assert "Department for Business has not cleared these words." in words(response)
    assert 'name="answer"' not in response.content.decode()
    client.post(address(commitment), answers(commitment))
    commitment.refresh_from_db()
    assert commitment.state == State.CLEARANCE


def test_page_that_came_too_late_says_where_it_stands(world, client_for):
    commitment = ready(world)
    sent = answers(commitment)
    reopen(world, commitment)
    client = client_for("minister")
    response = client.post(address(commitment), sent)
    assert (response.status_code, Signature.objects.filter(verb="signoffs.approve").count()) == (409, 0)
    assert "It is being worked on." in words(client.get(address(commitment)))


def test_private_office_signs_with_both_names(world, client_for):
    office = private_office(world)
    commitment = ready(world)
    world.people["office"] = office
    client = client_for("office")
    assert "On behalf of Minister (Minister, Cabinet Office), I approve" in words(client.get(address(commitment)))
    said = words(client.post(address(commitment), answers(commitment), follow=True))
    assert "Private-Office, Private secretary, Cabinet Office on behalf of Minister, Minister, Cabinet Office" in said


def test_who_has_the_role_and_no_post_is_told_so(world, client_for):
    commitment = ready(world)
    roles.grant(Role.MINISTER, world.plan, to=world.person("official"), by=None)
    said = words(client_for("official").get(address(commitment)))
    assert "You do not hold the minister's post" in said


# On paper


def test_paper_says_the_same_words_with_their_hash(world, client_for):
    commitment = ready(world)
    response = client_for("minister").get(address(commitment, "approve_pdf"))
    content = b"".join(response.streaming_content)
    assert response.headers["Content-Type"] == "application/pdf"
    text = " ".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(content)).pages)
    squeezed = re.sub(r"\s+", "", text)
    assert "Wewillpublishtheownersofcompanies." in squeezed
    assert edition_of(commitment).sha256 in squeezed
    assert "AgreedforcivilsocietyCoordinator" in squeezed


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_paper_can_be_read_aloud_and_kept(world, client_for, profile):
    """Also with everything on it: a difference, and civil society's missing yes."""
    commitment = ready(world)
    approve(commitment, world.person("minister"))
    sent_again(world, commitment, "We will publish some owners of companies.")
    Commitment.objects.filter(pk=commitment.pk).update(is_without_agreement=True, public_reason="No time is left")
    content = b"".join(client_for("minister").get(address(commitment, "approve_pdf")).streaming_content)
    found = validation.validate_pdf_bytes(content, profile=profile).failures
    assert [f"{each.rule_id} {each.message}" for each in found if "STREAM-LENGTH" not in each.rule_id] == []


# The list


def test_list_tells_what_waits_what_does_not_yet_and_what_is_approved(world, client_for):
    waiting = ready(world, title="A")
    not_yet = in_clearance(world, title="B")
    done = ready(world, title="C")
    gone = ready(world, title="D")
    approve(done, world.person("minister"))
    decline(gone, world.person("minister"))
    page = client_for("minister").get(reverse("signoffs:approvals", args=[world.plan.slug])).context
    listed = {name: [(line.name, line.sha256) for line in page[name]] for name in ("waiting", "not_yet", "approved")}
    assert listed == {
        "waiting": [(str(waiting), edition_of(waiting).sha256)],
        "not_yet": [(str(not_yet), edition_of(not_yet).sha256)],
        "approved": [(str(done), edition_of(done).sha256)],
    }


def test_list_costs_the_same_for_one_and_for_three(world, client_for, django_assert_num_queries):
    client, page = client_for("minister"), reverse("signoffs:approvals", args=[world.plan.slug])
    client.get(page)
    for titles in ("AB", "CDEF"):
        for title in titles:
            commitment = ready(world, title=title)
            if title in "BDF":
                approve(commitment, world.person("minister"))
        with django_assert_num_queries(QUERIES_OF_THE_LIST):
            client.get(page)


# On the pages of others


def test_commitments_page_shows_the_button_and_the_answer(world, client_for):
    commitment = in_clearance(world)
    client = client_for("minister")
    assert "Approve or decline : not yet. Department for Business has not cleared" in words(
        client.get(commitment.get_absolute_url())
    ).replace("decline:", "decline :")
    clear(commitment, world.department, world.person("clearing_officer"))
    page = client.get(commitment.get_absolute_url()).content.decode()
    assert f'href="{address(commitment)}"' in page
    assert "waiting since today" in page
    approve(commitment, world.person("minister"))
    assert Signature.objects.get(verb="signoffs.approve").statement in words(
        client_for("member").get(commitment.get_absolute_url())
    )


def test_earlier_approval_is_shown_as_given_to_an_earlier_text(world, client_for):
    commitment = ready(world)
    approve(commitment, world.person("minister"))
    sent_again(world, commitment, "Other words.")
    assert "Edition 1 : the text is now different" in words(
        client_for("member").get(commitment.get_absolute_url())
    ).replace("Edition 1:", "Edition 1 :")


def test_column_of_the_board_says_where_the_minister_stands(world):
    stands = {}
    for title, bring in (
        ("drafted", lambda: drafted(world, title="1")),
        ("in clearance", lambda: in_clearance(world, title="2")),
        ("ready", lambda: ready(world, title="3")),
    ):
        stands[title] = stand(world, bring())
    commitment = ready(world, title="4")
    approve(commitment, world.person("minister"))
    stands["approved"] = stand(world, commitment)
    sent_again(world, commitment, "Other words.")
    stands["reworded"] = stand(world, commitment)
    declined = ready(world, title="5")
    decline(declined, world.person("minister"))
    stands["declined"] = stand(world, declined)
    assert stands == {
        "drafted": (Stand.NOT_ASKED, False),
        "in clearance": (Stand.NOT_ASKED, False),
        "ready": (Stand.WAITING, True),
        "approved": (Stand.YES, False),
        "reworded": (Stand.EARLIER, True),
        "declined": (Stand.NO, False),
    }


def stand(world, commitment):
    commitment = Commitment.objects.get(pk=commitment.pk)
    [cell] = minister.cells_of(rows_of([commitment]), world.person("minister")).values()
    return cell.state, cell.is_mine


def test_handover_names_what_waits_for_the_post(world):
    commitment = ready(world)
    assert minister.handed_over(world.post("minister")) == [(str(commitment), address(commitment))]
    assert minister.handed_over(world.post("lead_official")) == []


def test_desk_lists_what_waits_for_the_minister_and_for_nobody_else(world, client_for):
    commitment = ready(world)
    assert f'href="{address(commitment)}"' in client_for("minister").get("/desk/").content.decode()
    assert f'href="{address(commitment)}"' not in client_for("coordinator").get("/desk/").content.decode()
