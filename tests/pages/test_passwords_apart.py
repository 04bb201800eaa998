"""Forms with passwords are answered in threads of their own."""

import asyncio
from typing import NoReturn

import pytest
from starlette.types import Receive, Scope, Send

from rip.pages.site import PasswordsApart


@pytest.mark.parametrize(
    ("method", "path", "where"),
    [
        ("POST", "/accounts/login/", "passwords"),
        ("POST", "/accounts/signup/", "passwords"),
        ("POST", "/profile/delete/", "passwords"),
        ("POST", "/admin/login/", "passwords"),
        ("POST", "/admin/accounts/user/3/password/", "passwords"),
        ("GET", "/accounts/login/", "site"),
        ("POST", "/adverts/new/", "site"),
        ("POST", "/", "site"),
        ("GET", "/", "site"),
    ],
)
def test_only_what_may_send_a_password_goes_there(method: str, path: str, where: str) -> None:
    answered: list[str] = []

    async def site(_scope: Scope, _receive: Receive, _send: Send) -> None:
        answered.append("site")

    async def passwords(_scope: Scope, _receive: Receive, _send: Send) -> None:
        answered.append("passwords")

    scope = {"type": "http", "method": method, "path": path}
    asyncio.run(PasswordsApart(site, passwords)(scope, _never, _never))
    assert answered == [where]


async def _never(*_: object) -> NoReturn:
    raise AssertionError
