"""Every write to a plan that is not a transition."""

from plans.services.parts import add_part, edit_part, give_part_back, remove_part, withhold_part
from plans.services.plans import create_plan, edit_plan
from plans.services.roles import RoleNotYours, givable, give_role, take_role
from plans.services.rule_changes import AlreadyAsked, ask_rule_change
from plans.services.stages import add_stage, apply_backwards, edit_stage, remove_stage
from plans.services.templates import new_template_version
from plans.services.themes import InUse, add_theme, edit_theme, remove_theme

__all__ = [
    "AlreadyAsked",
    "InUse",
    "RoleNotYours",
    "add_part",
    "add_stage",
    "add_theme",
    "apply_backwards",
    "ask_rule_change",
    "create_plan",
    "edit_part",
    "edit_plan",
    "edit_stage",
    "edit_theme",
    "givable",
    "give_role",
    "new_template_version",
    "remove_part",
    "remove_stage",
    "remove_theme",
    "take_role",
    "withhold_part",
    "give_part_back",
]
