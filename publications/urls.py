"""Below /plans/."""

from django.urls import include, path

from publications import views

app_name = "publications"

of_plan = [
    path("read/", views.read, name="read"),
    path("read/<slug:theme>/", views.read_theme, name="read_theme"),
    path("plan.pdf", views.plan_pdf, name="plan_pdf"),
    path("plan.json", views.plan_json, name="plan_json"),
    path("commitments.csv", views.commitments_csv, name="commitments_csv"),
    path("commitments/<str:ref>.pdf", views.commitment_pdf, name="commitment_pdf"),
    path("commitments/<str:ref>/journey/", views.journey, name="journey"),
    path("compare/<int:old>/<int:new>/", views.compare, name="compare"),
    path("editions/", views.editions, name="editions"),
    path("editions/<int:number>/", views.edition, name="edition"),
    path("editions/<int:number>/read/<slug:theme>/", views.edition_theme, name="edition_theme"),
    path("editions/<int:number>/plan.pdf", views.edition_pdf, name="edition_pdf"),
    path("editions/<int:number>/plan.pdf/again/", views.render_again, name="render_again"),
    path("editions/<int:number>/plan.json", views.edition_json, name="edition_json"),
    path("editions/<int:number>/commitments.csv", views.edition_csv, name="edition_csv"),
    path("draft/", views.draft, name="draft"),
    path("draft/agree/", views.agree_draft, name="agree_draft"),
    path("draft/send-back/", views.send_draft_back, name="send_draft_back"),
    path("draft/signatures/", views.draft_signatures, name="draft_signatures"),
    path("draft/editions/<int:number>/", views.draft_edition, name="draft_edition"),
    path("draft/editions/<int:old>/<int:new>/", views.compare_draft_editions, name="compare_draft_editions"),
    path("circulation/", views.circulation, name="circulation"),
    path("circulation/start/", views.circulate, name="circulate"),
    path("circulation/end/", views.end_circulation, name="end_circulation"),
    path("circulation/readers/add/", views.add_reader, name="add_reader"),
    path("circulation/readers/earlier/", views.add_earlier_readers, name="add_earlier_readers"),
    path("circulation/readers/<int:number>/remove/", views.remove_reader, name="remove_reader"),
    path("circulation/read/", views.read_circulated, name="read_circulated"),
    path("circulation/plan.pdf", views.circulated_pdf, name="circulated_pdf"),
    path("circulation/plan.pdf/again/", views.make_circulated_pdf_again, name="make_circulated_pdf_again"),
    path("publish/", views.publish, name="publish"),
    path("release/", views.release, name="release"),
    path("release/seal/", views.seal, name="seal"),
    path("release/sign/", views.sign, name="sign"),
    path("release/schedule/", views.schedule, name="schedule"),
    path("release/cancel/", views.cancel, name="cancel"),
    path("plan-file/", views.export_plan, name="export_plan"),
]

urlpatterns = [
    path("new/from-file/", views.import_plan, name="import_plan"),
    path("new/from-file/<str:sha256>/", views.confirm_import, name="confirm_import"),
    path("<slug:plan>/", include(of_plan)),
]
