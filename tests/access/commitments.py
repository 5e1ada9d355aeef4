"""Who may use the addresses of commitments, in a plan whose drafts are open to the network unless said otherwise."""

from commitments import services
from drafting import agreement
from tests.access.table import Url, everyone
from tests.commitments.build import SECTION, agree, commitment_in, complete, propose
from tests.world import PERSONAS, ROLES

WRITERS = ("cs_drafter", "gov_drafter", "coordinator", "lead_official")
LEADS = ("coordinator", "lead_official")
READERS = {*ROLES, "member", "official"}
ASKERS = READERS - {*WRITERS, "reviewer"}
ENGAGED = {"openness": "engaged"}
OPEN = {"openness": "open"}


def reads(readers=READERS):
    """Whoever may not see it finds nothing there, a visitor too."""
    return {persona: 200 if persona in readers else 404 for persona in PERSONAS}


def acts(*who, status=200, readers=READERS):
    """Refused to other readers, nothing there for the rest; a visitor is asked to sign in."""
    answer = {persona: 403 if persona in readers else 404 for persona in PERSONAS}
    return answer | {"visitor": 302} | dict.fromkeys(who, status)


def on_plan(world):
    return {"plan": world.plan.slug}


def of(commitment, **more):
    return {"plan": commitment.plan.slug, "ref": commitment.ref, **more}


def state(name, **more):
    return lambda world: of(commitment_in(world, name), **more)


def on_section(world, **more):
    one = propose(world, sections={SECTION: "First words"})
    return of(one, section=SECTION, **more)


def on_milestones(number=1):
    def kwargs(world):
        one = propose(world)
        for text in ("one", "two"):
            services.add_milestone(one, text=text, by=world.person("cs_drafter"))
        return of(one, number=number)

    return kwargs


def agreed_by_government(world):
    one = complete(world)
    agree(world, one, "lead_official")
    return of(one)


def on_request(world):
    one = propose(world)
    services.ask_to_join(one, reason="I know it", by=world.person("member"))
    return of(one, number=1)


def on_ask(world):
    ask = services.add_ask(plan=world.plan, text="Publish lobbying", by=world.person("coordinator"))
    return {"plan": world.plan.slug, "ref": ask.ref}


def after_merge(world):
    propose(world, title="The target", ref="T")
    return of(commitment_in(world, "drafting"))


PLAN_ACT = dict.fromkeys(PERSONAS, 403) | {"visitor": 302}
PROPOSAL = {"title": "New", "origin": "both"}
DETAILS = {"title": "Renamed", "origin": "both"}
REASON = {"reason": "Because"}


def on_the_plan(*who, status=200):
    return PLAN_ACT | dict.fromkeys(who, status)


SUGGESTERS = (
    "member",
    "cs_drafter",
    "gov_drafter",
    "coordinator",
    "lead_official",
    "clearing_officer",
    "representative",
    "steering_member",
    "reviewer",
)
SUGGESTION = {"revision": "1", "from": "0", "to": "11", "replacement": "Other words", "reason": "Clearer"}
MET = {"base": "1", "body": "Last words", "outcome_1": "partly", "reason_1": "Some of it"}


ROWS = [
    Url("commitments:index", everyone(), kwargs=on_plan),
    Url("commitments:index", everyone(), kwargs=on_plan, world=ENGAGED),
    Url("commitments:index", everyone(), kwargs=on_plan, query="?state=drafting&q=x&theme=none&origin=both&lead=none"),
    Url("commitments:board", on_the_plan(*LEADS), kwargs=on_plan, permission="commitments.see_board"),
    Url(
        "commitments:propose",
        on_the_plan(*WRITERS),
        kwargs=on_plan,
        post=on_the_plan(*WRITERS, status=302),
        data=PROPOSAL,
        permission="commitments.propose",
    ),
    Url("commitments:detail", reads(), kwargs=state("drafting")),
    Url("commitments:detail", reads(set(ROLES)), kwargs=state("proposed"), world=ENGAGED),
    Url("commitments:detail", reads(set(PERSONAS)), kwargs=state("merged"), world=OPEN),
    Url("commitments:history", reads(), kwargs=state("annexed")),
    Url("commitments:history", reads(set(ROLES)), kwargs=state("declined"), world=ENGAGED),
    Url("commitments:changes", reads(), kwargs=state("annexed")),
    Url("commitments:changes", reads(set(ROLES)), kwargs=state("declined"), world=ENGAGED),
    Url("commitments:changes", reads(set(PERSONAS)), kwargs=state("drafting"), world=OPEN),
    Url(
        "commitments:edit",
        acts(*WRITERS),
        kwargs=state("proposed"),
        post=acts(*WRITERS, status=302),
        data=DETAILS,
        permission="commitments.edit",
    ),
    Url("commitments:edit", acts(), kwargs=state("declined"), post=acts(), data=DETAILS),
    Url("commitments:edit", acts(*WRITERS, readers=set(ROLES)), kwargs=state("drafting"), world=ENGAGED),
    Url(
        "commitments:edit",
        acts(*WRITERS, readers=set(PERSONAS)),
        kwargs=state("drafting"),
        post=acts(*WRITERS, status=302, readers=set(PERSONAS)),
        data=DETAILS,
        world=OPEN,
    ),
    Url(
        "commitments:subjects",
        acts(*WRITERS),
        kwargs=state("drafting"),
        post=acts(*WRITERS, status=302),
        data={"values": ["Civic participation"]},
        permission="commitments.edit",
    ),
    Url(
        "commitments:organisations",
        acts(*WRITERS),
        kwargs=state("drafting"),
        post=acts(*WRITERS, status=302),
        permission="commitments.edit",
    ),
    Url("commitments:edit_section", acts(*WRITERS), kwargs=on_section, permission="commitments.edit_section"),
    Url("commitments:edit_section", acts(), kwargs=state("withdrawn", section=SECTION), post=acts()),
    Url("commitments:edit_section", acts(*WRITERS, readers=set(ROLES)), kwargs=on_section, world=ENGAGED),
    Url("commitments:section_presence", acts(*WRITERS), kwargs=on_section),
    Url("commitments:section_presence", acts(), kwargs=state("withdrawn", section=SECTION)),
    Url("commitments:section_presence", acts(*WRITERS, readers=set(ROLES)), kwargs=on_section, world=ENGAGED),
    Url("commitments:section_history", reads(), kwargs=on_section),
    Url("commitments:section_history", reads(set(ROLES)), kwargs=on_section, world=ENGAGED),
    Url("commitments:section_revision", reads(), kwargs=lambda w: on_section(w, number=1)),
    Url("commitments:section_revision", reads(set(ROLES)), kwargs=lambda w: on_section(w, number=1), world=ENGAGED),
    Url("commitments:compare_section", reads(), kwargs=lambda w: on_section(w, old=1, new=1)),
    Url("commitments:compare_section", reads(set(ROLES)), kwargs=lambda w: on_section(w, old=1, new=1), world=ENGAGED),
    Url(
        "commitments:restore_section",
        acts(*WRITERS),
        kwargs=lambda w: on_section(w, number=1),
        post=acts(*WRITERS, status=302),
        data={"base": "1"},
    ),
    Url(
        "commitments:create_milestone",
        acts(*WRITERS),
        kwargs=state("drafting"),
        post=acts(*WRITERS, status=302),
        data={"text": "Do it"},
        permission="commitments.edit_milestones",
    ),
    Url(
        "commitments:edit_milestone",
        acts(*WRITERS),
        kwargs=on_milestones(),
        post=acts(*WRITERS, status=302),
        data={"text": "Do it"},
    ),
    Url(
        "commitments:move_milestone",
        None,
        kwargs=on_milestones(),
        post=acts(*WRITERS, status=302),
        data={"to": "2"},
    ),
    Url("commitments:remove_milestone", acts(*WRITERS), kwargs=on_milestones(2), post=acts(*WRITERS, status=302)),
    Url("commitments:remove_milestone", acts(*WRITERS, status=404), kwargs=on_milestones(9)),
    Url(
        "commitments:freeze",
        acts(*LEADS),
        kwargs=state("drafting"),
        post=acts(*LEADS, status=302),
        permission="commitments.freeze",
    ),
    Url("commitments:group", reads(), kwargs=state("drafting")),
    # The network knows of a group, and may ask to join it, whoever may read its drafts.
    Url("commitments:group", reads(), kwargs=state("drafting"), world=ENGAGED),
    Url(
        "commitments:group",
        reads(set(PERSONAS)),
        kwargs=state("drafting"),
        world=OPEN,
        permission="commitments.see_group",
    ),
    Url("commitments:groups", everyone(200), kwargs=on_plan),
    Url("commitments:ask_to_join", acts(*ASKERS), kwargs=state("drafting"), world=ENGAGED),
    Url(
        "commitments:edit_group",
        acts(*LEADS),
        kwargs=state("drafting"),
        post=acts(*LEADS, status=302),
        data={"purpose": "To write"},
        permission="commitments.edit_group",
    ),
    Url(
        "commitments:ask_to_join",
        acts(*ASKERS),
        kwargs=state("drafting"),
        post=acts(*ASKERS, status=302),
        data=REASON,
        permission="commitments.ask_to_join",
    ),
    # The lead of the asker's own side; for the other lead there is no such request.
    Url(
        "commitments:answer_request",
        acts("coordinator") | {"lead_official": 404},
        kwargs=on_request,
        post=acts("coordinator", status=302) | {"lead_official": 404},
        data={"is_accepted": "yes", "answer": "Welcome"},
    ),
    Url(
        "commitments:add_to_group",
        None,
        kwargs=state("drafting"),
        post=acts(*LEADS, status=302),
        data={"who": "post:official"},
    ),
    # Each lead removes drafters of their own side only.
    Url(
        "commitments:remove_from_group",
        None,
        kwargs=state("drafting"),
        post=acts("lead_official", status=302),
        data={"who": "post:gov-drafter"},
    ),
    Url(
        "commitments:take_up",
        acts("lead_official"),
        kwargs=state("proposed"),
        post=acts("lead_official", status=302),
        permission="commitments.take_up",
    ),
    Url(
        "commitments:take_up",
        acts("lead_official", status=409),
        kwargs=state("drafting"),
        post=acts("lead_official", status=409),
    ),
    Url(
        "commitments:take_up_again",
        acts("lead_official"),
        kwargs=state("annexed"),
        post=acts("lead_official", status=302),
        data=REASON,
        permission="commitments.take_up_again",
    ),
    Url(
        "commitments:merge_into",
        acts(*LEADS),
        kwargs=after_merge,
        post=acts(*LEADS, status=302),
        data=lambda w: REASON | {"target": w.plan.commitments.get(ref="T").pk},
        permission="commitments.merge",
    ),
    Url(
        "commitments:annex",
        acts("coordinator"),
        kwargs=state("declined"),
        post=acts("coordinator", status=302),
        data=REASON,
        permission="commitments.annex",
    ),
    Url(
        "commitments:withdraw",
        acts("cs_drafter", "coordinator"),
        kwargs=state("drafting"),
        post=acts("cs_drafter", "coordinator", status=302),
        data=REASON,
        permission="commitments.withdraw",
    ),
    Url(
        "commitments:decline",
        acts("lead_official", "minister"),
        kwargs=state("drafting"),
        post=acts("lead_official", "minister", status=302),
        data=REASON,
        permission="commitments.decline",
    ),
    Url(
        "commitments:agree",
        acts(*LEADS),
        kwargs=lambda w: of(complete(w)),
        post=acts(*LEADS, status=302),
        data=lambda w: {"seen": agreement.current_sha256(w.plan.commitments.get()), "number": "1"},
        permission="commitments.agree",
    ),
    Url("commitments:agree", acts(*LEADS, readers=set(ROLES)), kwargs=lambda w: of(complete(w)), world=ENGAGED),
    Url(
        "commitments:send_back",
        acts(*LEADS),
        kwargs=agreed_by_government,
        post=acts(*LEADS, status=302),
        data=lambda w: REASON | {"seen": agreement.current_sha256(w.plan.commitments.get())},
        permission="commitments.agree",
    ),
    Url("commitments:signatures", reads(), kwargs=agreed_by_government),
    Url("commitments:signatures", reads(set(ROLES)), kwargs=agreed_by_government, world=ENGAGED),
    Url(
        "commitments:send_for_clearance",
        acts("lead_official"),
        kwargs=state("agreed"),
        post=acts("lead_official", status=302),
        permission="commitments.send_for_clearance",
    ),
    Url(
        "commitments:send_without_agreement",
        acts("lead_official"),
        kwargs=agreed_by_government,
        post=acts("lead_official", status=302),
        data=REASON,
        permission="commitments.send_without_agreement",
    ),
    Url(
        "commitments:reopen",
        acts(*LEADS),
        kwargs=state("clearance"),
        post=acts(*LEADS, status=302),
        data=REASON,
        permission="commitments.reopen",
    ),
    Url("commitments:asks", everyone(), kwargs=on_plan),
    Url(
        "commitments:create_ask",
        on_the_plan("coordinator", "cs_drafter"),
        kwargs=on_plan,
        post=on_the_plan("coordinator", "cs_drafter", status=302),
        data={"text": "We ask", "origin": "network"},
        permission="commitments.add_ask",
    ),
    Url(
        "commitments:edit_ask",
        acts("coordinator", "cs_drafter"),
        kwargs=on_ask,
        post=acts("coordinator", "cs_drafter", status=302),
        data={"text": "We ask again"},
        permission="commitments.edit_ask",
    ),
    Url(
        "commitments:answer_ask",
        acts("lead_official"),
        kwargs=on_ask,
        post=acts("lead_official", status=302),
        data={"status": "refused", "reason": "No"},
        permission="commitments.answer_ask",
    ),
    Url(
        "commitments:propose_from_ask",
        acts(*WRITERS),
        kwargs=on_ask,
        post=acts(*WRITERS, status=302),
        data=PROPOSAL,
        permission="commitments.propose",
    ),
]
