from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from network.models import Applicant


def reply_to(applicant: Applicant) -> None:
    """The answer to a request to join, with the address of the page where it stands."""
    request = applicant.request
    page = settings.SITE_URL + reverse("network:request_status", args=[request.key])
    context = {"applicant": applicant, "request": request, "network": request.network, "page": page}
    send_mail(
        subject=_("Your request to join %(network)s") % {"network": request.network},
        message=render_to_string("network/emails/reply.txt", context),
        from_email=None,
        recipient_list=[applicant.email],
    )
