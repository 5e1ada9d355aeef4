"""Below /plans/<plan>/."""

from django.urls import URLPattern, URLResolver, include, path

from signoffs.views import approval, board, clearance, links, reminders

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
]

urlpatterns = [
    path("signoffs/", board.board, name="board"),
    path("signoffs/terms/", clearance.set_terms, name="set_terms"),
    path("signoffs/reminders/", reminders.reminders, name="reminders"),
    path("signoffs/approvals/", approval.approvals, name="approvals"),
    path("commitments/<str:ref>/", include(one)),
]
