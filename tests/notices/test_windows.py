"""Whatever happens in whatever order: one mail at most for each person in each window, and nothing lost."""

import datetime as dt
import os
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notices import services, tasks, workflow
from notices.choices import MailKind
from notices.models import Event, Mail, Message
from tests.notices.build import tell

PEOPLE = ("coordinator", "member", "gov_drafter", "cs_drafter")
START = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
people = st.lists(st.sampled_from(PEOPLE), max_size=3)
steps = st.one_of(
    st.tuples(st.just("tell"), people, people, st.sampled_from(["", "import"])),
    st.tuples(st.just("wait"), st.sampled_from([1, 7, 10, 60, 600, 1500, 5000])),
    st.tuples(st.just("work"), st.sampled_from(["seal", "digests", "send", "die"])),
    st.tuples(st.just("choose"), st.sampled_from(PEOPLE), st.sampled_from(["", "daily", "weekly"])),
)


@pytest.mark.django_db
@settings(max_examples=int(os.environ.get("EXAMPLES", "25")), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, max_size=25))
def test_one_mail_for_each_person_in_each_window_and_nothing_lost(world, monkeypatch, taken):
    with transaction.atomic():
        Told(world, monkeypatch).all(taken)
        transaction.set_rollback(True)


class Told:
    def __init__(self, world, monkeypatch):
        self.world, self.at, self.sent = world, START, []
        monkeypatch.setattr("notices.tasks.timezone.now", lambda: self.at)
        monkeypatch.setattr("notices.services.timezone.now", lambda: self.at)
        monkeypatch.setattr("notices.tasks.letter", self.letter)

    def letter(self, mail):
        self.sent.append((mail.key, [message.pk for message in mail.messages.all()]))
        return type("Letter", (), {"send": lambda self: None})()

    def all(self, taken):
        for name, *arguments in taken:
            getattr(self, name)(*arguments)
        for _minute in range(3):  # long enough for every window and every digest
            self.wait(11)
            self.work("seal")
            self.work("send")
        for _day in range(8):
            self.wait(24 * 60 - (self.at.hour - 9) * 60)
            self.work("digests")
            self.work("send")
        self.check()

    def tell(self, to, waits_for, bulk_key):
        tell(self.world, at=self.at, to=to, waits_for=waits_for, bulk_key=bulk_key)

    def wait(self, minutes):
        self.at += dt.timedelta(minutes=minutes)

    def choose(self, person, frequency):
        services.set_frequency(self.world.plan, frequency, by=self.world.person(person))

    def work(self, what):
        if what == "seal":
            workflow.seal_waiting(at=self.at)
        elif what == "digests":
            workflow.seal_digests(at=self.at)
        else:
            for mail in list(workflow.unsent(at=self.at)):
                if what == "send":
                    tasks.send(str(mail.key))
                else:  # killed with the mail in its hands: the lease runs out
                    workflow.claim(str(mail.key), at=self.at)

    def check(self):
        windows = Counter(Mail.objects.values_list("recipient", "kind", "window"))
        assert set(windows.values()) <= {1}
        mornings = Counter(
            (mail.recipient_id, mail.sealed_at.date()) for mail in Mail.objects.exclude(kind=MailKind.AT_ONCE)
        )
        assert set(mornings.values()) <= {1}
        assert Counter(pk for _key, pks in self.sent for pk in pks) == Counter(
            Message.objects.values_list("pk", flat=True)
        )
        assert Counter(key for key, _pks in self.sent) == Counter(Mail.objects.values_list("key", flat=True))
        assert Event.objects.filter(bulk_key="import").count() <= 1
