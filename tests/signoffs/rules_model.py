"""The rules of signing off by themselves: one commitment, two departments, one minister, two leads, three texts, the
cut-off, the final edition and the network's word. No database, no clock: small enough to try out every order of acts.

`acts(situation)` gives every act that somebody may do, with the situation it leads to. tests.signoffs.test_rules_model
walks all of them; tests.signoffs.test_rules_in_practice holds the services to the same answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

TEXTS = (1, 2, 3)
DRAFTING, AGREED, CLEARANCE, APPROVED, DECLINED, ANNEXED = (
    "drafting",
    "agreed",
    "clearance",
    "approved",
    "declined",
    "annexed",
)
GOV, CS, FIRST, SECOND, MINISTER = "government", "civil_society", "first", "second", "minister"
SIDES, DEPARTMENTS = (GOV, CS), (FIRST, SECOND)
OFF_DRAFTING = (AGREED, CLEARANCE, APPROVED)
LEAD, COORD, ANN, BEN, EVE = "lead", "coord", "ann", "ben", "eve"
# Who may fill which seat: the lead official is the minister too, and Ann clears for both departments.
HOLDERS = {GOV: (LEAD,), CS: (COORD,), FIRST: (ANN,), SECOND: (ANN, BEN), MINISTER: (LEAD, EVE)}
SIDE_OF = {LEAD: GOV, COORD: CS}


class Answer(NamedTuple):
    """The last thing a seat said of one text (or, for a side and the minister, of all)."""

    text: int
    is_yes: bool
    person: str
    taken_back: bool = False


class Situation(NamedTuple):
    text: int = 1
    state: str = DRAFTING
    without: bool = False  # sent on without civil society's agreement
    sent: int = 0  # the text that is, or last was, in clearance
    sides: tuple[Answer | None, Answer | None] = (None, None)
    # By department, who last said yes to each text; "" for nobody or a no.
    cleared: tuple[tuple[str, ...], tuple[str, ...]] = (("",) * len(TEXTS), ("",) * len(TEXTS))
    minister: Answer | None = None
    late: bool = False
    consents: frozenset[str] = frozenset()
    sealed: int = 0
    signed: frozenset[str] = frozenset()
    word: bool = False  # the network's statement of partnership stands
    published: int = 0
    joint: bool = False


class Act(NamedTuple):
    name: str
    by: str
    what: str = ""


Step = tuple[Act, Situation]


def has_agreed(now: Situation, side: str) -> bool:
    answer = now.sides[SIDES.index(side)]
    return bool(answer and answer.is_yes and answer.text == now.text and not answer.taken_back)


def has_cleared(now: Situation, department: str, text: int) -> str:
    """By whom."""
    return now.cleared[DEPARTMENTS.index(department)][TEXTS.index(text)]


def seats_of(now: Situation, text: int) -> dict[str, str]:
    """Who fills which seat for this text."""
    found = {side: answer.person for side, answer in zip(SIDES, now.sides, strict=True) if _is_yes_to(answer, text)}
    of_text = TEXTS.index(text)
    found |= {one: row[of_text] for one, row in zip(DEPARTMENTS, now.cleared, strict=True) if row[of_text]}
    if now.minister is not None and _is_yes_to(now.minister, text):
        found[MINISTER] = now.minister.person
    return found


def _is_yes_to(answer: Answer | None, text: int) -> bool:
    return bool(answer and answer.is_yes and answer.text == text)


def fills_another(now: Situation, person: str, seat: str, text: int) -> bool:
    return any(who == person and other != seat for other, who in seats_of(now, text).items())


def acts(now: Situation) -> Iterator[Step]:
    """Every act that the rules allow, and what it leads to."""
    if now.published:
        return
    yield from _writing(now)
    yield from _agreement(now)
    yield from _clearance(now)
    yield from _approval(now)
    yield from _cut_off(now)
    yield from _release(now)


def _writing(now: Situation) -> Iterator[Step]:
    if now.state == DRAFTING:
        for text in TEXTS:
            if text != now.text:
                yield Act("write", COORD, str(text)), now._replace(text=text)


def _answered(now: Situation, side: str, answer: Answer | None) -> Situation:
    found = list(now.sides)
    found[SIDES.index(side)] = answer
    return now._replace(sides=(found[0], found[1]))


def _taken_back(now: Situation, side: str) -> Situation:
    answer = now.sides[SIDES.index(side)]
    return now if answer is None else _answered(now, side, answer._replace(taken_back=True))


def _agreement(now: Situation) -> Iterator[Step]:
    if now.state == DRAFTING:
        for side in SIDES:
            [person] = HOLDERS[side]
            if not has_agreed(now, side) and not fills_another(now, person, side, now.text):
                after = _answered(now, side, Answer(now.text, True, person))
                if all(has_agreed(after, each) for each in SIDES):
                    after = after._replace(state=AGREED, without=False)
                yield Act("agree", person), after
            mine = now.sides[SIDES.index(side)]
            has_said_no = mine is not None and not mine.is_yes and mine.text == now.text and not mine.taken_back
            if any(has_agreed(now, each) for each in SIDES) and not has_said_no:
                yield Act("send_back", person), _answered(now, side, Answer(now.text, False, person))
    if now.state in OFF_DRAFTING:
        for side in SIDES:
            [person] = HOLDERS[side]
            yield from _late(now, Act("reopen", person), _reopened(now, side))


def _reopened(now: Situation, side: str) -> Situation:
    return _taken_back(now._replace(state=DRAFTING, without=False), side)


def _clearance(now: Situation) -> Iterator[Step]:
    if now.state == AGREED:
        yield Act("send", LEAD), now._replace(state=CLEARANCE, sent=now.text)
    if now.state == DRAFTING and has_agreed(now, GOV):
        yield from _late(now, Act("send_without", LEAD), now._replace(state=CLEARANCE, sent=now.text, without=True))
    if now.state != CLEARANCE:
        return
    for department in DEPARTMENTS:
        for person in HOLDERS[department]:
            if not has_cleared(now, department, now.sent) and not fills_another(now, person, department, now.sent):
                yield Act("clear", person, department), _clears(now, department, person)
            yield Act("return", person, department), _reopened(_clears(now, department, ""), GOV)


def _clears(now: Situation, department: str, person: str) -> Situation:
    rows = [list(row) for row in now.cleared]
    rows[DEPARTMENTS.index(department)][TEXTS.index(now.sent)] = person
    return now._replace(cleared=(tuple(rows[0]), tuple(rows[1])))


def _approval(now: Situation) -> Iterator[Step]:
    if now.state == CLEARANCE:
        is_cleared = all(has_cleared(now, each, now.sent) for each in DEPARTMENTS)
        for person in HOLDERS[MINISTER]:
            if is_cleared and not fills_another(now, person, MINISTER, now.sent):
                answer = Answer(now.sent, True, person)
                yield Act("approve", person), now._replace(state=APPROVED, minister=answer)
            declined = now._replace(state=DECLINED, minister=Answer(now.sent, False, person))
            yield Act("decline", person), _taken_back(declined, GOV)
    if now.state in (DRAFTING, DECLINED):
        yield Act("annex", COORD), _taken_back(now._replace(state=ANNEXED), CS)
    if now.state == ANNEXED:
        yield from _late(now, Act("take_up_again", LEAD), now._replace(state=DRAFTING, without=False))


# What needs a consent after the cut-off, and from which states it can be asked for.
LATE = {"reopen": OFF_DRAFTING, "send_without": (DRAFTING,), "take_up_again": (ANNEXED,)}


def _late(now: Situation, act: Act, after: Situation) -> Iterator[Step]:
    if not now.late:
        yield act, after
    elif act.name in now.consents:
        yield act, after._replace(consents=now.consents - {act.name})


def _cut_off(now: Situation) -> Iterator[Step]:
    if not now.late:
        yield Act("cut_off", ""), now._replace(late=True)
        return
    for kind, states in LATE.items():
        if now.state in states and kind not in now.consents:
            yield Act("consent", COORD, kind), now._replace(consents=now.consents | {kind})


def _release(now: Situation) -> Iterator[Step]:
    yield Act("word", COORD), now._replace(word=not now.word)
    if not now.sealed and now.state == APPROVED:
        yield Act("seal", LEAD), now._replace(sealed=now.text)
    if not now.sealed:
        return
    yield Act("cancel", LEAD), now._replace(sealed=0, signed=frozenset())
    for side in SIDES:
        if side not in now.signed:
            yield Act("sign", HOLDERS[side][0]), now._replace(signed=now.signed | {side})
    if _publishes(now):
        yield Act("publish", ""), now._replace(published=now.sealed, joint=_is_joint(now))


def _publishes(now: Situation) -> bool:
    return now.state == APPROVED and now.sealed == now.sent and GOV in now.signed


def _is_joint(now: Situation) -> bool:
    return now.word and CS in now.signed


# What must never be


def wrongs(now: Situation) -> list[str]:
    """Every promise that is broken in this situation, in words."""
    found = []
    if now.state in OFF_DRAFTING and now.state != AGREED and now.text != now.sent:
        found.append("words changed after they were sent")
    if now.state == AGREED and not all(_is_yes_to(answer, now.text) for answer in now.sides):
        found.append("agreed without the yes of both sides to these words")
    if now.state in (CLEARANCE, APPROVED) and not _is_yes_to(now.sides[0], now.text):
        found.append("sent on without government's yes to these words")
    if now.state in (CLEARANCE, APPROVED) and not now.without and not _is_yes_to(now.sides[1], now.text):
        found.append("sent on without civil society's yes, and nothing says so")
    if now.state == APPROVED:
        found += _wrong_approval(now, now.text)
    if now.published:
        found += _wrong_publication(now)
    return found


def wrong_steps(before: Situation, act: Act, after: Situation) -> list[str]:
    """Every promise that is broken by this act."""
    found = []
    if before.late and act.name in LATE and act.name not in before.consents:
        found.append("a late commitment without a consent")
    if act.name == "write" and any(seats_of(before, text) != seats_of(after, text) for text in TEXTS):
        found.append("a change of the words changed what was signed")
    return found


def _wrong_approval(now: Situation, text: int) -> list[str]:
    filled = seats_of(now, text)
    found = [f"{seat} has not said yes to these words" for seat in (*DEPARTMENTS, MINISTER) if seat not in filled]
    needed = [GOV, *DEPARTMENTS, MINISTER] + ([] if now.without else [CS])
    people = [filled[seat] for seat in needed if seat in filled]
    if len(set(people)) < len(people):
        found.append("one person fills two of the required seats")
    return found


def _wrong_publication(now: Situation) -> list[str]:
    found = []
    if now.published != now.sealed or GOV not in now.signed:
        found.append("what is published was not signed")
    if now.state != APPROVED or now.published != now.text:
        found.append("what is published is not what was approved")
    if now.joint and not (now.word and CS in now.signed):
        found.append("called joint against the network's word")
    return found


# Texts are interchangeable: only which of them are the same matters


def same_but_for_names(now: Situation) -> Situation:
    """The situation with its texts renamed: the present one first, the others by what was said of them."""
    others = sorted((text for text in TEXTS if text != now.text), key=lambda text: _said_of(now, text))
    names = {text: number for number, text in enumerate((now.text, *others), 1)} | {0: 0}
    order = (now.text, *others)
    government, civil_society = (answer and Answer(names[answer.text], *answer[1:]) for answer in now.sides)
    first, second = (tuple(row[text - 1] for text in order) for row in now.cleared)
    return now._replace(
        text=1,
        sent=names[now.sent],
        sides=(government, civil_society),
        cleared=(first, second),
        minister=now.minister and Answer(names[now.minister.text], *now.minister[1:]),
        sealed=names[now.sealed],
        published=names[now.published],
    )


def _said_of(now: Situation, text: int) -> tuple[object, ...]:
    return (
        text == now.sent,
        *(answer is not None and answer.text == text for answer in (*now.sides, now.minister)),
        *(row[text - 1] for row in now.cleared),
        text == now.sealed,
    )
