from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    GOVERNMENT = "government", _("Government")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    INDEPENDENT = "independent", _("Independent")


class OrganisationKind(TextChoices):
    DEPARTMENT = "department", _("Department")
    CSO = "cso", _("Civil-society organisation")
    DEVOLVED_ADMINISTRATION = "devolved_administration", _("Devolved administration")
    PARLIAMENT = "parliament", _("Parliament")
    COMPANY = "company", _("Company")
    MULTILATERAL = "multilateral", _("Multilateral organisation")
    OTHER = "other", _("Other")


class PostKind(TextChoices):
    LEAD_OFFICIAL = "lead_official", _("Lead official")
    FOCAL_POINT = "focal_point", _("Focal point")
    CLEARING_OFFICER = "clearing_officer", _("Clearing officer")
    MINISTER = "minister", _("Minister")
    PRIVATE_OFFICE = "private_office", _("Private office")
    DEPUTY = "deputy", _("Deputy")
    COORDINATOR = "coordinator", _("Coordinator")
    STEERING_MEMBER = "steering_member", _("Steering member")
    REPRESENTATIVE = "representative", _("Representative")
    REVIEWER = "reviewer", _("Reviewer")


class Role(TextChoices):
    """What a post or a person does on one plan or one commitment."""

    LEAD_OFFICIAL = "lead_official", _("Lead official")
    COORDINATOR = "coordinator", _("Coordinator")
    DRAFTER = "drafter", _("Drafter")
    CLEARING_OFFICER = "clearing_officer", _("Clearing officer")
    MINISTER = "minister", _("Minister")
    PRIVATE_OFFICE = "private_office", _("Private office")
    STEERING_MEMBER = "steering_member", _("Steering member")
    REPRESENTATIVE = "representative", _("Representative")
    REVIEWER = "reviewer", _("Reviewer")


class Authentication(TextChoices):
    """How a signer proved, for this one signature, who they are (`network.proving`)."""

    SESSION = "session", _("signed in with a password")
    TOTP = "totp", _("password and a fresh code of an authenticator app")
    PASSKEY = "passkey", _("passkey with user verification")
    LINK = "link", _("personal link and a code sent to a second contact")


class RequestState(TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class ApplicantKind(TextChoices):
    PERSON = "person", _("Myself")
    ORGANISATION = "organisation", _("My organisation")


# Nobody binds an organisation without a mandate that has a text and a date (DESIGN 4.11).
MANDATED_KINDS = frozenset({PostKind.CLEARING_OFFICER, PostKind.REPRESENTATIVE, PostKind.COORDINATOR})

# Posts whose holders sign; the others draft and read.
SIGNING_KINDS = frozenset(PostKind) - {PostKind.FOCAL_POINT, PostKind.REVIEWER}

# Addresses under /network/ that a network's own slug must not take.
RESERVED_SLUGS = frozenset({"organisations", "join", "requests", "posts", "account"})
