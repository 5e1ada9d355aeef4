"""Several people write, suggest, decide and talk on one text, in any order: no word is lost, nothing is listed twice.

DRAFTING_TOGETHER=400 plays so many stories.
"""

import os
import re
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from drafting import anchors, comments, suggested, suggestions, threads
from drafting.alignment import paragraphs
from drafting.choices import Audience, SuggestionState
from drafting.models import Revision, Suggestion, Text, Thread
from drafting.services import Conflict, save_text
from tests.world import World

STORIES = int(os.environ.get("DRAFTING_TOGETHER", "20"))
PEOPLE = (
    *("cs_drafter", "gov_drafter", "coordinator", "lead_official"),
    *("representative", "steering_member", "clearing_officer", "minister"),
)
people = st.sampled_from(PEOPLE)
places = st.integers(0, 10_000)
WORD = re.compile(r"\w+")


class Together(RuleBasedStateMachine):
    """Every word that is written is a new one, so that it can be found again."""

    world: World

    @initialize()
    def begin(self):
        self.story = transaction.atomic()
        self.story.__enter__()
        self.count = 0
        self.kept: dict[str, str] = {}  # word → what was acknowledged
        self.suggested: list[int] = []
        self.said: list[tuple[UUID, str]] = []  # whose room, if it is one
        body = "\n\n".join(f"Paragraph {self.word()} of the text." for _number in range(3))
        save_text(self.text, body=body, base=None, by=self.world.person("coordinator"))

    @property
    def text(self) -> Text:
        return Text.objects.select_related("latest").get(pk=self.world.part.text_id)

    def word(self) -> str:
        self.count += 1
        return f"word{self.count:04d}"

    def revision(self, place: int) -> Revision:
        """One that somebody may still have open."""
        found = list(self.text.revisions.order_by("-number")[:4])
        return found[place % len(found)]

    def open_one(self, place: int) -> Suggestion:
        found = list(Suggestion.objects.filter(state=SuggestionState.OPEN).order_by("number"))
        return found[place % len(found)]

    def is_waiting(self) -> bool:
        return Suggestion.objects.filter(state=SuggestionState.OPEN).exists()

    def changed(self, body: str, place: int, word: str) -> str:
        """A word is written into a paragraph, or a paragraph is added or taken away."""
        parts = [part.strip() for part in paragraphs(body) if part.strip()]
        at = place % len(parts)
        if place % 5 == 0:
            parts.insert(at, f"New {word} here.")
        elif place % 7 == 0 and len(parts) > 1:
            parts[at - 1 : at + 1] = [f"{parts[at]} Also {word}."] if at else [f"{parts[0]} Also {word}.", parts[-1]]
        else:
            parts[at] = f"{parts[at]} And {word}."
        return "\n\n".join(parts)

    @rule(who=people, place=places, base=places)
    def write(self, who, place, base):
        word, start = self.word(), self.revision(base)
        try:
            save_text(self.text, body=self.changed(start.body, place, word), base=start, by=self.world.person(who))
        except Conflict:
            return
        self.kept[word] = f"saved by {who}"

    @rule(who=people, place=places, base=places)
    def suggest(self, who, place, base):
        start, word = self.revision(base), self.word()
        first = place % max(len(start.body) - 1, 1)
        last = min(first + place % 40, len(start.body))
        made = suggestions.suggest(
            self.text,
            base=start,
            quote_start=first,
            quote_end=last,
            replacement=f" {word} ",
            reason="Clearer",
            by=self.world.person(who),
        )
        self.suggested.append(made.number)

    @precondition(lambda self: self.is_waiting())
    @rule(who=people, place=places)
    def accept(self, who, place):
        one = self.open_one(place)
        try:
            suggestions.accept(one, reason="Better", by=self.world.person(who))
        except Conflict:
            return
        self.kept[one.replacement.strip()] = f"S{one.number} was accepted"

    @precondition(lambda self: self.is_waiting())
    @rule(who=people, place=places)
    def refuse(self, who, place):
        suggestions.refuse(self.open_one(place), reason="No", by=self.world.person(who))

    @precondition(lambda self: self.is_waiting())
    @rule(place=places)
    def withdraw(self, place):
        one = self.open_one(place)
        suggestions.withdraw(one, by=one.author)

    @rule(who=people, place=places, audience=st.sampled_from(Audience.values))
    def comment(self, who, place, audience):
        text = self.text
        words = list(WORD.finditer(text.body))
        first = place % len(words)
        last = min(first + place % 5, len(words) - 1)
        anchor = anchors.make(text.body, words[first].start(), words[last].end()) if place % 4 else None
        made = comments.start_thread(
            text, anchor=anchor, body=self.word(), audience=audience, by=self.world.person(who)
        )
        self.said.append((made.pk, made.side))

    def teardown(self):
        try:
            self.everything_is_there()
        finally:
            transaction.set_rollback(True)
            self.story.__exit__(None, None, None)

    def everything_is_there(self):
        bodies = "\n".join(self.text.revisions.values_list("body", flat=True))
        assert {word: how for word, how in self.kept.items() if word not in bodies} == {}
        numbers = list(Suggestion.objects.visible_to(self.world.person("coordinator")).values_list("number", flat=True))
        assert sorted(numbers) == self.suggested == list(range(1, len(numbers) + 1))
        self.every_conversation_is_listed_once()
        self.anchors_point_at_their_words()

    def every_conversation_is_listed_once(self):
        for side, persona in (("civil_society", "coordinator"), ("government", "lead_official")):
            listed = Thread.objects.visible_to(self.world.person(persona)).values_list("pk", flat=True)
            assert sorted(listed) == sorted(key for key, heard in self.said if heard in ("", side))

    def anchors_point_at_their_words(self):
        text, talks = self.text, list(Thread.objects.exclude(quote=""))
        found = threads.places(talks, text)
        assert {*found} == {one.pk for one in talks}
        for one in talks:
            if span := found[one.pk]:
                quoted, now = WORD.findall(one.quote), WORD.findall(text.body[slice(*span)])
                assert {now[0], now[-1]} <= {*quoted}
        for one in Suggestion.objects.select_related("base"):
            start, end = suggestions.span_in_base(one)
            assert one.base.body[start:end] == one.quote
        assert len(suggested.places(Suggestion.objects.all(), text)) == len(self.suggested)


@pytest.mark.django_db
def test_no_word_is_lost_and_nothing_is_listed_twice(world):
    Together.world = world
    run_state_machine_as_test(
        Together,
        settings=settings(
            max_examples=STORIES, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
