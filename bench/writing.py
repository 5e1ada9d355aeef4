"""Writing together: commitments with 500 comments and 200 suggestions against none, accepting, differences."""

import difflib
import random
from collections.abc import Callable

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import crowd
from bench.measure import cpu_seconds, heading, line, milliseconds
from commitments.models import Section
from drafting import anchors, suggestions
from drafting.choices import SuggestionState
from drafting.difference import compare
from drafting.models import Comment, Revision, Suggestion
from network.models import User
from portal.example.loader import load_example

# Name, page, whether it is of the section, whether it asks where the words of many went.
PAGES = (
    ("The commitment's page", "detail", False, True),
    ("Its comments", "comments", False, True),
    ("The comments on the section", "section_comments", True, True),
    ("Its suggestions", "suggestions", False, True),
    ("The suggestions on the section", "section_suggestions", True, True),
    ("Its history", "history", False, False),
    ("What changed, between two moments", "changes", False, False),
    ("The form to edit the section", "edit_section", True, False),
    ("Suggesting other words", "suggest", True, False),
)


def measure() -> None:
    plan, _new = load_example()
    with transaction.atomic():
        pair = crowd.build(plan)
    said = Comment.objects.filter(thread__text=pair.busy.text).count()
    waiting = Suggestion.objects.filter(text=pair.busy.text, state=SuggestionState.OPEN).count()
    client = Client()
    lead = User.objects.get(email="lead-official@demo.test")
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    revisions = Revision.objects.filter(text=pair.busy.text).count()
    heading(
        f"Pages of a commitment with {said} comments and {waiting} suggestions on one text of "
        f"{len(pair.busy.text.body.split()):,} words and {revisions} revisions, as a lead,\n"
        "against the same pages of one with the same words and none (CPU of the whole request)"
    )
    for name, page, is_of_section, follows_words in PAGES:
        busy, quiet = (_address(page, one, is_of_section=is_of_section) for one in (pair.busy, pair.quiet))
        _beside(client, name, busy, quiet)
        if follows_words:
            _first(client, busy)
    _accept(pair, client, lead)
    _differences()


def _address(page: str, section: Section, *more: int, is_of_section: bool) -> str:
    place = [section.commitment.plan.slug, section.commitment.ref]
    key = [section.template_section.key] if is_of_section else []
    return reverse(f"commitments:{page}", args=[*place, *key, *more])


def _beside(client: Client, name: str, busy: str, quiet: str) -> None:
    asked = [_queries(client, address) for address in (busy, quiet)]
    one, other = (cpu_seconds(lambda address=address: client.get(address)) for address in (busy, quiet))  # type: ignore[misc]
    against = f"with none: {milliseconds(other)}, {asked[1]} queries"
    line(f"{name} ({asked[0]} queries)", milliseconds(one), against, one / other)


def _first(client: Client, address: str) -> None:
    """As after a save, when nothing is known yet of where the words went."""

    def get() -> None:
        anchors.followed.cache_clear()
        anchors._course.cache_clear()
        client.get(address)

    line("    opened first after somebody saved", milliseconds(cpu_seconds(get, runs=5, warm=1)))


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        count = len(connection.queries_log) - queries.initial_queries
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return count


def _accept(pair: crowd.Pair, client: Client, by: User) -> None:
    """One suggestion as good as any, made on the busy text when it was first written, and the same on the quiet one."""
    heading("Accepting one suggestion, merged with what was saved since (CPU; undone each time)")
    busy, quiet = (_suggestion(section) for section in (pair.busy, pair.quiet))
    ways: list[tuple[str, Callable[[Section, Suggestion], object]]] = [
        ("Its page", lambda section, one: _get(client, section, one, "suggestion")),
        ("The page on which it is accepted", lambda section, one: _get(client, section, one, "accept_suggestion")),
        ("The act", lambda section, one: _undone(lambda: _taken_in(one, by))),
        ("The press of the button", lambda section, one: _undone(lambda: _pressed(client, section, one))),
    ]
    for name, way in ways:
        one = cpu_seconds(lambda way=way: way(pair.busy, busy))  # type: ignore[misc]
        other = cpu_seconds(lambda way=way: way(pair.quiet, quiet))  # type: ignore[misc]
        asked = []
        for section, suggestion in ((pair.busy, busy), (pair.quiet, quiet)):
            with CaptureQueriesContext(connection) as queries:
                way(section, suggestion)
                asked.append(len(connection.queries_log) - queries.initial_queries)
        against = f"the only one: {milliseconds(other)}, {asked[1]} queries"
        line(f"{name} ({asked[0]} queries)", milliseconds(one), against, one / other)


def _suggestion(section: Section) -> Suggestion:
    """Made now, on the first revision: another word amid some that nobody changed since."""
    first = section.text.revisions.order_by("number").first()
    assert first is not None
    said = first.body.split(" ")
    stretches = (said[start : start + 7] for start in range(len(said)))
    untouched = next(
        words
        for words in stretches
        if first.body.count(" ".join(words)) == section.text.body.count(" ".join(words)) == 1
    )
    start = first.body.index(" ".join(untouched))
    return suggestions.suggest(
        section.text,
        base=first,
        quote_start=start,
        quote_end=start + len(" ".join(untouched)),
        replacement=" ".join([*untouched[:3], "certainly", *untouched[4:]]),
        reason="Clearer",
        by=User.objects.get(email="member@demo.test"),
    )


def _get(client: Client, section: Section, one: Suggestion, page: str) -> None:
    address = _address(page, section, one.number, is_of_section=True)
    assert client.get(address).status_code == 200, address


def _taken_in(one: Suggestion, by: User) -> None:
    fresh = Suggestion.objects.select_related("text__latest", "base").get(pk=one.pk)
    assert suggestions.accept(fresh, reason="Better", by=by).outcome == "merged"


def _pressed(client: Client, section: Section, one: Suggestion) -> None:
    address = _address("accept_suggestion", section, one.number, is_of_section=True)
    assert client.post(address, {"reason": "Better"}).status_code == 302, address


def _undone(act: Callable[[], object]) -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def _differences() -> None:
    chance = random.Random(2013)  # noqa: S311 (the same words in every run)
    old = crowd.prose(chance, 80, 50)
    parts = crowd.rewritten(chance, old, 0.08).split("\n\n")
    edited = "\n\n".join([*parts[:20], *parts[22:50], "A new one. " * 20, *parts[50:]])
    heading(
        f"The difference of two texts of {len(old.split()):,} words, drawn as a page shows it, against the bare "
        "difflib.SequenceMatcher on their words (CPU)"
    )
    for name, new in (
        ("One in twelve words changed, paragraphs removed and added", edited),
        ("Nothing left as it was", crowd.prose(random.Random(8), 80, 50)),  # noqa: S311
        ("Nothing changed", old),
    ):
        page = cpu_seconds(lambda new=new: compare(old, new).html, runs=7, warm=1)  # type: ignore[misc]
        plain = cpu_seconds(lambda new=new: _difflib(old, new), runs=3, warm=0)  # type: ignore[misc]
        line(name, milliseconds(page), f"difflib: {milliseconds(plain)}", page / plain)


def _difflib(old: str, new: str) -> object:
    return difflib.SequenceMatcher(None, old.split(), new.split()).get_opcodes()
