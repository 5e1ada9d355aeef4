"""The services hold to the rules of tests.signoffs.rules_model: whatever is tried, in whatever order, they allow what
the rules allow, refuse the rest and write nothing then, and stand where the rules say."""

import datetime as dt
import os
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commitments import late_changes, services, workflow
from commitments.models import Commitment
from core import jobs
from core.canonical import sha256
from drafting import agreement
from drafting.models import Signature
from drafting.services import save_text
from ledger.machine import Blocked, NotAllowed, WrongState
from ledger.models import Entry
from network.models import Organisation
from publications import presenting, releases
from publications.content import plan_content
from publications.models import PlanEdition
from signoffs import clearance as standing
from signoffs.services import approval, clearance
from tests.commitments.build import propose
from tests.signoffs import rules_model as rules
from tests.signoffs.approving import private_office
from tests.signoffs.build import clearing_post, department, deputy_of, edition_of, person
from tests.signoffs.rules_model import Act
from tests.world import World, build_world

STORIES = int(os.environ.get("STORIES", "12"))
LONG_AGO = dt.timedelta(days=40)
REFUSED = (Blocked, NotAllowed, WrongState, ValidationError)
BODIES = {number: f"We will publish owners of companies, text {number}." for number in rules.TEXTS}

EVERYTHING = [
    *(Act("write", rules.COORD, str(text)) for text in rules.TEXTS),
    *(Act(name, who) for name in ("agree", "send_back", "reopen", "sign") for who in (rules.LEAD, rules.COORD)),
    *(Act(name, rules.LEAD) for name in ("send", "send_without", "take_up_again", "seal", "cancel")),
    *(
        Act(name, who, which)
        for name in ("clear", "return")
        for which in rules.DEPARTMENTS
        for who in (rules.ANN, rules.BEN)
    ),
    *(Act(name, who) for name in ("approve", "decline") for who in (rules.LEAD, rules.EVE)),
    Act("annex", rules.COORD),
    Act("cut_off", ""),
    *(Act("consent", rules.COORD, kind) for kind in rules.LATE),
    Act("word", rules.COORD),
    Act("publish", ""),
]


class Practice:
    """One commitment in the small country, acted on through the services."""

    def __init__(self, world: World) -> None:
        self.world, self.word = world, False
        lead, coord = world.person("lead_official"), world.person("coordinator")
        ann, ben = person("ann"), person("ben")
        first, second = department("Transport"), department("Defence")
        clearing_post(first, ann)
        deputy_of(clearing_post(second, ann), ben)
        private_office(world, lead)
        self.people = {rules.LEAD: lead, rules.COORD: coord, rules.ANN: ann, rules.BEN: ben}
        self.people[rules.EVE] = world.person("minister")
        self.departments = {rules.FIRST: first, rules.SECOND: second}
        self.pk = self.drafted(first, second).pk

    def drafted(self, first: Organisation, second: Organisation) -> Commitment:
        world, moment = self.world, timezone.now() - LONG_AGO
        one, by = propose(world, at=moment), world.person("cs_drafter")
        for section in one.sections.select_related("text__latest"):
            save_text(section.text, body=BODIES[1], base=None, by=by)
        services.set_organisations(one, by=by, lead=[first], supporting_government=[second])
        services.add_milestone(one, by=by, text="Publish", ends_text="March 2015", lead=[first])
        services.edit_details(one, by=by, theme=world.theme, ends_text="2015", values=["Access To Information"])
        workflow.take_up(one, by=world.person("lead_official"), at=moment)
        return one

    @property
    def commitment(self) -> Commitment:
        return Commitment.objects.get(pk=self.pk)

    def does(self, act: Act) -> bool:
        """Whether it was done; what was refused left nothing behind."""
        before = self.written()
        try:
            with transaction.atomic():
                getattr(self, act.name)(self.people.get(act.by), act.what)
                if self.written() == before:
                    raise Blocked(["Nothing was done."])
        except REFUSED:
            assert self.written() == before
            return False
        return True

    def written(self) -> tuple[object, ...]:
        section = self.commitment.sections.select_related("text").first()
        plan = self.world.plan
        plan.refresh_from_db()
        return Entry.objects.count(), Signature.objects.count(), section.text.body, plan.cut_off, self.word

    # The acts, as a page would do them

    def write(self, by, number):
        section = self.commitment.sections.select_related("text__latest").first()
        if not by.has_perm("commitments.edit_section", section) or not self.commitment.is_editable:
            raise NotAllowed("commitments.edit_section")
        save_text(section.text, body=BODIES[int(number)], base=section.text.latest, by=by)

    def agree(self, by, _what):
        agreement.agree(self.commitment, by=by, seen_sha256=agreement.current_sha256(self.commitment))

    def send_back(self, by, _what):
        one = self.commitment
        edition = next((s.answer.edition for s in agreement.stands(one) if s.has_agreed), None)
        if edition is None:
            raise Blocked(["nobody agreed"])
        agreement.send_back(one, edition, by=by, reason="Too vague", seen_sha256=agreement.current_sha256(one))

    def reopen(self, by, _what):
        workflow.reopen(self.commitment, by=by, reason="A word is missing")

    def send(self, by, _what):
        workflow.send_for_clearance(self.commitment, by=by)

    def send_without(self, by, _what):
        workflow.send_without_agreement(self.commitment, by=by, reason="Ministers decided")

    def clear(self, by, which):
        one = self.commitment
        clearance.clear(one, self.departments[which], by=by, seen_sha256=self.in_clearance(one))

    def return_(self, by, which):
        one = self.commitment
        seen = self.in_clearance(one)
        clearance.return_to_drafting(one, self.departments[which], by=by, seen_sha256=seen, reason="No")

    def in_clearance(self, one: Commitment) -> str:
        edition = standing.edition_in_clearance(one)
        return edition.sha256 if edition else ""

    def approve(self, by, _what):
        one = self.commitment
        approval.approve(one, by=by, seen_sha256=self.in_clearance(one))

    def decline(self, by, _what):
        one = self.commitment
        approval.decline(one, by=by, seen_sha256=self.in_clearance(one), reason="Too dear")

    def annex(self, by, _what):
        workflow.annex(self.commitment, by=by, reason="Government will not")

    def take_up_again(self, by, _what):
        workflow.take_up_again(self.commitment, by=by, reason="Government will after all")

    def cut_off(self, _by, _what):
        if self.world.plan.is_past_cut_off():
            raise Blocked(["It has passed."])
        self.world.plan.cut_off = timezone.now() - dt.timedelta(days=1)
        self.world.plan.save()

    def consent(self, by, kind):
        names = {"send_without": "send_without_agreement"}
        if not self.world.plan.is_past_cut_off():
            raise Blocked(["There is nothing to ask for yet."])
        change = late_changes.ask(
            self.world.plan,
            kind=names.get(kind, kind),
            reason="It is needed",
            by=self.people[rules.LEAD],
            commitment=self.commitment,
        )
        late_changes.answer(change, "consent", by=by, reason="We see it too")

    def change_word(self, _by, _what):
        self.word = not self.word

    def seal(self, by, _what):
        releases.seal(self.world.plan, by=by, seen_sha256=sha256(plan_content(self.world.plan)))

    def release(self):
        found = self.world.plan.releases.filter(state__in=releases.LIVE_RELEASES).first()
        if found is None:
            raise Blocked(["none is on its way"])
        return found

    def cancel(self, by, _what):
        releases.cancel(self.release(), by=by, reason="Not yet")

    def sign(self, by, _what):
        release = self.release()
        releases.sign(release, by=by, seen_sha256=release.edition.sha256)

    def publish(self, _by, _what):
        release, hour = self.release(), timezone.now() + dt.timedelta(hours=1)
        releases.schedule(release, publish_at=hour, by=self.people[rules.LEAD])
        jobs.run_waiting()
        if not releases.publish_due(hour):
            raise Blocked(["it was stopped"])

    # Where it stands

    def stands(self) -> dict[str, object]:
        one = self.commitment
        body = one.sections.select_related("text").first().text.body
        live = self.world.plan.releases.filter(state__in=releases.LIVE_RELEASES).first()
        published = PlanEdition.objects.filter(plan=self.world.plan).first()
        return {
            "text": next(number for number, words in BODIES.items() if words == body),
            "state": one.state,
            "without": one.is_without_agreement,
            "agreed": tuple(stand.has_agreed for stand in agreement.stands(one)),
            "cleared": self.cleared(one),
            "sealed": bool(live or published),
            "published": published is not None,
            "joint": published is not None and published.presented_as == "joint",
        }

    def cleared(self, one: Commitment) -> tuple[bool, ...] | None:
        if one.state != rules.CLEARANCE:
            return None
        found = {row.organisation: row.answer for row in standing.departments(one)}
        words = edition_of(one).sha256
        return tuple(
            bool(answer and answer.is_yes and answer.edition.sha256 == words)
            for answer in (found[each] for each in self.departments.values())
        )


def expected(now: rules.Situation) -> dict[str, object]:
    cleared = tuple(bool(rules.has_cleared(now, each, now.sent)) for each in rules.DEPARTMENTS) if now.sent else None
    return {
        "text": now.text,
        "state": now.state,
        "without": now.without,
        "agreed": tuple(rules.has_agreed(now, side) for side in rules.SIDES),
        "cleared": cleared if now.state == rules.CLEARANCE else None,
        "sealed": bool(now.sealed),
        "published": bool(now.published),
        "joint": now.joint,
    }


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    def render(html, **more):
        return SimpleNamespace(pdf=f"%PDF {sha256(html)}".encode(), seconds=0.1, peak_kib=1, warnings=[])

    monkeypatch.setattr("publications.services.pdf.render_in_subprocess", render)


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=STORIES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # a story that fails is told as it is: making it shorter would take an hour
)
@given(story=st.data())
def test_the_services_allow_what_the_rules_allow_and_nothing_else(monkeypatch, story):
    with transaction.atomic():
        practice = Practice(build_world())
        monkeypatch.setattr(presenting, "_words", [lambda plan, edition: practice.word])
        tell(story, practice)
        transaction.set_rollback(True)


def tell(story, practice):
    now, done = rules.Situation(), []
    for _step in range(30):
        allowed = dict(rules.acts(now))
        # Two in three acts lead somewhere, the rest try what must be refused.
        likely = st.sampled_from(sorted(allowed)) if allowed else st.sampled_from(EVERYTHING)
        act = story.draw(st.one_of(likely, likely, st.sampled_from(EVERYTHING)), label="act")
        was_done = practice.does(act._replace(name=NAMES.get(act.name, act.name)))
        assert was_done == (act in allowed), f"{act} after {done}"
        if was_done:
            now, done = allowed[act], [*done, act]
            assert rules.wrongs(now) == []
        assert practice.stands() == expected(now), f"after {done}"
        if now.published:
            break


NAMES = {"return": "return_", "word": "change_word"}
