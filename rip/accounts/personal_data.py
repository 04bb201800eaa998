"""Exports a person's data, and erases it with their account.

Accounts know nothing of adverts and rooms, so each app registers the data that it stores.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from rip.accounts.models import User
from rip.accounts.tokens import now


@dataclass(frozen=True, slots=True)
class DataSource:
    """One app's part of the data: `export` returns JSON types and dates, `erase` deletes them."""

    name: str
    export: Callable[[User], Any]
    erase: Callable[[User], None]


_sources: Final[dict[str, DataSource]] = {}


def register(source: DataSource) -> None:
    """Add a source, in place of one of the same name."""
    _sources[source.name] = source


def personal_data_of(user: User) -> dict[str, Any]:
    """Return all data stored about `user`: the account's, then each source's under its name."""
    consents = user.consents.order_by("given_at").values(
        "text_version", "given_at", address=F("ip")
    )
    log_ins = user.refresh_families.order_by("created").values("created", "rotated", "revoked_at")
    account = {
        "id": user.pk,
        "username": user.username,
        "email": user.email,
        "since": user.date_joined,
        "consents": list(consents),
        "log_ins": list(log_ins),
    }
    return {"account": account} | {source.name: source.export(user) for source in _sources.values()}


def account_erase(*, user: User) -> None:
    """Delete the data of `user`, end their log-ins and anonymise their row.

    The row stays, because messages and log rows point to it; its name is one nobody can choose.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        for source in _sources.values():
            source.erase(user)
        EmailAddress.objects.filter(user=user).delete()
        user.consents.update(ip="")
        user.refresh_families.filter(revoked_at=None).update(revoked_at=now())
        user.username = f"Удалённый пользователь №{user.pk}"
        user.first_name = user.last_name = user.email = ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
        User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
