"""What the site keeps about a person: telling them all of it, and erasing it with their account.

Accounts know nothing of adverts and rooms, so each app says here what it holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from rip.accounts.models import User, announce_change
from rip.accounts.tokens import now


@dataclass(frozen=True, slots=True)
class Holding:
    """A part of the data: `export` gives it as JSON's types and dates, `erase` removes it."""

    name: str
    export: Callable[[User], Any]
    erase: Callable[[User], None]


_holdings: Final[dict[str, Holding]] = {}


def hold(holding: Holding) -> None:
    """Make a part known; of the same name there is one."""
    _holdings[holding.name] = holding


def personal_data_of(user: User) -> dict[str, Any]:
    """All that is kept about `user`, by the names of its parts."""
    consents = user.consents.order_by("given_at").values("text_version", "given_at", "address")
    log_ins = user.refresh_families.order_by("created").values("created", "rotated", "revoked_at")
    account = {
        "id": user.pk,
        "username": user.username,
        "email": user.email,
        "since": user.date_joined,
        "consents": list(consents),
        "log_ins": list(log_ins),
    }
    return {"account": account} | {part.name: part.export(user) for part in _holdings.values()}


def account_erase(*, user: User) -> None:
    """Remove what belongs to `user`, end their log-ins and forget who they were.

    The row stays, because others were written to: its name becomes one that nobody can choose.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        for part in _holdings.values():
            part.erase(user)
        EmailAddress.objects.filter(user=user).delete()
        user.consents.update(address="")
        user.refresh_families.filter(revoked_at=None).update(revoked_at=now())
        user.username = f"Удалённый пользователь №{user.pk}"
        user.first_name = user.last_name = user.email = ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
        User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
        announce_change(user.pk)
