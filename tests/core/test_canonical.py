import datetime as dt

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from core import canonical


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Cafe\u0301", "Café"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("pay\u202e000,1\u202c now", "pay000,1 now"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("open\u200dness", "openness"),
        ("nul\x00 bell\x07 tab\t", "nul bell tab\t"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_text_that_looks_the_same_is_the_same(written, kept):
    assert canonical.normalise(written) == kept


@pytest.mark.parametrize("word", ["ක්\u200dරමය", "می\u200cخواهم"])
def test_joiners_stay_where_a_script_is_written_with_them(word):
    assert canonical.normalise(word) == word


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert canonical.normalise(canonical.normalise(text)) == canonical.normalise(text)


def test_the_order_of_keys_and_the_kind_of_string_do_not_matter():
    at = dt.datetime(2013, 6, 27, 13, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert canonical.dumps({"b": [1, None, True], "a": gettext_lazy("Take\u200b up"), "at": at}) == (
        b'{"a":"Take up","at":"2013-06-27T12:00:00.000000Z","b":[1,null,true]}'
    )
    assert canonical.sha256({"b": 1, "a": 2}) == canonical.sha256({"a": 2, "b": 1})


def test_what_has_no_canonical_form_is_refused():
    with pytest.raises(TypeError):
        canonical.dumps({"a": object()})
    with pytest.raises(ValueError, match="same once normalised"):
        canonical.dumps({"a": 1, "a\u200b": 2})
    with pytest.raises(ValueError, match="without a zone"):
        canonical.dumps(dt.datetime(2013, 6, 27))
