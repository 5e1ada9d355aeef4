"""A plan's own texts are agreed by those they belong to; they stay open to writing, and a yes stays with its words."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from drafting import agreement, waiting
from drafting.models import Edition, Signature
from drafting.services import save_text
from ledger.machine import Blocked, NotAllowed
from plans import canonical
from plans.models import NarrativePart, PartnershipAgreement, Plan, Scope, Template
from plans.services import add_part, create_plan, edit_part, edit_stage, edit_theme
from tests.world import PERSONAS, days

pytestmark = pytest.mark.django_db
GOVERNMENT, CIVIL_SOCIETY = "government", "civil_society"
PAGES = ("scope", "partnership")
# Who agrees to a part that belongs to …
LEADS_OF = {
    GOVERNMENT: {"lead_official"},
    CIVIL_SOCIETY: {"coordinator"},
    "both": {"lead_official", "coordinator"},
}


def part_of(world, owner, body="We work together."):
    by = world.person("lead_official" if owner == GOVERNMENT else "coordinator")
    return add_part(plan=world.plan, title="How it was made", owner=owner, body=body, by=by)


def fresh(part):
    return NarrativePart.objects.get(pk=part.pk)


def sign(world, part, persona):
    one = fresh(part)
    return agreement.agree(one, by=world.person(persona), seen_sha256=agreement.current_sha256(one))


def write(world, part, body):
    one = fresh(part)
    save_text(one.text, body=body, base=one.text.latest, by=world.person("coordinator"))


def says(part):
    return {
        str(stand.side): "yes" if stand.has_agreed else "earlier" if stand.agreed_earlier else ""
        for stand in agreement.stands(fresh(part))
    }


@pytest.mark.parametrize("owner", LEADS_OF)
def test_a_part_is_agreed_by_the_leads_of_those_it_belongs_to(world, owner):
    part, allowed = part_of(world, owner), set()
    for persona in PERSONAS:
        with transaction.atomic():
            try:
                sign(world, part, persona)
            except NotAllowed:
                assert not Signature.objects.exists()
            else:
                allowed.add(persona)
            transaction.set_rollback(True)
    assert allowed == LEADS_OF[owner]


def test_one_owners_yes_is_enough_a_joint_part_needs_both(world):
    own, joint = part_of(world, CIVIL_SOCIETY), part_of(world, "both")
    sign(world, own, "coordinator")
    sign(world, joint, "coordinator")
    assert (agreement.is_agreed(fresh(own)), agreement.is_agreed(fresh(joint))) == (True, False)
    sign(world, joint, "lead_official")
    assert agreement.is_agreed(fresh(joint))


def test_an_agreed_part_stays_open_and_later_words_are_not_agreed(world, client_for):
    part = part_of(world, CIVIL_SOCIETY)
    sign(world, part, "coordinator")
    write(world, part, "We work together.")
    assert says(part) == {CIVIL_SOCIETY: "yes"}
    write(world, part, "We work side by side.")
    assert says(part) == {CIVIL_SOCIETY: "earlier"}
    page = client_for("coordinator").get(part.get_absolute_url())
    (line,) = page.context["panel"].lines
    assert (line.status, line.says.endswith("; the text is now different.")) == ("Earlier text", True)
    assert [change.title for change in page.context["panel"].since[0].changed] == ["Text"]
    assert page.context["panel"].agree_label == "Agree again for civil society"


def test_its_title_is_part_of_the_words_its_place_and_guidance_are_not(world):
    part = part_of(world, CIVIL_SOCIETY)
    sign(world, part, "coordinator")
    edit_part(fresh(part), by=world.person("coordinator"), position=1, guidance="Be brief")
    assert says(part) == {CIVIL_SOCIETY: "yes"}
    edit_part(fresh(part), by=world.person("coordinator"), title="How this plan was made")
    assert says(part) == {CIVIL_SOCIETY: "earlier"}


def test_an_empty_part_is_not_agreed(world):
    with pytest.raises(Blocked, match="Nothing is written in it yet"):
        sign(world, part_of(world, CIVIL_SOCIETY, body=""), "coordinator")
    assert not Edition.objects.exists()


def test_a_joint_part_waits_for_the_other_side_and_each_side_may_take_its_yes_back(world):
    part = part_of(world, "both")
    sign(world, part, "coordinator")
    sign(world, part, "lead_official")
    edition = Edition.objects.of(part).get()
    one = fresh(part)
    agreement.send_back(
        one, edition, by=world.person("coordinator"), reason="Not so", seen_sha256=agreement.current_sha256(one)
    )
    assert says(part) == {GOVERNMENT: "yes", CIVIL_SOCIETY: ""}
    write(world, part, "We work side by side.")
    sign(world, part, "coordinator")
    (waits,) = waiting.for_person(world.person("lead_official"))
    assert (waits[1], waits[2].edition.number) == (part, 2)


def test_the_list_of_parts_one_may_agree_is_the_twin_of_the_rule(world):
    for owner in LEADS_OF:
        part_of(world, owner)
    led_by = agreement.agreeable_of(world.part).led_by
    for persona in PERSONAS:
        user = world.person(persona)
        expected = {one for one in NarrativePart.objects.all() if user.has_perm("plans.agree_part", one)}
        assert set(led_by(user)) == expected, persona


def test_the_page_of_a_part_says_who_agreed_and_offers_the_button_to_its_owner(world, client_for):
    part = part_of(world, CIVIL_SOCIETY)
    buttons = {
        who: client_for(who).get(part.get_absolute_url()).context["panel"].agree_href for who in LEADS_OF["both"]
    }
    address = reverse("plans:agree_part", args=["uk-2013", part.slug])
    assert buttons == {"coordinator": address, "lead_official": ""}
    page = client_for("coordinator").get(address)
    assert "We work together." in page.content.decode()
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    client_for("coordinator").post(address, data)
    rows = client_for("member").get(part.get_absolute_url()).context["panel"].signatures
    assert [(row.act, row.words, row.who) for row in rows] == [("Agreed for a side", "Edition 1", "Coordinator")]


# The partnership agreement and the scope


def work_together(world, *personas):
    """Write the partnership agreement, and agree to it for these."""
    found = PartnershipAgreement.objects.get(plan=world.plan)
    save_text(found.text, body="We meet every month.", base=found.text.latest, by=world.person("gov_drafter"))
    for persona in personas:
        one = PartnershipAgreement.objects.get(pk=found.pk)
        agreement.agree(one, by=world.person(persona), seen_sha256=agreement.current_sha256(one))
    return PartnershipAgreement.objects.get(pk=found.pk)


def scope_of(world):
    return Scope.objects.get(plan=world.plan)


def agree_scope(world, *personas):
    for persona in personas:
        agreement.agree(
            scope_of(world), by=world.person(persona), seen_sha256=agreement.current_sha256(scope_of(world))
        )


def test_both_sides_write_and_agree_to_how_they_work_together(world):
    found = work_together(world, "coordinator")
    assert not agreement.is_agreed(found)
    assert agreement.is_agreed(work_together(world, "lead_official"))


def test_a_new_plan_has_a_scope_and_a_partnership_agreement_to_write(world):
    template = Template.objects.get(key="uk-2013", version=1)
    plan = create_plan(slug="next", title="Next plan", country="UK", template=template, by=None)
    assert (plan.scope.plan, plan.partnership_agreement.text.body) == (plan, "")


def test_the_scope_says_themes_timetable_and_which_partnership_agreement_holds(world):
    work_together(world, "coordinator", "lead_official")
    content = canonical.scope_content(scope_of(world))
    assert content["themes"] == [{"title": "Integrity", "summary": ""}]
    assert [stage["title"] for stage in content["timetable"]["stages"]] == ["Drafting"]
    edition = Edition.objects.of(world.plan.partnership_agreement).get()
    assert content["partnership_agreement"] == {"edition": 1, "sha256": edition.sha256}


@pytest.mark.parametrize("how", ["theme", "stage", "cut-off", "partnership agreement"])
def test_both_agree_to_the_scope_and_any_change_of_it_is_seen(world, how):
    agree_scope(world, "coordinator", "lead_official")
    assert agreement.is_agreed(scope_of(world))
    by = world.person("coordinator")
    {
        "theme": lambda: edit_theme(world.theme, by=by, title="Honest government"),
        "stage": lambda: edit_stage(world.stage, by=by, ends=days(30)),
        "cut-off": lambda: Plan.objects.filter(pk=world.plan.pk).update(cut_off=timezone.now()),
        "partnership agreement": lambda: work_together(world, "coordinator", "lead_official"),
    }[how]()
    assert [stand.agreed_earlier for stand in agreement.stands(scope_of(world))] == [True, True]


def test_a_plan_without_themes_or_timetable_has_no_scope_to_agree(world):
    world.plan.themes.all().delete()
    world.plan.stages.all().delete()
    with pytest.raises(Blocked) as refusal:
        agree_scope(world, "coordinator")
    assert refusal.value.reasons == ["The plan has no theme yet.", "The plan has no timetable yet."]


@pytest.mark.parametrize("model", [Scope, PartnershipAgreement])
def test_the_list_of_what_leads_may_agree_is_the_twin_of_the_rule(world, model):
    led_by = agreement.agreeable_of(model.objects.first()).led_by
    for persona in PERSONAS:
        user = world.person(persona)
        expected = {one for one in model.objects.all() if user.has_perm("plans.agree_part", one)}
        assert set(led_by(user)) == expected, persona


def test_the_pages_say_where_both_sides_stand(world, client_for):
    work_together(world, "coordinator")
    agree_scope(world, "lead_official")
    member = client_for("member")
    panels = [member.get(reverse(f"plans:{name}", args=["uk-2013"])).context["panel"] for name in PAGES]
    assert [[line.status for line in panel.lines] for panel in panels] == [["Agreed", "Not yet"], ["Not yet", "Agreed"]]
    plan = member.get(world.plan.get_absolute_url()).content.decode()
    assert [reverse(f"plans:{name}", args=["uk-2013"]) in plan for name in PAGES] == [True, True]


def test_the_partnership_agreement_is_hidden_with_the_drafts_and_the_scope_is_not(client_for):
    visitor = client_for("visitor")
    found = [visitor.get(reverse(f"plans:{name}", args=["uk-2013"])).status_code for name in PAGES]
    assert found == [200, 404]
