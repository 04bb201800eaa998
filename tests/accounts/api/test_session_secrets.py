"""Passwords, tokens and tickets never reach the log."""

import json
from contextlib import suppress

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.conftest import PASSWORD
from tests.kit.people import Person


def test_nothing_that_signs_in_is_logged(owner: Person, nobody: httpx.Client) -> None:
    following = nobody.post("/api/token/refresh/", json={"refresh": owner.refresh}).json()
    nobody.post("/api/token/", json={"username": owner.username, "password": "не-тот-пароль"})
    nobody.post("/api/token/refresh/", json={"refresh": f"{owner.refresh}x"})
    nobody.get("/api/v1/accounts/me", headers={"Authorization": f"Bearer {owner.access}x"})
    nobody.get("/api/v1/accounts/me", params={"access": owner.access, "password": PASSWORD})
    used, unused = owner.ticket(), owner.ticket()
    for ticket in (used, used, f"{unused}0"):
        address = f"{owner.server.sockets}/ws/chat/{owner.room}/?uuid={ticket}"
        with connect(address) as socket, suppress(ConnectionClosed):
            socket.send(json.dumps({"message": "Здравствуйте!"}))
            socket.recv(timeout=10)
    owner.http.post("/api/token/revoke/", json={"refresh": owner.refresh})

    log = owner.server.log()
    assert "/api/token/refresh/" in log
    assert f"/ws/chat/{owner.room}/" in log
    secrets = {
        "access": owner.access,
        "refresh": owner.refresh,
        "next access": following["access"],
        "next refresh": following["refresh"],
        "used ticket": used,
        "unused ticket": unused,
        "password": PASSWORD,
        "wrong password": "не-тот-пароль",
    }
    assert [name for name, secret in secrets.items() if secret in log] == []
    signatures = [secret.rpartition(".")[2] for name, secret in secrets.items() if "." in secret]
    assert [one for one in signatures if one in log] == []
