"""allauth's forms of the second step, with a code that counts once on the whole site (settings.MFA_FORMS)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from network import two_steps


class _UsesCodeOnce(base.BaseAuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == two_steps.CODE and not two_steps.use_code(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_UsesCodeOnce, base.AuthenticateForm):  # type: ignore[misc]
    """To sign in."""


class ReauthenticateForm(_UsesCodeOnce, base.ReauthenticateForm):  # type: ignore[misc]
    """To change how one signs in."""


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        code: str = super().clean_code()
        two_steps.spend_code(self.user, self.secret, code)
        return code


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you know it again: “My phone”, “Key on my key ring”.")
        self.fields["name"].max_length = 100
        self.initial["name"] = _("My passkey")
