"""Accounts that the load signs in with."""

import httpx

from tests.kit.running import Server

PASSWORD = "кошка-на-окошке-7"
OPERATOR = "operator"

# Of a site that is filled in bulk: those who sign in, and three who have much of one thing.
OPERATORS = 4
CUSTOMERS = 48
SELLER = "seller"
COLLECTOR = "collector"
TALKER = "talker"


def operator_name(number: int) -> str:
    return f"operator-{number}"


def customer_name(number: int) -> str:
    return f"customer-{number}"


def operator_create(server: Server) -> None:
    server.manage(
        "createsuperuser",
        "--noinput",
        f"--username={OPERATOR}",
        "--email=operator@example.org",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )


class Person:
    """Somebody who is signed in."""

    def __init__(self, access: str) -> None:
        self.headers = {"Authorization": f"Bearer {access}"}


async def sign_in(client: httpx.AsyncClient, username: str) -> Person:
    body = {"username": username, "password": PASSWORD}
    response = await client.post("/api/token/", json=body)
    return Person(response.raise_for_status().json()["access"])
