"""The account forms that RIP adds to those of django-allauth."""

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
    url = reverse("privacy")
    return format_html(
        '{}<a class="link" href="{}" target="_blank">{}</a>{}', before, url, link, after
    )


class SignUp(forms.Form):
    """The fields that RIP adds to the sign-up: a consent checkbox, and this browser's guest.

    `guest` is the guest's refresh token, filled in by a script of the page.
    """

    consent = forms.BooleanField(
        label=lazy(_consent_label, SafeString)(),
        error_messages={"required": _("Without your consent we may not keep an account for you.")},
    )
    # Never an error: the field is hidden, so nobody could see why. An invalid token is ignored.
    guest = forms.Field(required=False, widget=forms.HiddenInput)
    field_order = ["username", "email", "password1", "consent"]

    def signup(self, request: HttpRequest, user: User) -> None:
        consent_give(user=user, ip=str(request.META.get("REMOTE_ADDR") or ""))


class ChangeName(forms.Form):
    """A new user name; `user_rename` validates it."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


class DeleteAccount(forms.Form):
    """The current password, to confirm that the account is deleted."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
