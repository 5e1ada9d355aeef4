"""Shared pages of a text. The owning app loads what is visible, requires its permission, then calls these."""

from drafting.pages import CommentPages, SuggestionPages, TextPages
from drafting.views.agreeing import agree_to, compare_editions, send_back, show_edition, show_signatures
from drafting.views.commenting import (
    reopen_thread,
    resolve_thread,
    show_thread,
    start_comment,
    text_comments,
    withdraw_comment,
)
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
    "CommentPages",
    "SuggestionPages",
    "TextPages",
    "accept_suggestion",
    "agree_to",
    "compare_editions",
    "compare_revisions",
    "edit_text",
    "list_suggestions",
    "refuse_suggestion",
    "reopen_thread",
    "resolve_thread",
    "send_back",
    "show_edition",
    "show_signatures",
    "restore_revision",
    "show_revision",
    "show_suggestion",
    "show_thread",
    "start_comment",
    "suggest_change",
    "text_comments",
    "text_history",
    "text_presence",
    "withdraw_comment",
    "withdraw_suggestion",
    "write_for_suggestions",
]
