"""Two commitments with the same words and the same revisions: one that nobody talks about, and one that many do."""

import random
from dataclasses import dataclass
from functools import cache

from commitments.models import Commitment, Section
from commitments.services.commitments import propose
from drafting import anchors, comments, suggestions
from drafting.alignment import words
from drafting.choices import Audience
from drafting.models import Revision, Text
from drafting.services import save_text
from network.models import User
from plans.models import Plan

CONVERSATIONS, ANSWERS, SUGGESTIONS = 400, 100, 200
SAVES = 15
LOGINS = ("lead-official", "coordinator", "cso-drafter", "gov-drafter")


@dataclass(frozen=True)
class Pair:
    """Sections of the quiet and of the busy commitment, with the same long text."""

    quiet: Section
    busy: Section


@cache
def vocabulary() -> list[str]:
    """The words of the example plan's texts, the oldest here, as often as they come there."""
    return " ".join(Revision.objects.order_by("pk").values_list("body", flat=True)[:50]).split()


def prose(chance: random.Random, paragraphs: int, size: int) -> str:
    """So many paragraphs of so many words."""
    drawn = [chance.choices(vocabulary(), k=size - 1) for _paragraph in range(paragraphs)]
    return "\n\n".join(f"{number}th {' '.join(said)}." for number, said in enumerate(drawn))


def rewritten(chance: random.Random, body: str, share: float) -> str:
    """The text with this share of its words changed, where they stand."""
    said = [
        word[: len(word) - len(word.lstrip())] + chance.choice(vocabulary()) if chance.random() < share else word
        for word in words(body)
    ]
    return "".join(said)


def build(plan: Plan) -> Pair:
    chance = random.Random(2013)  # noqa: S311 (the same words in every run)
    people = [User.objects.get(email=f"{login}@demo.test") for login in LOGINS]
    body = prose(chance, 40, 38)
    pair = Pair(_section(plan, "W0", body, people[2]), _section(plan, "W1", body, people[2]))
    acts = [*["talk"] * CONVERSATIONS, *["suggest"] * SUGGESTIONS]
    chance.shuffle(acts)
    answers = ANSWERS
    for number, act in enumerate(acts):
        by, text = people[number % len(people)], pair.busy.text
        if act == "suggest":
            _suggest(chance, text, by)
        else:
            _talk(chance, text, by, people[(number + 1) % len(people)] if answers else None)
            answers -= bool(answers)
        if number % (len(acts) // SAVES) == 0:
            changed = rewritten(chance, pair.busy.text.body, 0.01)
            for one in (pair.quiet.text, pair.busy.text):
                save_text(one, body=changed, base=one.latest, by=people[2])
    return pair


def _section(plan: Plan, ref: str, body: str, by: User) -> Section:
    keys = [section.key for section in plan.template.sections.all()]
    said = {**dict.fromkeys(keys, "A promise with a date."), keys[0]: body}
    made: Commitment = propose(
        plan=plan,
        title=f"Written by many, {ref}",
        theme=plan.themes.first(),
        origin="civil_society",
        by=by,
        ref=ref,
        sections=said,
    )
    return made.sections.select_related("commitment__plan", "template_section", "text__latest").get(
        template_section__key=keys[0]
    )


def _place(chance: random.Random, body: str) -> tuple[int, int]:
    """Some words of one paragraph."""
    first, last = chance.choice(anchors.paragraphs(body))
    start = body.index(" ", chance.randrange(first, last - 60)) + 1
    return start, body.index(" ", start + chance.randrange(5, 40))


def _suggest(chance: random.Random, text: Text, by: User) -> None:
    start, end = _place(chance, text.body)
    suggestions.suggest(
        text,
        base=text.latest,
        quote_start=start,
        quote_end=end,
        replacement=" ".join(chance.choices(vocabulary(), k=chance.randrange(2, 9))),
        reason="So that everybody understands it",
        by=by,
    )


def _talk(chance: random.Random, text: Text, by: User, other: User | None) -> None:
    anchor = anchors.make(text.body, *_place(chance, text.body)) if chance.random() < 0.9 else None
    audience = Audience.SIDE if chance.random() < 0.2 else Audience.EVERYONE
    thread = comments.start_thread(
        text, anchor=anchor, body="Who keeps this register, and until when? " * 3, audience=audience, by=by
    )
    if other:
        comments.answer(thread, "The department, until the end of the year.", by if thread.side else other)
