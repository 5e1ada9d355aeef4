from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.context_processors import languages
from core.forms import Radios
from notices.choices import Frequency
from notices.models import Preferences, Subscription

USUAL = _("As is usual: every day if you hold a post or a role, else every Monday")
LIKE_OTHERS = _("As my other messages")


class PreferencesForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("Digest of what is new"),
        help_text=_("What waits for your decision or answer, or mentions you, comes at once."),
        required=False,
        choices=[("", USUAL), *Frequency.choices],
        widget=Radios(),
    )
    language = forms.ChoiceField(label=_("Language of the mails"), required=False, widget=Radios())
    marks_optional = False

    def __init__(self, *args: Any, preferences: Preferences, **kwargs: Any) -> None:
        kwargs["initial"] = {"frequency": preferences.frequency, "language": preferences.language}
        super().__init__(*args, **kwargs)
        offered = languages()
        if offered:
            field = self.fields["language"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("The site's own")), *((one["code"], one["name"]) for one in offered)]
        else:
            del self.fields["language"]


class SubscriptionForm(forms.Form):
    follows = forms.ChoiceField(
        label=_("Do you want to hear what happens here?"),
        choices=[("yes", _("Yes, I follow it")), ("no", _("No, only what concerns me myself"))],
        widget=Radios(),
    )
    frequency = forms.ChoiceField(
        label=_("How often"), required=False, choices=[("", LIKE_OTHERS), *Frequency.choices], widget=Radios()
    )
    marks_optional = False

    def __init__(self, *args: Any, follows: bool, subscription: Subscription | None, **kwargs: Any) -> None:
        frequency = subscription.frequency if subscription else ""
        kwargs["initial"] = {"follows": "yes" if follows else "no", "frequency": frequency}
        super().__init__(*args, **kwargs)
