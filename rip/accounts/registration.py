"""Registering an account, renaming it, and recording the consent given with it."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from rip.accounts.models import NAME_TAKEN, Consent, User
from rip.core.errors import BadInput, Text


def user_register(
    *, username: str, password: str, email: str = "", consent_ip: str | None = None
) -> User:
    """Create an account; with `consent_ip`, record that consent was given from that IP.

    Raises BadInput, which names every wrong field.
    """
    user = User(username=User.normalize_username(username), email=email)
    if errors := _registration_errors(user, password):
        raise BadInput(errors=errors)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            if consent_ip is not None:
                consent_give(user=user, ip=consent_ip)
    except IntegrityError as error:
        raise BadInput(errors={"username": [NAME_TAKEN]}) from error
    return user


def _registration_errors(user: User, password: str) -> dict[str, list[Text]]:
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
    """Give `user` another name. Raises BadInput if it is taken or not allowed."""
    renamed = User.objects.get(pk=user.pk)
    renamed.username = User.normalize_username(username)
    others = {field.name for field in User._meta.get_fields()} - {"username"}
    try:
        renamed.clean_fields(exclude=others)
        with transaction.atomic():
            renamed.save(update_fields=["username", "username_key"])
    except ValidationError as error:
        raise BadInput(errors={"username": [*error.message_dict["username"]]}) from error
    except IntegrityError as error:
        raise BadInput(errors={"username": [NAME_TAKEN]}) from error


def consent_give(*, user: User, ip: str) -> Consent:
    """Record that `user` agreed, from this IP, to the current text on personal data."""
    version = settings.RIP_PERSONAL_DATA_VERSION
    return Consent.objects.create(user=user, text_version=version, ip=ip[:64])
