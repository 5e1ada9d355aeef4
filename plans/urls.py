from django.urls import include, path

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
    path("<slug:plan>/roles/", views.roles, name="roles"),
    path("<slug:plan>/roles/give/", views.give_role, name="give_role"),
    path("<slug:plan>/roles/<slug:role>/<slug:holder>/take/", views.take_role, name="take_role"),
    path("<slug:plan>/rules/", views.rules, name="rules"),
    path("<slug:plan>/rules/<slug:rule>/change/", views.change_rule, name="change_rule"),
    path("<slug:plan>/rules/changes/<int:number>/<slug:answer>/", views.answer_rule_change, name="answer_rule_change"),
]
