"""The life of a log-in (a refresh family): signing in, token pairs, rotation and revocation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rip.accounts import tokens
from rip.accounts.models import RefreshFamily, User, users_changed
from rip.accounts.tokens import Claims, InvalidToken, hash_of, session_hash_of
from rip.core.errors import NotSignedIn
from rip.core.http.networks import UNKNOWN

# For this long a repeat gets the same successor: two browser tabs may refresh at once.
REPEAT_GRACE = timedelta(seconds=30)


class WrongPassword(NotSignedIn):
    code = "wrong-password"
    title = _("Wrong user name or password")
    detail = _("Check the user name and the password and try again.")


@dataclass(frozen=True, slots=True)
class TokenPair:
    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Session:
    """A verified caller: the user, and the log-in (refresh family) of their token.

    Requests at the same time share the user, so nobody changes it: who writes reads the row anew.
    """

    user: User
    family_id: UUID


def user_sign_in(*, username: str, password: str, address: str = UNKNOWN) -> TokenPair:
    """Open a log-in for the user with this name and password, who comes from this IP.

    Raises WrongPassword, and TooManyAttempts before the password is compared.
    """
    user = authenticate(username=username, password=password, address=address)
    if not isinstance(user, User):
        raise WrongPassword
    return family_open(user=user)


def family_open(*, user: User) -> TokenPair:
    """Begin a refresh family for `user`, and delete those of theirs that have expired."""
    now = tokens.now()
    lifetime = timedelta(seconds=settings.RIP_REFRESH_SECONDS)
    family = RefreshFamily(user=user, created=now, rotated=now, expires=now + lifetime)
    refresh = tokens.refresh_token(family)
    family.token_hash = hash_of(refresh)
    with transaction.atomic():
        user.refresh_families.filter(expires__lt=now).delete()
        family.save(force_insert=True)
    return TokenPair(tokens.access_token(user, family.pk, now), refresh)


def family_refresh(*, refresh: str) -> TokenPair:
    """Exchange a refresh token for the next pair.

    The rotation is one compare-and-swap: of any number of simultaneous calls one rotates, and the
    others, being repeats within the grace, get the same successor. A response may be lost, so a
    token stays good until its successor has been presented: a repeat after the grace rotates anew,
    and the successor that nobody has presented is dead. A guest gets the same successor at any
    time. Whatever else is presented is held by two parties, so the whole family is revoked. Raises
    InvalidToken.
    """
    claims = tokens.read_token(refresh, "refresh")
    presented = hash_of(refresh)
    now = tokens.now()
    family = _family_of(claims)
    if _rotates(family, presented, now):
        family_rotate(family, presented, now)
        # Read again, and judged again: another call may have won, and the log-in, or the password
        # it was opened with, may have ended meanwhile.
        family = _family_of(claims)
    if family.previous_hash != presented:
        return _family_reused(family)
    return TokenPair(tokens.access_token(family.user, family.pk, now), tokens.refresh_token(family))


def _family_of(claims: Claims) -> RefreshFamily:
    families = RefreshFamily.objects.alive().select_related("user")
    family = families.filter(pk=claims.family_id).first()
    if family is None or family.user.pk != claims.user_id:
        raise InvalidToken
    if session_hash_of(family.user) != claims.session_hash:
        raise InvalidToken
    return family


def _rotates(family: RefreshFamily, presented: str, now: datetime) -> bool:
    """True for the newest token, and for the one before it, repeated after the grace."""
    if family.token_hash == presented:
        return True
    late = now - family.rotated > REPEAT_GRACE and not family.user.is_guest
    return family.previous_hash == presented and late


def family_rotate(family: RefreshFamily, presented: str, now: datetime) -> None:
    """Give `presented` a new successor, if the row of `family` is still as it was read."""
    newest = family.token_hash
    family.generation += 1
    family.rotated = now
    RefreshFamily.objects.filter(pk=family.pk, token_hash=newest, revoked_at=None).update(
        generation=F("generation") + 1,
        token_hash=hash_of(tokens.refresh_token(family)),
        previous_hash=presented,
        rotated=now,
        expires=now + timedelta(seconds=settings.RIP_REFRESH_SECONDS),
    )


def _family_reused(family: RefreshFamily) -> NoReturn:
    family_revoke(user=family.user, family_id=family.pk)
    raise InvalidToken(_("This refresh token was used before, so its log-in has been ended."))


def family_revoke(*, user: User, family_id: UUID) -> None:
    """Log out one session: end its tokens, tickets and sockets."""
    with transaction.atomic():
        user.refresh_families.filter(pk=family_id, revoked_at=None).update(revoked_at=tokens.now())
        users_changed([user.pk])


def families_revoke(*, user: User) -> None:
    """Log out everywhere, web sessions included."""
    with transaction.atomic():
        user.refresh_families.filter(revoked_at=None).update(revoked_at=tokens.now())
        # Logged, and with it that the families have ended.
        User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)


def session_of(*, access: str) -> Session:
    """Return the session of an access token. Raises InvalidToken."""
    return session_of_claims(tokens.read_token(access, "access"))


def session_of_claims(claims: Claims) -> Session:
    """Return the session of a token with these claims. Raises InvalidToken."""
    family = _family_of(claims)
    return Session(family.user, family.pk)


def session_of_refresh(*, refresh: str) -> Session:
    """Return the session of a refresh token, so that it can be ended. Raises InvalidToken."""
    return session_of_claims(tokens.read_token(refresh, "refresh"))


def sessions_alive(*, sessions: Collection[Session]) -> dict[Session, User]:
    """Return the sessions that have not ended, each with its user as stored in the database."""
    families = RefreshFamily.objects.alive().select_related("user")
    found = families.in_bulk([session.family_id for session in sessions])
    alive: dict[Session, User] = {}
    for session in sessions:
        family = found.get(session.family_id)
        if family and session_hash_of(family.user) == session_hash_of(session.user):
            alive[session] = family.user
    return alive
