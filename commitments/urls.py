"""Below /plans/<plan>/."""

from django.urls import URLPattern, URLResolver, include, path

from commitments.views import (
    agreeing,
    asks,
    changes,
    comments,
    commitment,
    editions,
    groups,
    late_changes,
    lists,
    milestones,
    sections,
    suggestions,
    transitions,
)

app_name = "commitments"

thread = [
    path("", comments.thread, name="thread"),
    path("resolve/", comments.resolve_thread, name="resolve_thread"),
    path("reopen/", comments.reopen_thread, name="reopen_thread"),
    path("withdraw/<uuid:comment>/", comments.withdraw_comment, name="withdraw_comment"),
]

suggestion = [
    path("", suggestions.suggestion, name="suggestion"),
    path("accept/", suggestions.accept_suggestion, name="accept_suggestion"),
    path("write/", suggestions.write_suggestion, name="write_suggestion"),
    path("refuse/", suggestions.refuse_suggestion, name="refuse_suggestion"),
    path("withdraw/", suggestions.withdraw_suggestion, name="withdraw_suggestion"),
    path("carry/", suggestions.carry_suggestion, name="carry_suggestion"),
]

one: list[URLPattern | URLResolver] = [
    path("", commitment.detail, name="detail"),
    path("edit/", commitment.edit, name="edit"),
    path("edit/<slug:section>/", sections.edit_section, name="edit_section"),
    path("edit/<slug:section>/open/", sections.section_presence, name="section_presence"),
    path("subjects/", commitment.subjects, name="subjects"),
    path("organisations/", commitment.organisations, name="organisations"),
    path("changes/", changes.between, name="changes"),
    path("history/", commitment.history, name="history"),
    path("history/<slug:section>/", sections.section_history, name="section_history"),
    path("history/<slug:section>/<int:number>/", sections.section_revision, name="section_revision"),
    path("history/<slug:section>/<int:number>/restore/", sections.restore_section, name="restore_section"),
    path("history/<slug:section>/<int:old>/<int:new>/", sections.compare_section, name="compare_section"),
    path("comments/", comments.comments, name="comments"),
    path("sections/<slug:section>/comments/", comments.section_comments, name="section_comments"),
    path("sections/<slug:section>/comments/start/", comments.start_comment, name="start_comment"),
    path("sections/<slug:section>/comments/<uuid:key>/", include(thread)),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("sections/<slug:section>/suggest/", suggestions.suggest, name="suggest"),
    path("sections/<slug:section>/suggestions/", suggestions.section_suggestions, name="section_suggestions"),
    path("sections/<slug:section>/suggestions/<int:number>/", include(suggestion)),
    path("milestones/add/", milestones.create_milestone, name="create_milestone"),
    path("milestones/<int:number>/edit/", milestones.edit_milestone, name="edit_milestone"),
    path("milestones/<int:number>/move/", milestones.move_milestone, name="move_milestone"),
    path("milestones/<int:number>/remove/", milestones.remove_milestone, name="remove_milestone"),
    path("editions/", editions.editions, name="editions"),
    path("editions/freeze/", editions.freeze, name="freeze"),
    path("editions/<int:number>/", editions.edition, name="edition"),
    path("editions/<int:number>.json", editions.edition_text, name="edition_text"),
    path("compare/<int:old>/<int:new>/", editions.compare, name="compare"),
    path("group/", groups.group, name="group"),
    path("group/edit/", groups.edit_group, name="edit_group"),
    path("group/join/", groups.ask_to_join, name="ask_to_join"),
    path("group/requests/<int:number>/", groups.answer_request, name="answer_request"),
    path("group/add/", groups.add_to_group, name="add_to_group"),
    path("group/remove/", groups.remove_from_group, name="remove_from_group"),
    path("agree/", agreeing.agree, name="agree"),
    path("send-back/", agreeing.send_back, name="send_back"),
    path("signatures/", agreeing.signatures, name="signatures"),
    path("take-up/", transitions.take_up, name="take_up"),
    path("take-up-again/", transitions.take_up_again, name="take_up_again"),
    path("merge/", transitions.merge_into, name="merge_into"),
    path("annex/", transitions.annex, name="annex"),
    path("withdraw/", transitions.withdraw, name="withdraw"),
    path("decline/", transitions.decline, name="decline"),
    path("send-for-clearance/", transitions.send_for_clearance, name="send_for_clearance"),
    path("send-without-agreement/", transitions.send_without_agreement, name="send_without_agreement"),
    path("reopen/", transitions.reopen, name="reopen"),
]

urlpatterns = [
    path("commitments/", lists.index, name="index"),
    path("board/", lists.board, name="board"),
    path("groups/", groups.groups, name="groups"),
    path("propose/", commitment.propose, name="propose"),
    path("annex/", asks.asks, name="asks"),
    path("annex/add/", asks.create_ask, name="create_ask"),
    path("annex/<str:ref>/edit/", asks.edit_ask, name="edit_ask"),
    path("annex/<str:ref>/answer/", asks.answer_ask, name="answer_ask"),
    path("annex/<str:ref>/propose/", asks.propose_from_ask, name="propose_from_ask"),
    path("late-changes/", late_changes.late_changes, name="late_changes"),
    path("late-changes/ask/", late_changes.ask_late_change, name="ask_late_change"),
    path("late-changes/<int:number>/<slug:answer>/", late_changes.answer_late_change, name="answer_late_change"),
    path("commitments/<str:ref>/", include(one)),
]
