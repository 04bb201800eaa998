"""A whole site written to a database in bulk: people, adverts, favourites, rooms and messages.

`python -m bench.data.fill_site '{"adverts": 1000, …}'`, with the environment of a migrated
database, fills it; the fields are those of `Contents`.
"""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench.data.adverts import advert  # noqa: E402
from bench.data.contents import Contents  # noqa: E402
from bench.data.fill_adverts import board_fill, rows_insert  # noqa: E402
from bench.data.fill_rooms import BATCH, messages_make  # noqa: E402
from bench.data.people import (  # noqa: E402
    COLLECTOR,
    CUSTOMERS,
    OPERATORS,
    PASSWORD,
    SELLER,
    TALKER,
    customer_name,
    operator_name,
)
from rip.accounts import tokens  # noqa: E402
from rip.accounts.models import User, name_key  # noqa: E402
from rip.adverts.models.readers import Favourite  # noqa: E402
from rip.support.models import CannedReply, Note, ReadMark, Room, Side  # noqa: E402

FAVOURITES_OF_CUSTOMERS: Final = 12
CANNED_REPLIES: Final = 20
# One customer in so many waits for an answer.
UNREAD_EVERY: Final = 4
NOTE_EVERY: Final = 10
NOTE: Final = "Просит звонить вечером."
REPLY: Final = "Здравствуйте, {name}!"


@transaction.atomic
def site_fill(contents: Contents) -> None:
    password = make_password(PASSWORD)
    operators = _people([operator_name(n) for n in range(OPERATORS)], password, is_staff=True)
    customers = _people([customer_name(n) for n in range(contents.rooms - 1)], password)
    seller, collector, talker = _people([SELLER, COLLECTOR, TALKER], password)

    def owner_of(number: int) -> int:
        # The seller's are the oldest. All customers have about as many, however large the site.
        if number <= contents.of_seller:
            return seller.pk
        return customers[number % len(customers)].pk

    board_fill(contents.adverts, owner_of)
    _favourites(collector, contents.adverts, contents.of_collector)
    for place, person in enumerate(customers[:CUSTOMERS]):
        _favourites(person, contents.adverts - place, FAVOURITES_OF_CUSTOMERS)
    _rooms(customers, contents.messages)
    _rooms([talker], contents.of_talker)
    _desk(customers, operators[0])


def _people(names: Sequence[str], password: str, *, is_staff: bool = False) -> list[User]:
    return User.objects.bulk_create(
        [
            User(
                username=name,
                username_key=name_key(name),
                email=f"{name}@example.org",
                password=password,
                is_staff=is_staff,
                is_superuser=is_staff,
            )
            for name in names
        ],
        BATCH,
    )


def _favourites(person: User, newest: int, count: int) -> None:
    Favourite.objects.bulk_create(
        [
            Favourite(user=person, advert_id=number, title=advert(number)["title"])
            for number in range(newest, newest - count, -1)
        ],
        BATCH,
    )


def _rooms(owners: Sequence[User], messages: int) -> None:
    """Write rooms with histories; in most of them support has read everything."""
    now = tokens.now()
    Room.objects.bulk_create([Room(owner=owner) for owner in owners], BATCH)
    messages_make([owner.pk for owner in owners], messages, now)
    activity = [
        [
            connection.ops.adapt_datetimefield_value(now - timedelta(seconds=owner.pk)),
            messages - _read_up_to(owner, messages),
            owner.pk,
        ]
        for owner in owners
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE support_room SET last_activity = %s, unread = %s WHERE owner_id = %s", activity
        )
    rows_insert(ReadMark, [_mark(owner, messages) for owner in owners])


def _mark(owner: User, messages: int) -> ReadMark:
    seq = _read_up_to(owner, messages)
    return ReadMark(pk=owner.pk, room_id=owner.pk, side=Side.SUPPORT, seq=seq)


def _read_up_to(owner: User, messages: int) -> int:
    return messages - 1 if owner.pk % UNREAD_EVERY == 0 else messages


def _desk(customers: Sequence[User], operator: User) -> None:
    rows = [Note(room_id=one.pk, author=operator, body=NOTE) for one in customers[::NOTE_EVERY]]
    Note.objects.bulk_create(rows, BATCH)
    CannedReply.objects.bulk_create(
        [
            CannedReply(shortcut=f"reply{n}", title=f"Ответ {n}", text_ru=REPLY, used=n)
            for n in range(CANNED_REPLIES)
        ]
    )


if __name__ == "__main__":
    site_fill(Contents(**json.loads(sys.argv[1])))
    call_command("search_rebuild", verbosity=0)
