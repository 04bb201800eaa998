"""RIP's decisions for django-allauth: user names, guests, client IPs, redirects and letters."""

import smtplib
from typing import Any, Final

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from rip.accounts.guests import guest_promote
from rip.accounts.models import NAME_TAKEN, User, name_key
from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

# Sent at sign-up: the account exists already, and its owner can request another letter.
WELCOME: Final = "account/email/email_confirmation_signup"


class AccountAdapter(DefaultAccountAdapter):
    def clean_username(self, username: str, shallow: bool = False) -> str:
        name: str = super().clean_username(User.normalize_username(username), shallow=True)
        if not shallow and User.objects.filter(username_key=name_key(name)).exists():
            raise ValidationError(NAME_TAKEN)
        return name

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Turn the guest of this browser, if there is one, into the new account, so that the
        conversation stays theirs."""
        try:
            with transaction.atomic():
                guest = guest_promote(refresh=form.cleaned_data.get("guest") or "")
                saved: User = super().save_user(request, guest or user, form, commit)
        except IntegrityError as error:
            # Somebody else took the name after it was checked.
            messages.error(request, NAME_TAKEN)
            raise ImmediateHttpResponse(redirect("account_signup")) from error
        return saved

    def reauthenticate(self, user: User, password: str) -> bool:
        """True if this is the password of `user`. Raises TooManyAttempts."""
        return authenticate(context.request, user_id=user.pk, password=password) is not None

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's IP: behind RIP_TRUSTED_PROXIES the server has resolved it."""
        return str(request.META.get("REMOTE_ADDR") or "unknown")

    def is_safe_url(self, url: str) -> bool:
        """True for URLs of this host alone: other names in ALLOWED_HOSTS may be other people's."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter. Raises Unavailable when that fails, except for the one of a sign-up."""
        try:
            if settings.ENV.production and not settings.EMAIL_HOST:
                # The console backend would write its secret link to the log.
                raise ConnectionRefusedError("RIP_MAIL_HOST is not set")
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("letter_not_sent", letter=template_prefix, error=str(error))
            if template_prefix != WELCOME:
                raise Unavailable(_("The letter could not be sent. Try again later.")) from error
