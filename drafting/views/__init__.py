"""Shared pages of a text. The owning app loads what is visible, requires its permission, then calls these."""

from drafting.pages import SuggestionPages, TextPages
from drafting.views.deciding import (
    accept_suggestion,
    refuse_suggestion,
    withdraw_suggestion,
    write_for_suggestions,
)
from drafting.views.history import compare_revisions, restore_revision, show_revision, text_history
from drafting.views.keeping import text_presence
from drafting.views.suggesting import list_suggestions, show_suggestion, suggest_change
from drafting.views.writing import edit_text

__all__ = [
    "SuggestionPages",
    "TextPages",
    "accept_suggestion",
    "compare_revisions",
    "edit_text",
    "list_suggestions",
    "refuse_suggestion",
    "restore_revision",
    "show_revision",
    "show_suggestion",
    "suggest_change",
    "text_history",
    "text_presence",
    "withdraw_suggestion",
    "write_for_suggestions",
]
