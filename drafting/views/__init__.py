"""Shared pages of a text. The owning app loads what is visible, requires its permission, then calls these."""

from drafting.pages import TextPages
from drafting.views.history import compare_revisions, restore_revision, show_revision, text_history
from drafting.views.keeping import text_presence
from drafting.views.writing import edit_text

__all__ = [
    "TextPages",
    "compare_revisions",
    "edit_text",
    "restore_revision",
    "show_revision",
    "text_history",
    "text_presence",
]
