"""One person fills one of the seats that a commitment needs."""

import pytest

from ledger.models import Entry
from network.choices import PostKind
from network.services import create_post
from signoffs import clearance, seats
from signoffs.choices import Stand
from tests.commitments import correcting
from tests.signoffs import build

pytestmark = pytest.mark.django_db
REFUSAL = "One person cannot fill two of the seats that a commitment needs"


@pytest.fixture
def two(world):
    """Two departments whose clearing posts are both held by Ann; Ben acts for the second."""
    ann, ben = build.person("ann"), build.person("ben")
    first, second = build.department("Transport"), build.department("Defence")
    posts = [build.clearing_post(one, ann) for one in (first, second)]
    build.deputy_of(posts[1], ben)
    one = build.in_clearance(world, [first], [second])
    return one, first, second, ann, ben


def states(commitment):
    return [one.state for one in clearance.departments(commitment)]


def test_the_same_person_does_not_clear_for_two_departments(two):
    one, first, second, ann, _ben = two
    build.clear(one, first, ann)
    before = Entry.objects.count()
    with pytest.raises(seats.SeatTaken, match=REFUSAL):
        build.clear(one, second, ann)
    assert (states(one), Entry.objects.count()) == ([Stand.YES, Stand.WAITING], before)


def test_somebody_else_clears_for_the_second(two):
    one, first, second, ann, ben = two
    build.clear(one, first, ann)
    build.clear(one, second, ben)
    assert clearance.all_departments_cleared(one, None) is None


def test_who_has_cleared_for_one_may_still_return_for_the_other(two):
    one, first, second, ann, _ben = two
    build.clear(one, first, ann)
    build.give_back(one, second, ann)
    one.refresh_from_db()
    assert one.state == "drafting"


def test_other_words_are_other_seats(world, two):
    one, first, second, ann, _ben = two
    build.clear(one, first, ann)
    build.sent(world, build.reword(world, build.reopen(world, one)))
    build.clear(one, second, ann)
    with pytest.raises(seats.SeatTaken, match=REFUSAL):
        build.clear(one, first, ann)


def test_a_clearance_that_was_taken_back_fills_no_seat(world, two):
    one, first, second, ann, _ben = two
    build.clear(one, first, ann)
    build.give_back(one, first, ann)
    one.refresh_from_db()
    build.sent(world, one)
    build.clear(one, second, ann)
    assert states(one) == [Stand.WAITING, Stand.YES]


def test_an_earlier_yes_that_counts_again_fills_its_seat_again(world, two):
    """Ann clears one text, then another for the same department; when the first comes back, so does her yes to it."""
    one, first, second, ann, ben = two
    build.clear(one, first, ann)
    original = one.sections.select_related("text__latest").first().text.body
    build.sent(world, build.reword(world, build.reopen(world, one)))
    build.clear(one, first, ann)
    build.sent(world, build.reword(world, build.reopen(world, one), original))
    assert states(one) == [Stand.YES, Stand.WAITING]
    with pytest.raises(seats.SeatTaken, match=REFUSAL):
        build.clear(one, second, ann)
    build.clear(one, second, ben)


def test_a_yes_to_words_that_were_only_corrected_fills_its_seat_still(world, two):
    one, first, second, ann, ben = two
    build.clear(one, first, ann)
    proposed = correcting.propose(world, one, body="We will publish the owners of companies!")
    correcting.declare(world, proposed, "lead_official", "coordinator")
    with pytest.raises(seats.SeatTaken, match=REFUSAL):
        build.clear(one, second, ann)
    build.clear(one, second, ben)


def test_who_agreed_for_government_does_not_clear(world):
    """A lead official who is a clearing officer too."""
    lead = world.person("lead_official")
    build.clearing_post(world.cabinet_office, lead)
    one = build.in_clearance(world, [world.cabinet_office])
    with pytest.raises(seats.SeatTaken, match="as Lead official, Cabinet Office"):
        build.clear(one, world.cabinet_office, lead)


def test_who_clears_does_not_approve(world):
    """The minister's seat asks the same question before it is filled."""
    one = build.in_clearance(world)
    officer = world.person("clearing_officer")
    create_post(title="Minister of State", kind=PostKind.MINISTER, organisation=world.department, by=None)
    build.clear(one, world.department, officer)
    with pytest.raises(seats.SeatTaken, match=REFUSAL):
        seats.check(build.edition_of(one), officer, verb="signoffs.approve")


def test_the_page_says_so_and_shows_no_form(two, client):
    one, first, second, ann, _ben = two
    build.clear(one, first, ann)
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"{one.get_absolute_url()}clear/?department={second.slug}").content.decode()
    assert (REFUSAL in page, "Sign this answer" in page) == (True, False)
