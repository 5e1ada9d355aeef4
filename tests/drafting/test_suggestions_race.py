"""Two editors decide at once, and an editor decides while another saves: one decision, and no word lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from drafting import suggestions
from drafting.models import Suggestion, Text
from drafting.services import Conflict, save_text, start_text
from drafting.workflow import AlreadyDecided
from tests.world import build_world

ROUNDS = 25
PARAGRAPHS = 6

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def editor():
    return build_world().person("lead_official")


def at_once(*acts):
    """Run the acts at the same moment, each on a connection of its own; what each answers."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except (AlreadyDecided, Conflict) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def begin(editor):
    return start_text(body="\n\n".join(f"Paragraph {n} begins here." for n in range(PARAGRAPHS)), by=editor)


def suggest(text, n, editor):
    old = f"Paragraph {n} begins here."
    start = text.latest.body.index(old)
    place = {"base": text.latest, "quote_start": start, "quote_end": start + len(old)}
    return suggestions.suggest(text, replacement=f"{old} suggested-{n}", reason="Because", by=editor, **place)


def fresh(suggestion):
    return Suggestion.objects.select_related("text__latest", "base").get(pk=suggestion.pk)


def accepting(suggestion, editor):
    return lambda: suggestions.accept(fresh(suggestion), reason="Yes", by=editor).outcome


def refusing(suggestion, editor):
    return lambda: suggestions.refuse(fresh(suggestion), reason="No", by=editor) or "refused"


def test_accept_against_accept_of_the_same_suggestion(editor):
    for _round in range(ROUNDS):
        text = begin(editor)
        made = suggest(text, 2, editor)
        assert sorted(at_once(accepting(made, editor), accepting(made, editor))) == ["AlreadyDecided", "saved"]
        assert Text.objects.get(pk=text.pk).body.split().count("suggested-2") == 1
        assert text.revisions.count() == 2


def test_accept_against_refuse(editor):
    for _round in range(ROUNDS):
        text = begin(editor)
        made = suggest(text, 2, editor)
        answers = at_once(accepting(made, editor), refusing(made, editor))
        assert answers.count("AlreadyDecided") == 1
        is_in = "suggested-2" in Text.objects.get(pk=text.pk).body
        assert Suggestion.objects.get(pk=made.pk).state == ("accepted" if is_in else "not_accepted")


def test_all_suggestions_accepted_at_once_are_all_in_the_text(editor):
    for _round in range(ROUNDS // 5):
        text = begin(editor)
        made = [suggest(text, n, editor) for n in range(PARAGRAPHS)]
        assert set(at_once(*(accepting(one, editor) for one in made))) <= {"saved", "merged"}
        words = Text.objects.get(pk=text.pk).body.split()
        assert [word for word in words if word.startswith("suggested")] == [f"suggested-{n}" for n in range(PARAGRAPHS)]
        assert text.suggestions.filter(state="accepted").count() == PARAGRAPHS
        taken = [one.took_in for one in text.revisions.filter(number__gt=1)]
        assert sorted(entry["suggestion"] for entries in taken for entry in entries) == list(range(1, PARAGRAPHS + 1))


def test_accept_against_save(editor):
    for _round in range(ROUNDS):
        text = begin(editor)
        made = suggest(text, 2, editor)
        base = text.latest
        body = base.body.replace("Paragraph 4", "Saved-4")

        def save(pk=text.pk, body=body, base=base):
            return save_text(Text.objects.get(pk=pk), body=body, base=base, by=editor).outcome

        assert sorted(at_once(accepting(made, editor), save)) == ["merged", "saved"]
        words = Text.objects.get(pk=text.pk).body.split()
        assert (words.count("suggested-2"), words.count("Saved-4")) == (1, 1)


def test_accept_against_a_save_of_the_same_words(editor):
    for _round in range(ROUNDS):
        text = begin(editor)
        made = suggest(text, 2, editor)
        base = text.latest
        body = base.body.replace("Paragraph 2 begins here.", "Paragraph 2 begins here. saved-2")

        def save(pk=text.pk, body=body, base=base):
            return save_text(Text.objects.get(pk=pk), body=body, base=base, by=editor).outcome

        answers = at_once(accepting(made, editor), save)
        words = set(Text.objects.get(pk=text.pk).body.split())
        assert sorted(answers) == ["Conflict", "saved"]
        accepted = answers[0] == "saved"
        assert words & {"suggested-2", "saved-2"} == ({"suggested-2"} if accepted else {"saved-2"})
        assert Suggestion.objects.get(pk=made.pk).state == ("accepted" if accepted else "open")


def test_numbers_are_given_once(editor):
    text = begin(editor)
    acts = [lambda n=n: suggest(Text.objects.get(pk=text.pk), n, editor).number for n in range(PARAGRAPHS)]
    assert sorted(at_once(*acts)) == list(range(1, PARAGRAPHS + 1))
