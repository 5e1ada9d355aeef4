"""The site's addresses, and one page on which something is signed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from network.forms import SigningForm
from ogpnap.urls import handler404, urlpatterns

__all__ = ["handler404", "urlpatterns"]
WORDS = "a" * 64


class RemarkForm(SigningForm):
    remark = forms.CharField()


def sign(request: HttpRequest) -> HttpResponse:
    form = RemarkForm(request, seen=WORDS)
    if form.is_valid():
        return HttpResponse(f"{form.proof.method} {form.proof.words} {form.cleaned_data['remark']}")
    return render(request, "form_page.html", {"form": form})


urlpatterns = [path("sign/", sign), *urlpatterns]
