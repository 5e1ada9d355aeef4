"""Several people write, suggest, decide and talk on one text, in any order: a machine that plays such stories.

Every word that is written is a new one, so that it can be found again. The machine keeps in mind which words were
acknowledged, which stand in the text until somebody takes them out, and what was said to whom.
"""

import re
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from drafting import anchors, comments, suggested, suggestions, threads
from drafting.alignment import paragraphs
from drafting.choices import Audience, SuggestionState, ThreadState
from drafting.models import Revision, Suggestion, Text, Thread
from drafting.services import Conflict, save_text
from tests.world import World

PEOPLE = (
    *("cs_drafter", "gov_drafter", "coordinator", "lead_official"),
    *("representative", "steering_member", "clearing_officer", "minister"),
)
READERS = {"civil_society": "coordinator", "government": "lead_official"}
people = st.sampled_from(PEOPLE)
places = st.integers(0, 10_000)
WORD = re.compile(r"\w+")
OWN_WORD = re.compile(r"word\d{4}")


def own_words(body: str) -> set[str]:
    return set(OWN_WORD.findall(body))


class Together(RuleBasedStateMachine):
    world: World

    @initialize()
    def begin(self):
        self.story = transaction.atomic()
        self.story.__enter__()
        self.count = 0
        self.kept: set[str] = set()  # words of what was acknowledged
        self.standing: set[str] = set()  # those of them that nobody took out
        self.suggested: list[int] = []
        self.said: dict[UUID, tuple[str, list[str]]] = {}  # whose room, if it is one, and what was said there
        body = "\n\n".join(f"Paragraph {self.word()} of the text." for _number in range(3))
        save_text(self.text, body=body, base=None, by=self.world.person("coordinator"))
        self.acknowledge("", body)

    @property
    def text(self) -> Text:
        return Text.objects.select_related("latest").get(pk=self.world.part.text_id)

    @property
    def waiting(self) -> list[Suggestion]:
        return list(Suggestion.objects.filter(state=SuggestionState.OPEN).order_by("number"))

    def word(self) -> str:
        self.count += 1
        return f"word{self.count:04d}"

    def acknowledge(self, old: str, new: str) -> None:
        """The product said that this change is saved."""
        before, after = own_words(old), own_words(new)
        self.kept |= after - before
        self.standing = (self.standing - (before - after)) | (after - before)

    def revision(self, place: int) -> Revision:
        """One that somebody may still have open."""
        found = list(self.text.revisions.order_by("-number")[:4])
        return found[place % len(found)]

    def open_one(self, place: int) -> Suggestion:
        return self.waiting[place % len(self.waiting)]

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
        start = self.revision(base)
        body = self.changed(start.body, place, self.word())
        try:
            save_text(self.text, body=body, base=start, by=self.world.person(who))
        except Conflict:
            return
        self.acknowledge(start.body, body)

    @rule(who=people, place=places, base=places)
    def suggest(self, who, place, base):
        start, word = self.revision(base), self.word()
        first = place % max(len(start.body) - 1, 1)
        made = suggestions.suggest(
            self.text,
            base=start,
            quote_start=first,
            quote_end=min(first + place % 40, len(start.body)),
            replacement=f" {word} ",
            reason="Clearer",
            by=self.world.person(who),
        )
        self.suggested.append(made.number)

    @precondition(lambda self: self.waiting)
    @rule(who=people, place=places)
    def accept(self, who, place):
        one = self.open_one(place)
        try:
            suggestions.accept(one, reason="Better", by=self.world.person(who))
        except Conflict:
            return
        self.acknowledge(one.base.body, suggestions.suggested_body(one))

    @precondition(lambda self: self.waiting)
    @rule(who=people, place=places, base=places)
    def meet(self, who, place, base):
        start = self.revision(base)
        body = self.changed(start.body, place, self.word())
        outcomes = (SuggestionState.PARTLY, SuggestionState.NOT_ACCEPTED)
        decisions = [(one, outcome, "So") for one, outcome in zip(self.waiting, outcomes, strict=False)]
        try:
            suggestions.meet(self.text, body=body, base=start, suggestions=decisions, by=self.world.person(who))
        except Conflict:
            return
        self.acknowledge(start.body, body)

    @precondition(lambda self: self.waiting)
    @rule(who=people, place=places)
    def refuse(self, who, place):
        suggestions.refuse(self.open_one(place), reason="No", by=self.world.person(who))

    @precondition(lambda self: self.waiting)
    @rule(place=places)
    def withdraw(self, place):
        one = self.open_one(place)
        suggestions.withdraw(one, by=one.author)

    @rule(who=people, place=places, audience=st.sampled_from(Audience.values))
    def comment(self, who, place, audience):
        text, word = self.text, self.word()
        words = list(WORD.finditer(text.body))
        first = place % len(words)
        last = min(first + place % 5, len(words) - 1)
        anchor = anchors.make(text.body, words[first].start(), words[last].end()) if place % 4 else None
        made = comments.start_thread(text, anchor=anchor, body=word, audience=audience, by=self.world.person(who))
        self.said[made.pk] = (made.side, [word])

    def conversation(self, who: str, place: int) -> Thread | None:
        """One that this person may read."""
        found = list(Thread.objects.visible_to(self.world.person(who)).order_by("created_at"))
        return found[place % len(found)] if found else None

    @rule(who=people, place=places)
    def answer(self, who, place):
        if one := self.conversation(who, place):
            word = self.word()
            comments.answer(one, word, self.world.person(who))
            self.said[one.pk][1].append(word)

    @rule(who=people, place=places)
    def resolve_or_reopen(self, who, place):
        if one := self.conversation(who, place):
            word = self.word()
            act = comments.resolve if one.state == ThreadState.OPEN else comments.reopen
            act(one, word, self.world.person(who))
            self.said[one.pk][1].append(word)

    @invariant()
    def what_was_acknowledged_stands_until_somebody_takes_it_out(self):
        standing = own_words(self.text.body)
        assert self.standing - standing == set(), "words are lost"
        assert standing - self.standing == set(), "words came back"

    def teardown(self):
        try:
            self.every_acknowledged_word_is_in_some_revision()
            self.every_suggestion_is_listed_once()
            self.every_comment_is_listed_once()
            self.anchors_point_at_their_words()
        finally:
            transaction.set_rollback(True)
            self.story.__exit__(None, None, None)

    def every_acknowledged_word_is_in_some_revision(self):
        bodies = "\n".join(self.text.revisions.values_list("body", flat=True))
        assert self.kept - own_words(bodies) == set(), "words are in no revision"

    def every_suggestion_is_listed_once(self):
        visible = Suggestion.objects.visible_to(self.world.person("coordinator"))
        numbers = sorted(visible.values_list("number", flat=True))
        assert numbers == self.suggested == list(range(1, len(numbers) + 1)), "a suggestion is not listed once"
        text, waiting = self.text, self.waiting
        groups = suggested.together(waiting, suggested.places(waiting, text))
        listed = sorted(one.number for group in groups for one in group)
        assert listed == [one.number for one in waiting], "an open suggestion is not listed once"

    def every_comment_is_listed_once(self):
        """In the list of those that wait or in that of those resolved, of each side as far as it may hear them."""
        for side, persona in READERS.items():
            visible = Thread.objects.visible_to(self.world.person(persona))
            listed: list[tuple[UUID, list[str]]] = []
            for show in ("waiting", "resolved"):
                found = threads.with_comments(threads.shown(visible, show, self.world.person(persona)))
                for one, _span in threads.in_order(found, self.text):
                    listed.append((one.pk, [comment.body for comment in one.comments.all()]))
            heard = [(key, words) for key, (room, words) in self.said.items() if room in ("", side)]
            assert sorted(listed) == sorted(heard), "a comment is not listed once"

    def anchors_point_at_their_words(self):
        text, talks = self.text, list(Thread.objects.exclude(quote=""))
        found = threads.places(talks, text)
        assert {*found} == {one.pk for one in talks}
        for one in talks:
            span, stretch = found[one.pk], one.before + one.quote + one.after
            now = WORD.findall(text.body[slice(*span)]) if span else []
            own = WORD.findall(one.quote)
            assert span is None or {*now[:1], *now[-1:]} <= {*own} != {*()} != {*now}, "an anchor is at other words"
            stands = text.body.count(stretch) == 1 and len(WORD.findall(stretch)) >= anchors.FEWEST
            assert span or not stands, "an anchor calls words gone that stand there"
        for one in Suggestion.objects.select_related("base"):
            start, end = suggestions.span_in_base(one)
            assert one.base.body[start:end] == one.quote, "a suggestion is about other words"
