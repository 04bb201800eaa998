"""Guests: users without a password, for people who write to support and have no account."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rip.accounts import tokens
from rip.accounts.models import User
from rip.accounts.sessions import TokenPair, family_open, session_of_refresh
from rip.accounts.tokens import InvalidToken
from rip.core.errors import NotAllowed


class NoGuests(NotAllowed):
    code = "no-guests"
    title = _("Guests may not write here")
    detail = _("Sign in, or create an account, and try again.")


def guest_create() -> TokenPair:
    """Create a user without a password and open a log-in for it.

    Raises NoGuests if the site takes no guests.
    """
    if not settings.RIP_GUESTS:
        raise NoGuests
    user = User(username=f"guest-{secrets.token_hex(5)}", is_guest=True)
    user.set_unusable_password()
    with transaction.atomic():
        user.save()
        return family_open(user=user)


def guest_promote(*, refresh: str) -> User | None:
    """Return the guest whose refresh token this is, locked and made an ordinary user.

    None if the token is invalid or not a guest's. The caller gives the user a name and a password
    and saves it, in this transaction. Messages stay the user's; log-ins end, because the account
    has a password to come back with.
    """
    try:
        guest = session_of_refresh(refresh=refresh).user
    except InvalidToken:
        return None
    user = User.objects.select_for_update().filter(pk=guest.pk, is_guest=True).first()
    if user is not None:
        user.is_guest = False
        user.session_version += 1
        user.refresh_families.filter(revoked_at=None).update(revoked_at=tokens.now())
    return user
