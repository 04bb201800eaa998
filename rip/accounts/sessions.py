"""Accounts: registering, signing in, and the life of a log-in (a refresh family)."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rip.accounts import tokens
from rip.accounts.models import NAME_TAKEN, Consent, RefreshFamily, User, announce_change
from rip.accounts.tokens import Claims, InvalidToken, hash_of, session_hash_of
from rip.core.errors import BadInput, NotAllowed, NotSignedIn, Text

# Two browser tabs, or a client whose answer was lost, may repeat a refresh this long.
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
    """A caller whose token was checked: the user, and the log-in it came from."""

    user: User
    family_id: UUID


def user_register(
    *, username: str, password: str, email: str = "", consent_from: str | None = None
) -> User:
    """Create an account; `consent_from` is the address of who agreed to the processing of their
    personal data. Raises BadInput, which names every wrong field.
    """
    user = User(username=User.normalize_username(username), email=email)
    if errors := _registration_faults(user, password):
        raise BadInput(errors=errors)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            if consent_from is not None:
                consent_give(user=user, address=consent_from)
    except IntegrityError as error:
        raise BadInput(errors={"username": [NAME_TAKEN]}) from error
    return user


class NoGuests(NotAllowed):
    code = "no-guests"
    title = _("Guests may not write here")
    detail = _("Sign in, or create an account, and try again.")


def guest_create() -> TokenPair:
    """Sign in somebody who has no account, as a new user without a password.

    Raises NoGuests where the site does not take guests.
    """
    if not settings.RIP_GUESTS:
        raise NoGuests
    user = User(username=f"guest-{secrets.token_hex(5)}", is_guest=True)
    user.set_unusable_password()
    with transaction.atomic():
        user.save()
        return family_open(user=user)


def guest_promote(*, refresh: str) -> User | None:
    """The guest whose refresh token this is, locked and no longer a guest; None if it is not one's.

    It is the caller who makes an account of it, in this transaction. What the guest has said stays
    theirs; their log-ins end, for an account has a password to come back with.
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


def _registration_faults(user: User, password: str) -> dict[str, list[Text]]:
    errors: dict[str, list[Text]] = {}
    try:
        user.full_clean(exclude={"password", "username_key"})
    except ValidationError as error:
        errors |= {field: [*messages] for field, messages in error.message_dict.items()}
    try:
        validate_password(password, user)
    except ValidationError as error:
        errors["password"] = list(error.messages)
    return errors


def user_rename(*, user: User, username: str) -> None:
    """Give `user` another name. Raises BadInput when it is taken, or cannot be one."""
    renamed = User.objects.get(pk=user.pk)
    renamed.username = User.normalize_username(username)
    others = {field.name for field in User._meta.get_fields()} - {"username"}
    try:
        renamed.clean_fields(exclude=others)
        renamed.clean()
        with transaction.atomic():
            renamed.save(update_fields=["username", "username_key"])
    except ValidationError as error:
        raise BadInput(errors={"username": [*error.message_dict["username"]]}) from error
    except IntegrityError as error:
        raise BadInput(errors={"username": [NAME_TAKEN]}) from error


def user_sign_in(*, username: str, password: str) -> TokenPair:
    """Open a log-in for the user with this name and password. Raises WrongPassword."""
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        raise WrongPassword
    return family_open(user=user)


def family_open(*, user: User) -> TokenPair:
    """Begin a refresh family for `user`; forget those that ended long enough ago."""
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

    The rotation is one compare-and-swap on the token's hash: of any number of simultaneous calls
    one rotates, and the others, being repeats within the grace, get the same successor. A repeat
    after the grace means that two parties hold the token, so the whole family is revoked, unless
    it is a guest's, who has no password to come back with when an answer was lost. Raises
    InvalidToken.
    """
    claims = tokens.read_token(refresh, "refresh")
    presented = hash_of(refresh)
    now = tokens.now()
    family = _family_of(claims)
    if family.token_hash == presented:
        family = _family_rotate(family, presented, now)
    if family.previous_hash != presented:
        return _family_reused(family)
    if now - family.rotated > REPEAT_GRACE and not family.user.is_guest:
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


def _family_rotate(family: RefreshFamily, presented: str, now: datetime) -> RefreshFamily:
    """Advance `family` if `presented` is still its newest token; return the row as it is now."""
    family.generation += 1
    family.rotated = now
    RefreshFamily.objects.filter(pk=family.pk, token_hash=presented, revoked_at=None).update(
        generation=F("generation") + 1,
        token_hash=hash_of(tokens.refresh_token(family)),
        previous_hash=presented,
        rotated=now,
        expires=now + timedelta(seconds=settings.RIP_REFRESH_SECONDS),
    )
    current = RefreshFamily.objects.alive().select_related("user").filter(pk=family.pk).first()
    if current is None:
        raise InvalidToken
    return current


def _family_reused(family: RefreshFamily) -> NoReturn:
    family_revoke(user=family.user, family_id=family.pk)
    raise InvalidToken(_("This refresh token was used before, so its log-in has been ended."))


def family_revoke(*, user: User, family_id: UUID) -> None:
    """Log out one session: its refresh and access tokens, its tickets and its sockets."""
    with transaction.atomic():
        user.refresh_families.filter(pk=family_id, revoked_at=None).update(revoked_at=tokens.now())
        announce_change(user.pk)


def families_revoke(*, user: User) -> None:
    """Log out everywhere, web sessions included."""
    with transaction.atomic():
        user.refresh_families.filter(revoked_at=None).update(revoked_at=tokens.now())
        User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
        announce_change(user.pk)


def session_of(*, access: str) -> Session:
    """The session an access token belongs to. Raises InvalidToken."""
    claims = tokens.read_token(access, "access")
    family = _family_of(claims)
    return Session(family.user, family.pk)


def session_of_refresh(*, refresh: str) -> Session:
    """The session a refresh token belongs to, so that it can be logged out. Raises InvalidToken."""
    claims = tokens.read_token(refresh, "refresh")
    family = _family_of(claims)
    return Session(family.user, family.pk)


def sessions_alive(*, sessions: Collection[Session]) -> dict[Session, User]:
    """Those of `sessions` that have not ended, each with its user as they are now."""
    families = RefreshFamily.objects.alive().select_related("user")
    found = families.in_bulk([session.family_id for session in sessions])
    alive: dict[Session, User] = {}
    for session in sessions:
        family = found.get(session.family_id)
        if family and session_hash_of(family.user) == session_hash_of(session.user):
            alive[session] = family.user
    return alive


def consent_give(*, user: User, address: str) -> Consent:
    """Record that `user` agreed to the text on personal data as it is now, from this address."""
    version = settings.RIP_PERSONAL_DATA_VERSION
    return Consent.objects.create(user=user, text_version=version, address=address[:64])
