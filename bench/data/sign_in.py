"""People of a filled site signed in, behind the back of its server.

`python -m bench.data.sign_in`, with the server's environment, prints who they are as JSON: for each
the id, the name, a pair of tokens, and the key of a web session. Signing in that many over HTTP
would take longer than a measurement.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from bench.data.people import (  # noqa: E402
    COLLECTOR,
    CUSTOMERS,
    OPERATORS,
    SELLER,
    TALKER,
    customer_name,
    operator_name,
)
from rip.accounts.models import User  # noqa: E402
from rip.accounts.sessions import family_open  # noqa: E402

BACKEND = "rip.accounts.web.backends.NameOrEmail"


def signed_in(names: list[str]) -> list[dict[str, Any]]:
    people = User.objects.filter(username__in=names).order_by("pk")
    return [_signed_in(person) for person in people]


def _signed_in(person: User) -> dict[str, Any]:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    tokens = family_open(user=person)
    return {
        "id": person.pk,
        "name": person.username,
        "access": tokens.access,
        "refresh": tokens.refresh,
        "session": session.session_key,
    }


if __name__ == "__main__":
    everyone = {
        "operator": [operator_name(number) for number in range(OPERATORS)],
        "customer": [customer_name(number) for number in range(CUSTOMERS)],
        "seller": [SELLER],
        "collector": [COLLECTOR],
        "talker": [TALKER],
    }
    json.dump({role: signed_in(names) for role, names in everyone.items()}, sys.stdout)
