"""The board: what stands in each cell, who sees which rows, what the filters keep, and how many questions it asks."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments.models import Commitment
from drafting import agreement
from network import roles
from network.choices import Role
from plans.models import Plan
from signoffs import agreed, board, clearance
from signoffs.choices import Stand
from signoffs.rows import rows_of
from tests.commitments.build import commitment_in
from tests.signoffs import build
from tests.signoffs.build import clear, give_back

pytestmark = pytest.mark.django_db
DEPARTMENT, SECOND = "department-department", "department-tra"


@pytest.fixture
def second(world):
    organisation = build.department("Transport")
    organisation.officer = build.person("ann")
    build.clearing_post(organisation, organisation.officer)
    return organisation


def built(world, who="", show="", persona="lead_official"):
    return board.build(Plan.objects.get(pk=world.plan.pk), world.person(persona), who=who, show=show)


def cell(world, commitment, key=DEPARTMENT, persona="lead_official"):
    found = built(world, persona=persona)
    (line,) = (line for line in found.lines if line.ref == commitment.ref)
    return line.cells[[heading.column.key for heading in found.headings].index(key)]


def shown(found):
    return [line.ref for line in found.lines]


def test_a_cell_goes_from_not_asked_through_waiting_to_cleared(world):
    one = build.agreed(world, build.drafted(world))
    assert (cell(world, one).state, cell(world, one).text, cell(world, one).href) == (Stand.NOT_ASKED, "not asked", "")
    build.sent(world, one, at=timezone.now() - dt.timedelta(days=4))
    found = cell(world, one)
    assert (found.state, found.text, found.is_asked) == (Stand.WAITING, "waiting 4 days", True)
    clear(one, world.department, world.person("clearing_officer"), remark="If the Treasury pays")
    found = cell(world, one)
    assert (found.state, found.text, found.notes) == (Stand.YES, "cleared", ("edition 1", "with a remark"))
    assert found.href == f"{one.get_absolute_url()}editions/1/"


def test_a_cell_of_what_was_returned_leads_to_the_reason(world):
    one = build.in_clearance(world)
    give_back(one, world.department, world.person("clearing_officer"))
    found = cell(world, one)
    assert (found.state, found.text, found.notes) == (Stand.NO, "returned", ("returned edition 1",))
    assert found.href == f"{one.get_absolute_url()}clearance/"


def test_a_cell_that_signed_an_earlier_text_leads_to_the_difference_and_asks_again(world):
    one = build.in_clearance(world)
    clear(one, world.department, world.person("clearing_officer"))
    build.sent(world, build.reword(world, build.reopen(world, one)))
    found = cell(world, one)
    assert (found.state, found.text, found.is_asked) == (Stand.EARLIER, "signed an earlier text", True)
    assert found.notes[:2] == ("edition 1", "waiting since today")
    assert found.href == f"{one.get_absolute_url()}compare/1/2/"


def test_while_it_is_drafted_again_a_clearance_says_whether_the_words_are_still_those(world):
    one = build.in_clearance(world)
    clear(one, world.department, world.person("clearing_officer"))
    build.reopen(world, one)
    assert cell(world, one).state == Stand.YES
    build.reword(world, one)
    assert (cell(world, one).state, cell(world, one).is_asked) == (Stand.EARLIER, False)


def test_a_vacant_post_a_missing_one_and_days_of_lateness_stand_in_the_cell(world):
    empty = build.department("Transport")
    build.clearing_post(empty)
    one = build.in_clearance(world, [empty], [world.cabinet_office], at=timezone.now() - dt.timedelta(days=20))
    assert cell(world, one, SECOND).notes == ("6 days late", "clearing post vacant for 30 days")
    assert cell(world, one, "department-cabinet-office").notes == ("6 days late", "no clearing post")
    assert cell(world, one, SECOND).is_late


def test_who_has_no_part_in_a_commitment_has_an_empty_cell(world, second):
    one, other = build.drafted(world), build.drafted(world, [second], title="Another")
    assert cell(world, one, SECOND).state == Stand.NO_PART
    assert cell(world, other, DEPARTMENT).state == Stand.NO_PART


def test_a_cell_that_waits_for_me_leads_to_where_i_answer(world):
    one = build.in_clearance(world)
    mine, theirs = (cell(world, one, persona=persona) for persona in ("clearing_officer", "member"))
    assert (mine.is_mine, mine.href) == (True, f"{one.get_absolute_url()}clear/?department=department")
    assert (theirs.is_mine, theirs.href) == (False, f"{one.get_absolute_url()}clearance/")


# Both sides


def test_the_sides_columns_say_what_agreement_says(world):
    """Through all that agreement can be: nothing, one, both, sent back, an earlier text."""
    made = [build.drafted(world, title=f"Promise {number}") for number in range(4)]
    for one, personas in zip(
        made[1:], (["coordinator"], ["coordinator", "lead_official"], ["lead_official"]), strict=True
    ):
        for persona in personas:
            fresh = Commitment.objects.get(pk=one.pk)
            agreement.agree(fresh, by=world.person(persona), seen_sha256=agreement.current_sha256(fresh))
    build.reword(world, Commitment.objects.get(pk=made[3].pk))
    found = Commitment.objects.order_by("pk")
    assert agreed.stands_of(rows_of(found)) == {one.pk: agreement.stands(one) for one in found}


@pytest.mark.parametrize(
    ("by", "government", "civil_society"),
    [
        ([], "not agreed yet", "not agreed yet"),
        (["coordinator"], "waiting since today", "agreed"),
        (["lead_official"], "agreed", "waiting since today"),
        (["coordinator", "lead_official"], "agreed", "agreed"),
    ],
)
def test_a_side_is_waited_for_once_the_other_has_agreed(world, by, government, civil_society):
    one = build.drafted(world)
    for persona in by:
        fresh = Commitment.objects.get(pk=one.pk)
        agreement.agree(fresh, by=world.person(persona), seen_sha256=agreement.current_sha256(fresh))
    assert [cell(world, one, key).text for key in ("side-government", "side-civil-society")] == [
        government,
        civil_society,
    ]


def test_without_civil_societys_agreement_the_board_says_so(world):
    from commitments import workflow

    one = build.drafted(world)
    agreement.agree(one, by=world.person("lead_official"), seen_sha256=agreement.current_sha256(one))
    workflow.send_without_agreement(one, by=world.person("lead_official"), reason="The minister decided")
    assert cell(world, one, "side-civil-society").text == "not agreed"


# Rows, columns, filters


def test_rows_are_what_is_on_its_way_into_the_plan(world):
    kept = [commitment_in(world, state, title=state).ref for state in ("proposed", "drafting", "agreed")]
    for state in ("declined", "annexed", "withdrawn"):
        commitment_in(world, state, title=state)
    assert shown(built(world)) == kept


def test_who_holds_a_role_on_one_commitment_alone_sees_that_row_alone(world, second):
    build.in_clearance(world)
    one = build.in_clearance(world, [second], title="Theirs")
    Plan.objects.filter(pk=world.plan.pk).update(openness="engaged")
    found = board.build(Plan.objects.get(pk=world.plan.pk), second.officer)
    assert (
        shown(found),
        [heading.column.key for heading in found.headings if heading.column.group == "Departments"],
    ) == (
        [one.ref],
        [SECOND],
    )


@pytest.fixture
def several(world, second):
    """Waiting for both; cleared by one; late; returned."""
    waiting = build.in_clearance(world, supporting=[second], title="Waiting")
    half = build.in_clearance(world, supporting=[second], title="Half")
    clear(half, second, second.officer)
    late = build.in_clearance(world, title="Late", at=timezone.now() - dt.timedelta(days=20))
    returned = build.in_clearance(world, title="Returned")
    give_back(returned, world.department, world.person("clearing_officer"))
    return waiting.ref, half.ref, late.ref, returned.ref


@pytest.mark.parametrize(
    ("who", "show", "kept"),
    [
        ("", "", "waiting half late returned"),
        ("", "waiting", "waiting half late"),
        ("", "late", "late"),
        ("", "no", "returned"),
        (SECOND, "", "waiting half"),
        (SECOND, "waiting", "waiting"),
        (SECOND, "yes", "half"),
        (DEPARTMENT, "waiting", "waiting half late"),
        ("nobody", "waiting", "waiting half late"),
        ("", "nothing", "waiting half late returned"),
    ],
)
def test_what_is_chosen_is_kept(world, several, who, show, kept):
    refs = dict(zip(("waiting", "half", "late", "returned"), several, strict=True))
    assert shown(built(world, who, show)) == [refs[name] for name in kept.split()]


def test_mine_is_what_waits_for_my_post(world, second, several):
    waiting, _half, _late, _returned = several
    found = board.build(Plan.objects.get(pk=world.plan.pk), second.officer, show="mine")
    assert shown(found) == [waiting]


def test_a_chosen_department_stands_without_the_others(world, several):
    found = built(world, SECOND)
    assert [heading.column.key for heading in found.headings if heading.column.group == "Departments"] == [SECOND]


def test_the_counts_are_those_of_what_the_links_show(world, several):
    found = built(world)
    counts = {one.href.rpartition("show=")[2]: one.count for one in found.shortcuts if "show=" in one.href}
    assert counts == {name: len(built(world, show=name).lines) for name in counts}
    assert counts["waiting"] == 3


def test_each_heading_counts_its_yeses(world, several):
    found = {heading.column.key: (heading.yes, heading.of) for heading in built(world).headings}
    assert (found[DEPARTMENT], found[SECOND]) == ((0, 4), (1, 2))


def test_the_board_the_desk_and_the_guard_say_the_same(world, second, several):
    from signoffs import waiting

    rows = {line.ref: line for line in built(world).lines}
    for one in Commitment.objects.filter(ref__in=several):
        cells = [
            cell
            for column, cell in zip(rows[one.ref].columns, rows[one.ref].cells, strict=True)
            if column.group == "Departments"
        ]
        all_yes = all(found.state == Stand.YES for found in cells if found.state != Stand.NO_PART)
        assert (clearance.all_departments_cleared(one, None) is None) == all_yes
    mine = {request.sending.commitment.ref for request in waiting.waiting_for(second.officer)}
    assert mine == set(shown(board.build(Plan.objects.get(pk=world.plan.pk), second.officer, show="mine")))


# The page


def page(client, world, query=""):
    return client.get(f"/plans/{world.plan.slug}/signoffs/{query}").content.decode()


def test_the_page_says_each_state_in_words(world, client_for, several):
    found = page(client_for("member"), world)
    assert [found.count(words) for words in ("waiting since today", "waiting 20 days", ">returned<", ">cleared<")] == [
        3,
        1,
        1,
        1,
    ]


def test_on_paper_departments_stand_together_in_one_cell(world, client_for, several):
    found = " ".join(page(client_for("member"), world, "?print=1").split())
    assert found.count('<th scope="col"') == len(built(world, persona="member").paper_headings) + 1
    assert 'TRA: <strong class="og-paper-state og-paper-state--green">cleared</strong>, edition 1' in found


def test_an_empty_board_says_what_will_be_there(world, client_for):
    assert "Commitments stand here from the day they are proposed" in page(client_for("member"), world)
    build.drafted(world)
    assert "Nothing here fits" in page(client_for("member"), world, "?show=late")


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_the_same_number_of_questions_for_one_and_for_three(
    world, second, client_for, django_assert_num_queries, count
):
    for number in range(count):
        one = build.in_clearance(world, supporting=[second], title=f"Promise {number}")
        clear(one, second, second.officer)
        build.reword(world, build.reopen(world, build.in_clearance(world, title=f"Again {number}")))
    client = client_for("lead_official")
    with django_assert_num_queries(31):
        page(client, world)


def test_a_member_of_the_public_is_asked_to_sign_in(world, client_for):
    assert client_for("visitor").get(f"/plans/{world.plan.slug}/signoffs/").status_code == 302


def test_a_role_on_another_plan_opens_no_board(world, client_for):
    roles.grant(Role.DRAFTER, world.other_plan, to=world.person("stranger"), by=None)
    assert client_for("stranger").get(f"/plans/{world.plan.slug}/signoffs/").status_code == 403
