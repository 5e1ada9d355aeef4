"""Below /plans/<plan>/."""

from django.urls import URLPattern, URLResolver, include, path

from signoffs.views import approval, board, clearance, endorsements, links, partnership, reminders

app_name = "signoffs"

one: list[URLPattern | URLResolver] = [
    path("approve/", approval.approve, name="approve"),
    path("approve/paper.pdf", approval.approve_pdf, name="approve_pdf"),
    path("approve/link/", links.send_link, name="send_link"),
    path("approve/link/take-back/", links.take_back_link, name="take_back_link"),
    path("clear/", clearance.clear, name="clear"),
    path("clearance/", clearance.clearance, name="clearance"),
    path("clearance/due/", clearance.change_due, name="change_due"),
    path("clearance/<slug:department>/ask/", clearance.ask_post, name="ask_post"),
    path("endorse/", endorsements.endorse, name="endorse"),
]

urlpatterns = [
    path("signoffs/", board.board, name="board"),
    path("signoffs/terms/", clearance.set_terms, name="set_terms"),
    path("signoffs/reminders/", reminders.reminders, name="reminders"),
    path("signoffs/approvals/", approval.approvals, name="approvals"),
    path("endorse/", endorsements.endorse_plan, name="endorse_plan"),
    path("endorsements/", endorsements.endorsements, name="endorsements"),
    path("partnership/", partnership.partnership, name="partnership"),
    path("partnership/decide/", partnership.decide_partnership, name="decide_partnership"),
    path("partnership/<int:number>/sign/", partnership.sign_partnership, name="sign_partnership"),
    path("partnership/<int:number>/drop/", partnership.drop_partnership, name="drop_partnership"),
    path("commitments/<str:ref>/", include(one)),
]
