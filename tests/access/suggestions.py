"""Who may suggest other words for a section of a commitment, and who decides on them."""

from drafting.suggestions import refuse, suggest
from tests.access.commitments import (
    ENGAGED,
    MET,
    OPEN,
    REASON,
    SUGGESTERS,
    SUGGESTION,
    WRITERS,
    acts,
    of,
    on_section,
    reads,
    state,
)
from tests.access.table import Url
from tests.commitments.build import SECTION, propose
from tests.world import PERSONAS, ROLES


def suggested(world, *, decided=False, **more):
    """S1 of the member on a section; refused if `decided`."""
    one = propose(world, sections={SECTION: "First words"})
    text = one.sections.get(template_section__key=SECTION).text
    place = {"base": text.latest, "quote_start": 0, "quote_end": 5}
    made = suggest(text, replacement="Last", reason="Clearer", by=world.person("member"), **place)
    if decided:
        refuse(made, reason="No", by=world.person("lead_official"))
    return of(one, section=SECTION, **more)


def on_suggestion(world):
    return suggested(world, number=1)


def on_refused(world):
    return suggested(world, decided=True, number=1)


ROWS = [
    Url("commitments:suggestions", reads(), kwargs=lambda w: of(propose(w))),
    Url("commitments:suggestions", reads(set(ROLES)), kwargs=lambda w: of(propose(w)), world=ENGAGED),
    Url("commitments:suggestions", reads(), kwargs=lambda w: of(propose(w)), query="?show=decided&side=government"),
    Url("commitments:section_suggestions", reads(), kwargs=suggested),
    Url("commitments:section_suggestions", reads(set(ROLES)), kwargs=suggested, world=ENGAGED),
    Url("commitments:section_suggestions", reads(), kwargs=suggested, query="?show=decided"),
    Url("commitments:suggestion", reads(), kwargs=on_suggestion),
    Url("commitments:suggestion", reads(set(ROLES)), kwargs=on_suggestion, world=ENGAGED),
    Url("commitments:suggestion", reads(set(PERSONAS)), kwargs=on_refused, world=OPEN),
    Url("commitments:suggestion", reads(()), kwargs=lambda w: suggested(w, number=2)),
    Url(
        "commitments:suggest",
        acts(*SUGGESTERS),
        kwargs=on_section,
        post=acts(*SUGGESTERS, status=302),
        data=SUGGESTION,
        permission="commitments.suggest",
    ),
    Url(
        "commitments:suggest",
        acts(*(set(SUGGESTERS) - {"member"}), readers=set(ROLES)),
        kwargs=on_section,
        world=ENGAGED,
    ),
    Url("commitments:suggest", acts(), kwargs=state("declined", section=SECTION), post=acts(), data=SUGGESTION),
    *(
        Url(
            f"commitments:{act}_suggestion",
            acts(*WRITERS),
            kwargs=on_suggestion,
            post=acts(*WRITERS, status=302),
            data=data,
            permission="commitments.decide_suggestion",
        )
        for act, data in (("accept", REASON), ("write", MET), ("refuse", REASON))
    ),
    Url("commitments:refuse_suggestion", acts(*WRITERS, readers=set(ROLES)), kwargs=on_suggestion, world=ENGAGED),
    Url(
        "commitments:withdraw_suggestion",
        acts("member"),
        kwargs=on_suggestion,
        post=acts("member", status=302),
    ),
    Url(
        "commitments:carry_suggestion",
        None,
        kwargs=on_refused,
        post=acts("coordinator", "cs_drafter", status=302),
    ),
]
