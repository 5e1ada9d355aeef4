"""No key that opens something for one person stays in a log."""

import logging

from core.logs import WithoutKeys, without_keys

KEY = "A1b2C3d4" * 8


def test_keys_in_addresses_are_taken_out():
    assert without_keys(f'"GET /sign/{KEY}/ HTTP/1.1" 302') == '"GET /sign/…/ HTTP/1.1" 302'
    assert without_keys(f"Not Found: /accounts/confirm-email/{KEY}/") == "Not Found: /accounts/confirm-email/…/"
    assert without_keys(f"/network/join/?key={KEY}&page=2") == "/network/join/?key=…&page=2"


def test_what_is_no_key_stays():
    line = "GET /plans/uk-2013/commitments/1.1/history/what-we-will-do-about-it/ 200 " + "word " * 20
    assert without_keys(line) == line


def test_handler_sees_the_message_without_them():
    record = logging.LogRecord("django.request", 30, "", 0, "Gone: %s", (f"/sign/{KEY}/",), None)
    assert WithoutKeys().filter(record)
    assert record.getMessage() == "Gone: /sign/…/"
