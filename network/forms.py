from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, LongTextField, Radios
from network.choices import MANDATED_KINDS, ApplicantKind, OrganisationKind, PostKind, Side
from network.models import Network, Organisation, Post, User
from network.services.organisations import NETWORK_KINDS, SIDE_OF_KIND, SIDE_OF_POST


def done(form: forms.Form, verb: Callable[..., Any], *args: Any, **fields: Any) -> bool:
    """Call the verb with what a valid form says; what the verb refuses stands at the fields of the form."""
    try:
        verb(*args, **fields)
    except ValidationError as error:
        errors = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in errors.items():
            for message in messages:
                form.add_error(field if field in form.fields else None, message)
        return False
    return True


class SignUpForm(forms.Form):
    """What allauth's sign-up asks beside e-mail address and password."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("As others read it beside what you write.")
    )
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: Any, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class OrganisationFilter(forms.Form):
    marks_optional = False
    name = forms.CharField(label=_("Name"), required=False)
    side = forms.ChoiceField(label=_("Side"), required=False, choices=[("", _("All sides")), *Side.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *OrganisationKind.choices])


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=300)
    acronym = forms.CharField(label=_("Short name"), max_length=30, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices, widget=Radios())
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, widget=Radios())
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    about = LongTextField(label=_("About"), required=False, help_text=_("What it does, and why it takes part."))

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation:
            kwargs["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if organisation:  # posts and their rights hang on the side
            del self.fields["side"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Organisation.objects.filter(name__iexact=name)
        if same.exclude(pk=self.organisation.pk if self.organisation else 0).exists():
            raise ValidationError(_("There is an organisation of this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        side = self.organisation.side if self.organisation else cleaned.get("side")
        kind = cleaned.get("kind")
        if side and kind and SIDE_OF_KIND.get(OrganisationKind(kind), side) != side:
            self.add_error("kind", _("An organisation of this kind is on the other side."))
        return cleaned


class NetworkForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    nation = forms.CharField(label=_("Nation"), max_length=100, required=False)
    about = LongTextField(label=_("About"), required=False)
    criteria = LongTextField(
        label=_("Who may join"), help_text=_("Published beside the form. Every answer to a request refers to them.")
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(network, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.network = network

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Network.objects.filter(name__iexact=name).exclude(pk=self.network.pk).exists():
            raise ValidationError(_("There is a network of this name already."))
        return name


class PostForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("What the post does"), widget=Radios())
    deputy_of = forms.ModelChoiceField(
        label=_("Acts for"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("Only for a deputy or a private office."),
    )
    contact_email = forms.EmailField(
        label=_("E-mail address of the post"),
        required=False,
        help_text=_("Published; one that stays with the post."),
    )

    def __init__(
        self, *args: Any, body: Organisation | Network | None = None, post: Post | None = None, **kwargs: Any
    ) -> None:
        """For a new post in the body, or for one that there is."""
        if post:
            kwargs["initial"] = {"title": post.title, "contact_email": post.contact_email}
        super().__init__(*args, **kwargs)
        if post or body is None:  # rights hang on the kind
            del self.fields["kind"], self.fields["deputy_of"]
            return
        side = body.side if isinstance(body, Organisation) else Side.CIVIL_SOCIETY
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds_for(body)]  # type: ignore[attr-defined]
        self.fields["deputy_of"].queryset = Post.objects.filter(side=side).select_related(  # type: ignore[attr-defined]
            "organisation", "network"
        )


def kinds_for(body: Organisation | Network) -> list[PostKind]:
    """The kinds of post that there can be in an organisation or a network."""
    if isinstance(body, Network):
        return [kind for kind in PostKind if kind in NETWORK_KINDS]
    return [kind for kind in PostKind if kind not in NETWORK_KINDS and SIDE_OF_POST.get(kind, body.side) == body.side]


class AppointForm(forms.Form):
    email = forms.EmailField(
        label=_("Their e-mail address"), help_text=_("They need an account on this site with this address, confirmed.")
    )
    starts = DatePartsField(label=_("First day in the post"))
    ends = DatePartsField(
        label=_("First day no longer in the post"), required=False, help_text=_("Leave it empty if no end is agreed.")
    )
    mandate = LongTextField(label=_("Who decided it, and how"), rows=3, required=False)
    mandated_on = DatePartsField(label=_("Day of the decision"), required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("mandate", "mandated_on"):
            self.fields[field].required = post.kind in MANDATED_KINDS

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        people = User.objects.filter(is_active=True, emailaddress__verified=True, emailaddress__email__iexact=email)
        self.person = people.first()
        if self.person is None:
            raise ValidationError(_("Nobody has an account with this address. Ask them to create one first."))
        return email


class EndTenureForm(forms.Form):
    ends = DatePartsField(
        label=_("First day no longer in the post"), help_text=_("From this day what the post may do is closed to them.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("Not published."))
    note = LongTextField(
        label=_("Note to the successor"),
        rows=6,
        required=False,
        help_text=_(
            "What is under way, who expects an answer, what was promised. Read by the successor and by who appoints."
        ),
    )


class HandoverNoteForm(forms.Form):
    note = LongTextField(label=_("Note to the successor"), rows=8)


class JoinForm(forms.Form):
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.all(), to_field_name="slug", widget=Radios(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("Who asks to join"), choices=ApplicantKind.choices, widget=Radios())
    organisation_name = forms.CharField(
        label=_("Name of the organisation"), max_length=200, required=False, help_text=_("If it is your organisation.")
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("The answer goes there."))
    statement = LongTextField(label=_("How you meet the criteria"), max_words=300, max_length=5000)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ApplicantKind.ORGANISATION and not cleaned.get("organisation_name"):
            self.add_error("organisation_name", _("Enter the name of the organisation."))
        return cleaned


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=[("accept", _("Accept")), ("decline", _("Decline"))], widget=Radios()
    )
    reason = LongTextField(
        label=_("Reason"), rows=5, help_text=_("Sent to the applicant. Say which of the criteria are met or are not.")
    )


class EndMembershipForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("Not published."))


class ConfirmForm(forms.Form):
    """Nothing to fill in, only to be sure."""
