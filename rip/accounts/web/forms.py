"""What RIP adds to the sign-up form."""

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.accounts.registration import consent_give


def _consent_label() -> SafeString:
    text = _("I agree to the processing of my <a>personal data</a>.")
    before, _tag, rest = str(text).partition("<a>")
    link, _tag, after = rest.partition("</a>")
    address = reverse("privacy")
    return format_html(
        '{}<a class="link" href="{}" target="_blank">{}</a>{}', before, address, link, after
    )


class SignUp(forms.Form):
    """The consent to the processing of personal data: a tick-box of its own, and not ticked.

    `guest` is the refresh token of who has talked as a guest in this browser; its script knows it.
    """

    consent = forms.BooleanField(
        label=lazy(_consent_label, SafeString)(),
        error_messages={"required": _("Without your consent we may not keep an account for you.")},
    )
    # It is never wrong: nobody could see why. What is no guest's token brings nobody.
    guest = forms.Field(required=False, widget=forms.HiddenInput)
    field_order = ["username", "email", "password1", "consent"]

    def signup(self, request: HttpRequest, user: User) -> None:
        consent_give(user=user, address=str(request.META.get("REMOTE_ADDR") or ""))


class NewName(forms.Form):
    """Another user name; the service knows which may be one."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


class Farewell(forms.Form):
    """The password of who deletes their account."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
