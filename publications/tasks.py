from core import jobs
from publications.models import PlanEdition
from publications.services import JOB, keep_plan_pdf


@jobs.task(JOB)
def render_plan_pdf(argument: str) -> None:
    published = PlanEdition.objects.select_related("plan", "edition").filter(pk=int(argument)).first()
    if published is not None:
        keep_plan_pdf(published)
