"""Rows of the accounts' API."""

import itertools
import uuid
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from bench.data.people import PASSWORD
from bench.load.exchanges import Exchange
from bench.surface.people import Check, People, Person, Who
from bench.surface.rows.row import Row, call, decode, each, made_and_taken, rows

# Each is refreshed once at a time, so there are more than connections.
LOG_INS: Final = 24

_run: Final = uuid.uuid4().hex[:8]
_new = itertools.count()


def sign_in(people: People, _person: Person) -> Exchange:
    somebody = people.chance.choice(people.customers)
    nobody = people.by_role[Who.NOBODY][0]
    return nobody.api("POST", "/api/token/", {"username": somebody.name, "password": PASSWORD})


def register(_people: People, person: Person) -> Exchange:
    body = {"username": f"new-{_run}-{next(_new)}", "password": PASSWORD}
    return person.api("POST", "/api/v1/accounts/register", body, status=201)


def refresh(people: People, _who: Who) -> Iterator[Exchange]:
    """Refresh the log-ins of guests, each by the token of its last refresh."""
    nobody = people.by_role[Who.NOBODY][0]
    tokens: deque[str] = deque()

    def keep(body: bytes) -> None:
        tokens.append(decode(body)["refresh"])

    for _ in range(LOG_INS):
        yield guest(people, nobody, keep)
    while True:
        if tokens:
            body = {"refresh": tokens.popleft()}
            yield nobody.api("POST", "/api/token/refresh/", body, check=keep, read=True)
        else:
            yield guest(people, nobody, keep)


def guest(_people: People, person: Person, keep: Check) -> Exchange:
    return person.api("POST", "/api/v1/accounts/guest", status=201, check=keep, read=True)


def revoke(_people: People, person: Person, made: Any) -> Exchange:
    return person.api("POST", "/api/token/revoke/", {"refresh": made["refresh"]})


ROWS: Final[list[Row]] = [
    *rows(
        "GET /api/v1/accounts/me",
        (Who.CUSTOMER, Who.OPERATOR),
        call("GET", "/api/v1/accounts/me"),
        "read",
    ),
    *rows("GET /api/ws_token/", Who.CUSTOMER, call("GET", "/api/ws_token/"), "write"),
    *rows("POST /api/token/", Who.NOBODY, each(sign_in), "write"),
    *rows("POST /api/token/refresh/", Who.NOBODY, refresh, "write"),
    *rows(
        ("POST /api/token/revoke/", "POST /api/v1/accounts/guest"),
        Who.NOBODY,
        made_and_taken(guest, revoke),
        "write",
    ),
    *rows("POST /api/v1/accounts/register", Who.NOBODY, each(register), "write"),
]
