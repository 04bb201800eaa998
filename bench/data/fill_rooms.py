"""Customers with rooms, histories and tickets, written to a server's database in bulk.

`python -m bench.data.fill_rooms '{"rooms": 50, …}'`, with the server's environment, prints a list
of [room, [customer's tickets], [operator's tickets]]. Signing in that many people over HTTP would
take longer than the benchmark itself.
"""

import json
import sys
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from rip.accounts import tokens  # noqa: E402
from rip.accounts.models import RefreshFamily, Ticket, User, name_key  # noqa: E402
from rip.accounts.tokens import hash_of, session_hash_of  # noqa: E402
from rip.support.models import Room  # noqa: E402

LIFETIME = timedelta(hours=6)
BATCH = 2000
BODY = "Добрый день! Пупсик ещё ищет дом?"

DIGITS = " UNION ALL ".join(f"SELECT {digit} AS d" for digit in range(10))


def users_make(count: int, *, is_staff: bool = False) -> list[User]:
    run = uuid.uuid4().hex[:12]
    names = [f"bench-{run}-{number}" for number in range(count)]
    password = make_password(None)
    User.objects.bulk_create(
        [
            User(username=name, username_key=name_key(name), password=password, is_staff=is_staff)
            for name in names
        ],
        BATCH,
    )
    return list(User.objects.filter(username__startswith=f"bench-{run}-").order_by("pk"))


def tickets_make(users: Sequence[User], each: int, now: datetime) -> dict[int, list[str]]:
    """Create `each` tickets for every user, of one log-in per user."""
    families, rows = [], []
    minted: dict[int, list[str]] = {}
    for user in users:
        family = RefreshFamily(user=user, created=now, rotated=now, expires=now + LIFETIME)
        families.append(family)
        minted[user.pk] = [str(uuid.uuid4()) for _ in range(each)]
        rows += [
            Ticket(
                ticket_hash=hash_of(ticket),
                family=family,
                session_hash=session_hash_of(user),
                expires=now + LIFETIME,
            )
            for ticket in minted[user.pk]
        ]
    RefreshFamily.objects.bulk_create(families, BATCH)
    Ticket.objects.bulk_create(rows, BATCH)
    return minted


def messages_make(rooms: Sequence[int], count: int, now: datetime) -> None:
    """Write messages 1 to `count` in every room by one statement, which a million rows need."""
    powers = range(len(str(count)))
    number = " + ".join(f"{10**power} * digit{power}.d" for power in powers)
    digits = " CROSS JOIN ".join(f"({DIGITS}) digit{power}" for power in powers)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO support_message"
            " (room_id, seq, author_id, body, client_message_id, created)"
            " SELECT owner_id, n, owner_id, %s, CAST(n AS CHAR), %s FROM support_room"
            f" CROSS JOIN (SELECT 1 + {number} AS n FROM {digits}) numbers"
            " WHERE n <= %s AND owner_id BETWEEN %s AND %s ORDER BY owner_id, n",
            [BODY, connection.ops.adapt_datetimefield_value(now), count, min(rooms), max(rooms)],
        )
    Room.objects.filter(owner__gte=min(rooms), owner__lte=max(rooms)).update(
        last_seq=count, last_owner_seq=count, unread=count
    )


@transaction.atomic
def rooms_make(
    *, rooms: int, messages: int = 0, customer_tickets: int = 1, operator_tickets: int = 0
) -> list[Any]:
    now = tokens.now()
    customers = users_make(rooms)
    Room.objects.bulk_create([Room(owner=customer) for customer in customers], BATCH)
    numbers = [customer.pk for customer in customers]
    if messages:
        messages_make(numbers, messages, now)
    tickets = tickets_make(customers, customer_tickets, now)
    operators = users_make(1, is_staff=True)
    of_operator = tickets_make(operators, rooms * operator_tickets, now)[operators[0].pk]
    return [
        [room, tickets[room], [of_operator.pop() for _ in range(operator_tickets)]]
        for room in numbers
    ]


if __name__ == "__main__":
    json.dump(rooms_make(**json.loads(sys.argv[1])), sys.stdout)
