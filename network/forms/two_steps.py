"""allauth's forms of the second step, with a code that counts once on the whole site (settings.MFA_FORMS)."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp

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
