from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Words to look for"), max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
