"""What django-allauth asks a site to decide."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from rip.accounts.models import NAME_TAKEN, User, name_key


class AccountAdapter(DefaultAccountAdapter):
    def clean_username(self, username: str, shallow: bool = False) -> str:
        name: str = super().clean_username(username, shallow=True)
        if not shallow and User.objects.filter(username_key=name_key(name)).exists():
            raise ValidationError(NAME_TAKEN)
        return name

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError as error:
            # Somebody else took the name after it was checked.
            messages.error(request, NAME_TAKEN)
            raise ImmediateHttpResponse(redirect("account_signup")) from error
        return saved

    def get_client_ip(self, request: HttpRequest) -> str:
        """The server has already made it the visitor's own behind RIP_TRUSTED_PROXIES."""
        return str(request.META.get("REMOTE_ADDR") or "unknown")
