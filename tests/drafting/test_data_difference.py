from drafting.difference import compare_data

OLD = {
    "title": "Open spending",
    "values": ["access"],
    "milestones": [{"ref": "1", "text": "Publish in 2014"}, {"ref": "2", "text": "Report"}],
}


def told(changes):
    return [(change.path, change.label, change.kind, change.old, change.new) for change in changes]


def test_nothing_changed():
    assert compare_data(OLD, dict(OLD)) == []


def test_a_text_comes_with_its_difference_in_words():
    [change] = compare_data(OLD, {**OLD, "title": "Open public spending"}, words={"title": "Commitment"})
    assert told([change]) == [("title", "Commitment", "changed", "Open spending", "Open public spending")]
    assert change.text_difference.added_words == 1


def test_rows_are_recognised_by_their_reference():
    rows = [{"ref": "0", "text": "Begin"}, {"ref": "1", "text": "Publish in 2015"}]
    assert told(compare_data(OLD, {**OLD, "milestones": rows})) == [
        ("milestones[0]", "Milestones · 0", "added", None, {"ref": "0", "text": "Begin"}),
        ("milestones[1].text", "Milestones · 1 · Text", "changed", "Publish in 2014", "Publish in 2015"),
        ("milestones[2]", "Milestones · 2", "removed", {"ref": "2", "text": "Report"}, None),
    ]


def test_rows_in_another_order():
    assert told(compare_data(OLD, {**OLD, "milestones": OLD["milestones"][::-1]})) == [
        ("milestones[]", "Milestones · Order", "changed", ["1", "2"], ["2", "1"])
    ]


def test_two_rows_with_one_reference_are_both_compared():
    twice = {"rows": [{"title": "Same", "n": 1}, {"title": "Same", "n": 2}]}
    other = {"rows": [{"title": "Same", "n": 1}, {"title": "Same", "n": 3}]}
    assert told(compare_data(twice, other)) == [("rows[Same#2].n", "Rows · Same · N", "changed", 2, 3)]


def test_plain_lists_and_new_keys():
    assert told(compare_data(OLD, {**OLD, "values": ["access", "voice"], "lead_post": "Director"})) == [
        ("values", "Values", "changed", ["access"], ["access", "voice"]),
        ("lead_post", "Lead post", "added", None, "Director"),
    ]
