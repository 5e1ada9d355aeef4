"""Pages of plans. URL name = view = template = test name."""

from plans.views.agreeing import agree_part, compare_part_editions, part_edition, part_signatures, send_part_back
from plans.views.comments import (
    part_comments,
    part_thread,
    reopen_part_thread,
    resolve_part_thread,
    start_part_comment,
    withdraw_part_comment,
)
from plans.views.parts import (
    add_part,
    compare_part,
    edit_part,
    part,
    part_history,
    part_presence,
    part_revision,
    remove_part,
    restore_part,
    write_part,
)
from plans.views.plans import create, detail, edit, history, index
from plans.views.roles import give_role, roles, take_role
from plans.views.rule_changes import answer_rule_change, change_rule, rules
from plans.views.suggestions import (
    accept_part_suggestion,
    part_suggestion,
    part_suggestions,
    refuse_part_suggestion,
    suggest_part,
    withdraw_part_suggestion,
    write_part_suggestion,
)
from plans.views.templates import new_template_version, template_detail, templates
from plans.views.themes import add_theme, edit_theme, remove_theme
from plans.views.timetable import add_stage, calendar, edit_stage, plan_backwards, remove_stage, timetable
from plans.views.withholding import give_part_back, withhold_part

__all__ = [
    "agree_part",
    "compare_part_editions",
    "part_edition",
    "part_signatures",
    "send_part_back",
    "accept_part_suggestion",
    "add_part",
    "add_stage",
    "add_theme",
    "answer_rule_change",
    "calendar",
    "change_rule",
    "compare_part",
    "create",
    "detail",
    "edit",
    "edit_part",
    "edit_stage",
    "edit_theme",
    "give_role",
    "history",
    "index",
    "new_template_version",
    "part",
    "part_comments",
    "part_history",
    "part_presence",
    "part_revision",
    "part_suggestion",
    "part_suggestions",
    "part_thread",
    "plan_backwards",
    "refuse_part_suggestion",
    "remove_part",
    "remove_stage",
    "remove_theme",
    "reopen_part_thread",
    "resolve_part_thread",
    "restore_part",
    "roles",
    "rules",
    "start_part_comment",
    "suggest_part",
    "take_role",
    "template_detail",
    "templates",
    "timetable",
    "withdraw_part_comment",
    "withdraw_part_suggestion",
    "write_part",
    "write_part_suggestion",
    "give_part_back",
    "withhold_part",
]
