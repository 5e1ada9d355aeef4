"""What people find in their mailboxes, and what they do not."""

import datetime as dt
import smtplib

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from network.models import Tenure
from notices import digest, services, tasks, workflow
from notices.choices import Frequency, MailState, Reason
from notices.emails import letter
from notices.models import Mail, Message
from tests.notices.build import MINUTE, letters, send_all, tell, waiting
from tests.world import days, make_plan

pytestmark = pytest.mark.django_db
LONDON = timezone.get_default_timezone()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Mails are taken up at the moment of the test, which says what time it is."""
    set_to = {}
    monkeypatch.setattr("notices.tasks.timezone.now", lambda: set_to.get("now") or dt.datetime.now(dt.UTC))
    return set_to


@pytest.fixture
def morning(clock):
    """The next Monday morning, nine o'clock."""
    day = timezone.localdate() + dt.timedelta(days=7 - timezone.localdate().weekday())
    return go(clock, dt.datetime.combine(day, dt.time(9), tzinfo=LONDON))


def go(clock, at):
    clock["now"] = at
    return at


def kept_back():
    return list(Message.objects.exclude(kept_back="").values_list("kept_back", flat=True))


def test_a_role_holder_has_a_digest_a_day_and_a_member_one_a_week(world, clock, morning):
    tell(world, at=morning - 30 * MINUTE, to=["coordinator", "member"])
    send_all(morning)
    assert letters() == []  # written after seven: tomorrow's
    send_all(go(clock, morning + dt.timedelta(days=1)))
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: 1 thing is new")]
    send_all(go(clock, morning + dt.timedelta(days=7)))
    assert letters() == [(["member@demo.test"], "OGPNAP: 1 thing is new")]
    assert waiting() == 0


def test_on_monday_daily_and_weekly_are_one_mail(world, morning):
    services.set_frequency(world.plan, Frequency.WEEKLY, by=world.person("coordinator"))
    tell(world, at=morning - dt.timedelta(days=1), to=["coordinator"])
    tell(world, at=morning - dt.timedelta(days=1), to=["coordinator"], thing=world.network, title="The network")
    send_all(morning)
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: 2 things are new")]


def test_what_comes_late_waits_for_the_next_digest(world, clock, morning):
    tell(world, at=morning - dt.timedelta(days=1), to=["coordinator"])
    send_all(morning)
    tell(world, at=morning - dt.timedelta(hours=5), to=["coordinator"])  # its transaction took long
    send_all(go(clock, morning + MINUTE))
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: 1 thing is new")]
    send_all(go(clock, morning + dt.timedelta(days=1)))
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: 1 thing is new")]


def test_no_digest_at_night(world, clock, morning):
    tell(world, at=morning - dt.timedelta(days=1), to=["coordinator"])
    send_all(go(clock, morning.replace(hour=3)))
    assert letters() == []


def test_within_ten_minutes_the_second_thing_waits_and_goes_with_the_third(world, clock, morning):
    for minute in (0, 2, 4):
        tell(world, at=morning + minute * MINUTE, waits_for=["coordinator"])
        send_all(go(clock, morning + minute * MINUTE))
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: A suggestion was made: 3.1 Company owners")]
    send_all(go(clock, morning + 10 * MINUTE))
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: 2 things wait for you")]


def test_muted_is_muted_but_for_decisions_asked_of_a_post(world, clock, morning):
    for persona in ("coordinator", "cs_drafter", "gov_drafter"):
        services.set_frequency(world.plan, Frequency.NEVER, by=world.person(persona))
    # Asked are the coordinator's post, a drafter without a post, and one in person who also holds a post.
    tell(world, at=morning, waits_for=[world.post("coordinator"), "cs_drafter", "gov_drafter"])
    send_all(morning)
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: A suggestion was made: 3.1 Company owners")]
    tell(world, at=morning, kind="tests.answered", waits_for=[world.post("coordinator")])
    tell(world, at=morning, mentioned=[world.post("coordinator")])
    send_all(go(clock, morning + 10 * MINUTE))
    assert (letters(), kept_back()) == ([], [Reason.MUTED] * 4)


def test_muting_the_plan_wins_over_a_digest_of_its_part(world, morning):
    member = world.person("coordinator")
    services.prefer(member, frequency=Frequency.DAILY, language="")
    services.set_frequency(world.plan, Frequency.NEVER, by=member)
    tell(world, thing=world.part, at=morning - dt.timedelta(days=1), to=["coordinator"])
    send_all(morning)
    assert (letters(), kept_back()) == ([], [Reason.MUTED])


def test_the_nearest_choice_counts(world, clock, morning):
    services.prefer(world.person("member"), frequency=Frequency.WEEKLY, language="")
    services.set_frequency(world.plan, Frequency.DAILY, by=world.person("member"))
    tell(world, at=morning, to=["member"])
    send_all(go(clock, morning + dt.timedelta(days=1)))
    assert letters() == [(["member@demo.test"], "OGPNAP: 1 thing is new")]


# Rights are asked again at the moment of sending


def test_whoever_may_no_longer_see_it_gets_nothing(world, clock, morning):
    tell(world, thing=world.part, title="Foreword", at=morning, waits_for=["member", "coordinator"])
    workflow.seal_waiting(at=morning)
    assert Mail.objects.count() == 2  # both might see it when their mails were put together
    world.plan.openness = "engaged"
    world.plan.save()
    for mail in Mail.objects.all():
        go(clock, morning)
        tasks.send(str(mail.key))
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: A suggestion was made: Foreword")]
    assert kept_back() == [Reason.NOT_VISIBLE]
    assert sorted(Mail.objects.values_list("state", flat=True)) == [MailState.NOT_SENT, MailState.SENT]


def test_of_two_things_in_a_digest_the_hidden_one_is_left_out(world, morning):
    hidden = make_plan(world, "hidden", title="Hidden", openness="engaged")
    hidden_part = type(world.part).objects.create(
        plan=hidden, slug="p", title="Secret", owner="both", position=1, text=type(world.part.text).objects.create()
    )
    for thing in (hidden_part, world.part):
        tell(world, thing=thing, title=thing.title, at=morning - dt.timedelta(days=1), to=["coordinator"])
    send_all(morning)
    (sent,) = django_mail.outbox
    assert ("Foreword" in sent.body, "Secret" in sent.body, kept_back()) == (True, False, [Reason.NOT_VISIBLE])


def test_the_next_holder_is_not_sent_what_the_last_one_was_asked(world, clock, morning):
    tell(world, at=morning, waits_for=[world.post("coordinator")])
    Tenure.objects.filter(person=world.person("coordinator")).update(ends=days(0))
    send_all(morning)
    assert (letters(), kept_back()) == ([], [Reason.POST_LEFT])


def test_a_closed_account_gets_nothing(world, morning):
    tell(world, at=morning, waits_for=["coordinator"])
    type(world.person("coordinator")).objects.filter(name="Coordinator").update(is_active=False)
    send_all(morning)
    assert (letters(), kept_back()) == ([], [Reason.NO_ADDRESS])


def test_a_kind_of_thing_that_nobody_registered_is_seen_by_nobody(world, morning):
    tell(world, thing=world.person("member"), at=morning, waits_for=["coordinator"])
    send_all(morning)
    assert (letters(), kept_back()) == ([], [Reason.NOT_VISIBLE])


# The letter


def test_a_letter_is_to_one_person_says_why_and_how_to_stop_it(world, morning):
    tell(world, at=morning, waits_for=["coordinator", "gov_drafter"])
    send_all(morning)
    assert sorted(letter.to for letter in django_mail.outbox) == [["coordinator@demo.test"], ["gov-drafter@demo.test"]]
    sent = django_mail.outbox[0]
    mail = Mail.objects.get(recipient__email=sent.to[0])
    headers = sent.message()
    assert (sent.cc, sent.bcc) == ([], [])
    assert headers["Message-ID"] == f"<{mail.key}@127.0.0.1>"
    assert headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/notices/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert "You get this at once because it waits for your decision." in sent.body
    assert "A suggestion was made: 3.1 Company owners\n  http://127.0.0.1:8000/plans/uk-2013/" in sent.body
    html, media_type = sent.alternatives[0]
    assert media_type == "text/html"
    assert '<a href="http://127.0.0.1:8000/plans/uk-2013/">3.1 Company owners</a>' in html


def test_a_title_with_markup_or_line_ends_stays_words(world, morning):
    tell(world, at=morning, title="<b>One\nBcc: all@example.org", waits_for=["coordinator"])
    send_all(morning)
    (sent,) = django_mail.outbox
    assert sent.subject == "OGPNAP: A suggestion was made: <b>One Bcc: all@example.org"
    assert "&lt;b&gt;One" in sent.alternatives[0][0]


def test_it_is_written_in_the_language_of_its_reader(world, morning, settings):
    services.prefer(world.person("coordinator"), frequency="", language="cy")
    tell(world, at=morning, waits_for=["coordinator"])
    send_all(morning)
    assert '<html lang="cy">' in django_mail.outbox[0].alternatives[0][0]


def test_several_things_of_one_kind_about_one_thing_are_one_line(world, morning):
    for _number in range(3):
        tell(world, at=morning - dt.timedelta(days=1), to=["coordinator"])
    send_all(morning)
    assert "A suggestion was made (3 times): 3.1 Company owners" in django_mail.outbox[0].body


def test_the_desk_shows_what_the_digest_will_say(world, morning):
    tell(world, at=morning - dt.timedelta(days=1), to=["coordinator"])
    tell(world, at=morning - dt.timedelta(days=1), to=["coordinator"], thing=world.network, title="The network")
    shown = digest.items_for(world.person("coordinator"), morning)
    send_all(morning)
    messages = Message.objects.select_related("event", "recipient", "post")
    assert shown == digest.groups(list(messages), world.person("coordinator"))
    assert [group.title for group in shown] == ["National Action Plan 2013 to 2015", "Open Government Network"]
    assert digest.items_for(world.person("coordinator"), morning) == []
    assert digest.lately_sent_to(world.person("coordinator"), morning) != []


# What goes wrong on the way


def test_a_mail_that_was_not_taken_is_tried_again_later_as_the_same_message(world, clock, morning, monkeypatch):
    tell(world, at=morning, waits_for=["coordinator"])
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse(ConnectionError))
        send_all(morning)
    mail = Mail.objects.get()
    first = letter(mail).message()["Message-ID"]
    assert (mail.state, mail.error, letters()) == (MailState.WAITING, "ConnectionError", [])
    send_all(go(clock, morning + MINUTE))
    assert letters() == []  # not yet
    send_all(go(clock, morning + 5 * MINUTE))
    assert [sent.message()["Message-ID"] for sent in django_mail.outbox] == [first]


def test_a_mailbox_that_does_not_exist_is_given_up_and_its_address_not_kept(world, morning, monkeypatch):
    tell(world, at=morning, waits_for=["coordinator"])
    error = smtplib.SMTPRecipientsRefused({"coordinator@demo.test": (550, b"No such user coordinator@demo.test")})
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse(error))
    send_all(morning)
    mail = Mail.objects.get()
    assert (mail.state, mail.error) == (MailState.FAILED, "SMTPRecipientsRefused")


def test_a_mail_in_another_workers_hands_is_left_alone_until_its_lease_ends(world, clock, morning):
    tell(world, at=morning, waits_for=["coordinator"])
    workflow.seal_waiting(at=morning)
    key = str(Mail.objects.get().key)
    assert workflow.claim(key, at=morning) is not None
    assert workflow.claim(key, at=morning + MINUTE) is None
    send_all(go(clock, morning + MINUTE))
    assert letters() == []
    send_all(go(clock, morning + 6 * MINUTE))
    assert len(letters()) == 1
    send_all(go(clock, morning + 20 * MINUTE))
    assert letters() == []


def test_what_is_half_a_year_old_is_forgotten(world, morning):
    tell(world, at=morning, waits_for=["coordinator"])
    send_all(morning)
    workflow.forget(at=morning + dt.timedelta(days=200))
    assert (Message.objects.count(), Mail.objects.count()) == (0, 0)


def refuse(error):
    def send_messages(self, messages):
        raise error

    return send_messages
