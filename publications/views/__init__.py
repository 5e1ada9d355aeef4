"""What is public of plans, and the pages that make it so. URL name = view = template = test name."""

from publications.views.agreeing import (
    agree_draft,
    compare_draft_editions,
    draft,
    draft_edition,
    draft_signatures,
    send_draft_back,
)
from publications.views.circulated import circulated_pdf, make_circulated_pdf_again, read_circulated
from publications.views.circulating import (
    add_earlier_readers,
    add_reader,
    circulate,
    circulation,
    end_circulation,
    remove_reader,
)
from publications.views.comparing import compare
from publications.views.data import (
    commitment_pdf,
    commitments_csv,
    edition_csv,
    edition_json,
    edition_pdf,
    plan_json,
    plan_pdf,
    render_again,
)
from publications.views.journey import journey
from publications.views.plan_files import confirm_import, export_plan, import_plan
from publications.views.publishing import publish
from publications.views.reading import edition, edition_theme, editions, read, read_theme
from publications.views.releasing import cancel, release, schedule, seal, sign

__all__ = [
    "add_earlier_readers",
    "add_reader",
    "circulate",
    "circulated_pdf",
    "circulation",
    "end_circulation",
    "make_circulated_pdf_again",
    "read_circulated",
    "remove_reader",
    "agree_draft",
    "compare_draft_editions",
    "draft",
    "draft_edition",
    "draft_signatures",
    "send_draft_back",
    "commitment_pdf",
    "commitments_csv",
    "compare",
    "confirm_import",
    "edition",
    "edition_csv",
    "edition_json",
    "edition_pdf",
    "edition_theme",
    "editions",
    "export_plan",
    "import_plan",
    "journey",
    "plan_json",
    "plan_pdf",
    "publish",
    "read",
    "read_theme",
    "render_again",
    "cancel",
    "release",
    "schedule",
    "seal",
    "sign",
]
