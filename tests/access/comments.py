"""Who may use the pages of comments, in a plan whose drafts are open to the network unless said otherwise.

The rooms of both sides are there in every row: a conversation of the other side is not there at all.
"""

from drafting.choices import Audience
from drafting.comments import resolve
from tests.access.commitments import ENGAGED, OPEN, acts, of, reads
from tests.access.table import Url
from tests.commitments.build import SECTION, propose
from tests.drafting.rooms import start, write
from tests.world import PERSONAS, ROLES

COMMENTERS = set(ROLES) - {"minister"} | {"member"}
ON_PART = COMMENTERS - {"reviewer"}  # the reviewer only on parts of both sides
GOVERNMENT = {"official", "gov_drafter", "lead_official", "clearing_officer", "minister"}
CIVIL_SOCIETY = {"member", "cs_drafter", "coordinator", "representative", "steering_member"}
WORDS = {"body": "Who pays?"}
COMMENT = {**WORDS, "audience": "everyone"}


def section_of(world):
    one = propose(world, sections={SECTION: "We will publish the names."})
    return one, one.sections.get(template_section__key=SECTION).text


def on_section(world):
    return of(section_of(world)[0], section=SECTION)


def on_commitment(world):
    return of(section_of(world)[0])


def thread(audience=Audience.EVERYONE, by="cs_drafter", *, on_part=False, at=None, withdraws=False, resolved=False):
    """The address of a conversation, in a world where each side has one of its own too. `at(world)` gives place and
    text of another kind than sections and parts."""

    def kwargs(world):
        if at:
            place, text = at(world)
        elif on_part:
            place, text = {"plan": "uk-2013", "part": "civil-society-foreword"}, write(world)
        else:
            one, text = section_of(world)
            place = of(one, section=SECTION)
        for other in ("coordinator", "lead_official"):
            start(world, by=other, audience=Audience.SIDE, text=text, body="Between us")
        found = start(world, by=by, audience=audience, text=text, body="Why?")
        if resolved:
            resolve(found, "Done", world.person(by))
        comment = {"comment": found.comments.first().key} if withdraws else {}
        return {**place, "key": found.key, **comment}

    return kwargs


def rows_of(names, commenters, **options):
    """The same grid for sections and for narrative parts: persona × audience × openness."""
    show, resolving, reopening, withdrawing = names
    engaged = set(ROLES)
    answers = acts(*commenters, status=302, readers=set(PERSONAS))
    return [
        Url(show, reads(), thread(**options), post=acts(*commenters, status=302) | {"visitor": 404}, data=WORDS),
        Url(show, None, thread(**options), post=answers, data=WORDS, world=OPEN),
        Url(show, reads(engaged), thread(**options), world=ENGAGED),
        Url(show, reads(set(PERSONAS)), thread(**options), world=OPEN),
        *(
            Url(show, reads(people & within), thread(Audience.SIDE, by, **options), world=world)
            for by, people in (("gov_drafter", GOVERNMENT), ("cs_drafter", CIVIL_SOCIETY))
            for world, within in (({}, people), (ENGAGED, engaged), (OPEN, people))
        ),
        *(
            Url(
                name,
                acts(*commenters),
                thread(resolved=name == reopening, **options),
                post=acts(*commenters, status=302),
                data=WORDS,
            )
            for name in (resolving, reopening)
        ),
        Url(
            resolving,
            acts(*(commenters & GOVERNMENT), readers=GOVERNMENT),
            thread(Audience.SIDE, "gov_drafter", **options),
            post=acts(*(commenters & GOVERNMENT), status=302, readers=GOVERNMENT),
            data=WORDS,
        ),
        Url(
            withdrawing,
            acts("cs_drafter", readers={"cs_drafter"}),
            thread(withdraws=True, **options),
            post=acts("cs_drafter", status=302, readers={"cs_drafter"}),
        ),
    ]


def on_part(world):
    write(world)
    return {"plan": "uk-2013", "part": "civil-society-foreword"}


ROWS = [
    Url("commitments:comments", reads(), on_commitment),
    Url("commitments:comments", reads(set(ROLES)), on_commitment, query="?show=resolved", world=ENGAGED),
    Url("commitments:comments", reads(set(PERSONAS)), on_commitment, query="?show=mine", world=OPEN),
    Url("commitments:section_comments", reads(), on_section),
    Url("commitments:section_comments", reads(set(ROLES)), on_section, world=ENGAGED),
    Url(
        "commitments:start_comment",
        acts(*COMMENTERS),
        on_section,
        post=acts(*COMMENTERS, status=302),
        data=COMMENT,
        query="?revision=1&from=0&to=7",
        permission="commitments.comment",
    ),
    *rows_of(
        (
            "commitments:thread",
            "commitments:resolve_thread",
            "commitments:reopen_thread",
            "commitments:withdraw_comment",
        ),
        COMMENTERS,
    ),
    Url("plans:part_comments", reads(), on_part),
    Url("plans:part_comments", reads(set(ROLES)), on_part, world=ENGAGED),
    Url(
        "plans:start_part_comment",
        acts(*ON_PART),
        on_part,
        post=acts(*ON_PART, status=302),
        data=COMMENT,
        permission="plans.comment_part",
    ),
    *rows_of(
        ("plans:part_thread", "plans:resolve_part_thread", "plans:reopen_part_thread", "plans:withdraw_part_comment"),
        ON_PART,
        on_part=True,
    ),
]
