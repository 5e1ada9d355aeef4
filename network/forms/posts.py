from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, LongTextField, Radios
from network.choices import MANDATED_KINDS, PostKind, Side
from network.models import Network, Organisation, Post, User
from network.services.organisations import NETWORK_KINDS, SIDE_OF_POST


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
