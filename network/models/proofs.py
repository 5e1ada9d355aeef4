from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LastCode(models.Model):
    """The latest code of an authenticator app that a person has used, as its time step (RFC 6238): only later ones
    count. One row for signing in and for signing, so that no code serves twice. `challenged_at` is the same for
    passkeys: when the latest challenge was made that one of them has signed, in microseconds."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="last_code", verbose_name=_("person")
    )
    step = models.PositiveBigIntegerField(_("time step"), default=0)
    challenged_at = models.PositiveBigIntegerField(_("time of the challenge"), default=0)

    class Meta:
        verbose_name = _("last code used")
        verbose_name_plural = _("last codes used")

    def __str__(self) -> str:
        return str(self.person_id)
