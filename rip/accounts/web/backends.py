"""Sign-in by user name, compared as RIP compares names, or by e-mail.

Every password that somebody enters is compared here, so the policy on attempts holds at every door.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from rip.accounts.attempts.policy import attempt_count, attempt_forget
from rip.accounts.models import User, name_key
from rip.core.http.networks import UNKNOWN


class NameOrEmail(AuthenticationBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        *,
        user_id: int | None = None,
        address: str = UNKNOWN,
        **credentials: Any,
    ) -> AbstractBaseUser | None:
        """Return the user with this password, and with this id, name or e-mail.

        Compares one password, whoever is named. `address` is the IP where there is no request.
        Raises TooManyAttempts.
        """
        password = str(credentials.get("password") or "")
        login = str(credentials.get("username") or credentials.get("email") or user_id or "")
        if not password or not login:
            return None
        if user_id is not None:
            user = User.objects.filter(pk=user_id).first()
        else:
            user = user_of_login(login)
        if request is not None:
            address = request.META.get("REMOTE_ADDR") or UNKNOWN
        attempt = attempt_count(user=user, login=login, address=address)
        if user is None:
            self._mitigate_timing_attack(password)
            return None
        found: AbstractBaseUser | None = self._check_password(user, password)
        if found is not None:
            attempt_forget(attempt)
        return found


def user_of_login(login: str) -> User | None:
    """Return the one user that this name or e-mail means.

    An address means whoever has confirmed it, then whoever has it as a name, then the oldest
    account that gave it.
    """
    named = User.objects.filter(username_key=name_key(login))
    if "@" not in login:
        return named.first()
    confirmed = EmailAddress.objects.filter(email=login.lower(), verified=True)
    if (found := confirmed.select_related("user").first()) is not None:
        user: User = found.user
        return user
    if (namesake := named.first()) is not None:
        return namesake
    return min(filter_users_by_email(login, for_login=True), key=lambda user: user.pk, default=None)
