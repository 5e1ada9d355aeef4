from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import User


class SignUpForm(forms.Form):
    """What allauth's sign-up asks beside e-mail address and password."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("As others read it beside what you write.")
    )
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: Any, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
