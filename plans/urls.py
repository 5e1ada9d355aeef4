from django.urls import URLPattern, URLResolver, include, path

from plans import views

app_name = "plans"

thread = [
    path("", views.part_thread, name="part_thread"),
    path("resolve/", views.resolve_part_thread, name="resolve_part_thread"),
    path("reopen/", views.reopen_part_thread, name="reopen_part_thread"),
    path("withdraw/<uuid:comment>/", views.withdraw_part_comment, name="withdraw_part_comment"),
]

suggestion = [
    path("", views.part_suggestion, name="part_suggestion"),
    path("accept/", views.accept_part_suggestion, name="accept_part_suggestion"),
    path("write/", views.write_part_suggestion, name="write_part_suggestion"),
    path("refuse/", views.refuse_part_suggestion, name="refuse_part_suggestion"),
    path("withdraw/", views.withdraw_part_suggestion, name="withdraw_part_suggestion"),
]

partnership_thread = [
    path("", views.partnership_thread, name="partnership_thread"),
    path("resolve/", views.resolve_partnership_thread, name="resolve_partnership_thread"),
    path("reopen/", views.reopen_partnership_thread, name="reopen_partnership_thread"),
    path("withdraw/<uuid:comment>/", views.withdraw_partnership_comment, name="withdraw_partnership_comment"),
]

partnership_suggestion = [
    path("", views.partnership_suggestion, name="partnership_suggestion"),
    path("accept/", views.accept_partnership_suggestion, name="accept_partnership_suggestion"),
    path("write/", views.write_partnership_suggestion, name="write_partnership_suggestion"),
    path("refuse/", views.refuse_partnership_suggestion, name="refuse_partnership_suggestion"),
    path("withdraw/", views.withdraw_partnership_suggestion, name="withdraw_partnership_suggestion"),
]

partnership: list[URLPattern | URLResolver] = [
    path("", views.partnership, name="partnership"),
    path("edit/", views.write_partnership, name="write_partnership"),
    path("edit/open/", views.partnership_presence, name="partnership_presence"),
    path("history/", views.partnership_history, name="partnership_history"),
    path("history/<int:number>/", views.partnership_revision, name="partnership_revision"),
    path("compare/<int:old>/<int:new>/", views.compare_partnership, name="compare_partnership"),
    path("restore/<int:number>/", views.restore_partnership, name="restore_partnership"),
    path("comments/", views.partnership_comments, name="partnership_comments"),
    path("comments/start/", views.start_partnership_comment, name="start_partnership_comment"),
    path("comments/<uuid:key>/", include(partnership_thread)),
    path("suggest/", views.suggest_partnership, name="suggest_partnership"),
    path("suggestions/", views.partnership_suggestions, name="partnership_suggestions"),
    path("suggestions/<int:number>/", include(partnership_suggestion)),
    path("agree/", views.agree_partnership, name="agree_partnership"),
    path("send-back/", views.send_partnership_back, name="send_partnership_back"),
    path("signatures/", views.partnership_signatures, name="partnership_signatures"),
    path("editions/<int:number>/", views.partnership_edition, name="partnership_edition"),
    path("editions/<int:old>/<int:new>/", views.compare_partnership_editions, name="compare_partnership_editions"),
]

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("templates/", views.templates, name="templates"),
    path("templates/<slug:key>/<int:version>/", views.template_detail, name="template_detail"),
    path("templates/<slug:key>/<int:version>/edit/", views.new_template_version, name="new_template_version"),
    path("<slug:plan>/", views.detail, name="detail"),
    path("<slug:plan>/edit/", views.edit, name="edit"),
    path("<slug:plan>/history/", views.history, name="history"),
    path("<slug:plan>/timetable/", views.timetable, name="timetable"),
    path("<slug:plan>/timetable.ics", views.calendar, name="calendar"),
    path("<slug:plan>/timetable/backwards/", views.plan_backwards, name="plan_backwards"),
    path("<slug:plan>/timetable/stages/add/", views.add_stage, name="add_stage"),
    path("<slug:plan>/timetable/stages/<slug:stage>/edit/", views.edit_stage, name="edit_stage"),
    path("<slug:plan>/timetable/stages/<slug:stage>/remove/", views.remove_stage, name="remove_stage"),
    path("<slug:plan>/themes/add/", views.add_theme, name="add_theme"),
    path("<slug:plan>/themes/<slug:theme>/edit/", views.edit_theme, name="edit_theme"),
    path("<slug:plan>/themes/<slug:theme>/remove/", views.remove_theme, name="remove_theme"),
    path("<slug:plan>/narrative/add/", views.add_part, name="add_part"),
    path("<slug:plan>/narrative/<slug:part>/", views.part, name="part"),
    path("<slug:plan>/narrative/<slug:part>/edit/", views.write_part, name="write_part"),
    path("<slug:plan>/narrative/<slug:part>/edit/open/", views.part_presence, name="part_presence"),
    path("<slug:plan>/narrative/<slug:part>/arrange/", views.edit_part, name="edit_part"),
    path("<slug:plan>/narrative/<slug:part>/withhold/", views.withhold_part, name="withhold_part"),
    path("<slug:plan>/narrative/<slug:part>/give-back/", views.give_part_back, name="give_part_back"),
    path("<slug:plan>/narrative/<slug:part>/agree/", views.agree_part, name="agree_part"),
    path("<slug:plan>/narrative/<slug:part>/send-back/", views.send_part_back, name="send_part_back"),
    path("<slug:plan>/narrative/<slug:part>/signatures/", views.part_signatures, name="part_signatures"),
    path("<slug:plan>/narrative/<slug:part>/editions/<int:number>/", views.part_edition, name="part_edition"),
    path(
        "<slug:plan>/narrative/<slug:part>/editions/<int:old>/<int:new>/",
        views.compare_part_editions,
        name="compare_part_editions",
    ),
    path("<slug:plan>/narrative/<slug:part>/remove/", views.remove_part, name="remove_part"),
    path("<slug:plan>/narrative/<slug:part>/history/", views.part_history, name="part_history"),
    path("<slug:plan>/narrative/<slug:part>/history/<int:number>/", views.part_revision, name="part_revision"),
    path("<slug:plan>/narrative/<slug:part>/compare/<int:old>/<int:new>/", views.compare_part, name="compare_part"),
    path("<slug:plan>/narrative/<slug:part>/restore/<int:number>/", views.restore_part, name="restore_part"),
    path("<slug:plan>/narrative/<slug:part>/comments/", views.part_comments, name="part_comments"),
    path("<slug:plan>/narrative/<slug:part>/comments/start/", views.start_part_comment, name="start_part_comment"),
    path("<slug:plan>/narrative/<slug:part>/comments/<uuid:key>/", include(thread)),
    path("<slug:plan>/narrative/<slug:part>/suggest/", views.suggest_part, name="suggest_part"),
    path("<slug:plan>/narrative/<slug:part>/suggestions/", views.part_suggestions, name="part_suggestions"),
    path("<slug:plan>/narrative/<slug:part>/suggestions/<int:number>/", include(suggestion)),
    path("<slug:plan>/scope/", views.scope, name="scope"),
    path("<slug:plan>/scope/agree/", views.agree_scope, name="agree_scope"),
    path("<slug:plan>/scope/send-back/", views.send_scope_back, name="send_scope_back"),
    path("<slug:plan>/scope/signatures/", views.scope_signatures, name="scope_signatures"),
    path("<slug:plan>/scope/editions/<int:number>/", views.scope_edition, name="scope_edition"),
    path(
        "<slug:plan>/scope/editions/<int:old>/<int:new>/",
        views.compare_scope_editions,
        name="compare_scope_editions",
    ),
    path("<slug:plan>/partnership-agreement/", include(partnership)),
    path("<slug:plan>/roles/", views.roles, name="roles"),
    path("<slug:plan>/roles/give/", views.give_role, name="give_role"),
    path("<slug:plan>/roles/<slug:role>/<slug:holder>/take/", views.take_role, name="take_role"),
    path("<slug:plan>/rules/", views.rules, name="rules"),
    path("<slug:plan>/rules/<slug:rule>/change/", views.change_rule, name="change_rule"),
    path("<slug:plan>/rules/changes/<int:number>/<slug:answer>/", views.answer_rule_change, name="answer_rule_change"),
]
