"""Sign-in by user name, compared as RIP compares names, or by e-mail."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from rip.accounts.models import User, name_key


class NameOrEmail(AuthenticationBackend):
    def _authenticate_by_username(self, username: str, password: str) -> AbstractBaseUser | None:
        user = User.objects.filter(username_key=name_key(username)).first()
        found: AbstractBaseUser | None = self._check_password(user, password)
        return found
