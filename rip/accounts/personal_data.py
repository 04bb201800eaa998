"""Exports a person's data, and erases it with their account.

Accounts know nothing of adverts and rooms, so each app registers the data that it stores. Somebody
may have a million messages: rows are read while they are written, and only a batch is in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F

from rip.accounts.models import User
from rip.accounts.tokens import now

# Rows of JSON types and dates.
Rows: TypeAlias = Iterable[Mapping[str, Any]]

_encode: Final = DjangoJSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class DataSource:
    """One app's part of the data: `export` returns its rows by what they are, `erase` deletes it.

    Rows that are many are an iterator, which reads them `in_batches`.
    """

    name: str
    export: Callable[[User], dict[str, Rows]]
    erase: Callable[[User], None]


_sources: Final[dict[str, DataSource]] = {}


def register(source: DataSource) -> None:
    """Add a source, in place of one of the same name."""
    _sources[source.name] = source


def personal_data_of(user: User) -> dict[str, Any]:
    """Return all data stored about `user`: the account's, then each source's under its name.

    Rows may be iterators, which read the database.
    """
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


def personal_data_json(user: User) -> Iterator[str]:
    """Write all data stored about `user` as JSON, piece by piece, each row on a line of its own."""
    data = personal_data_of(user)
    yield f'{{"account": {_encode(data.pop("account"))}'
    for name, parts in data.items():
        for number, (part, rows) in enumerate(parts.items()):
            yield f',\n"{part}": [' if number else f',\n"{name}": {{\n"{part}": ['
            comma = ""
            for row in rows:
                yield f"{comma}\n{_encode(row)}"
                comma = ","
            yield "]"
        yield "}"
    yield "}\n"


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
        user.known_networks.all().delete()
        user.refresh_families.filter(revoked_at=None).update(revoked_at=now())
        user.username = f"Удалённый пользователь №{user.pk}"
        user.first_name = user.last_name = user.email = ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
        User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
