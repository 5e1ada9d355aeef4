"""The messages about one's own account are in the site's words and name the site."""

import re

import pytest

from network.services import create_person


def test_signing_up_asks_to_confirm_the_address(client, db, mailoutbox):
    client.post(
        "/accounts/signup/",
        {
            "name": "Ada",
            "email": "ada@example.org",
            "password1": "a-long-enough-phrase",
            "password2": "a-long-enough-phrase",
        },
    )
    (message,) = mailoutbox
    assert message.subject == "OGPNAP: Confirm your e-mail address"
    assert "gave this address for an account on OGPNAP" in message.body
    address = re.search(r"http\S+", message.body)[0]
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("email", "subject"),
    [
        ("known@example.org", "OGPNAP: Choose a new password"),
        ("unknown@example.org", "OGPNAP: There is no account with this address"),
    ],
)
def test_a_forgotten_password_is_answered_either_way(client, db, mailoutbox, email, subject):
    create_person(email="known@example.org", name="Known", password="a-long-enough-phrase")
    client.post("/accounts/password/reset/", {"email": email})
    assert [message.subject for message in mailoutbox] == [subject]


def test_a_second_account_with_the_same_address_is_told_to_its_owner_only(client, db, mailoutbox):
    create_person(email="known@example.org", name="Known", password="a-long-enough-phrase")
    client.post(
        "/accounts/signup/",
        {
            "name": "Eve",
            "email": "known@example.org",
            "password1": "another-long-phrase",
            "password2": "another-long-phrase",
        },
    )
    assert [message.subject for message in mailoutbox] == ["OGPNAP: You have an account already"]
