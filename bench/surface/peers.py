"""The peers, signed in, each with the rows of the surface that it has the like of."""

import contextlib
import functools
import itertools
import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

import httpx

from bench.data.adverts import PRICE_STEP, PRICE_STEPS, advert
from bench.data.people import PASSWORD
from bench.load.exchanges import Exchange, Request
from bench.servers.board_servers import drf_board, pocketbase_board
from bench.servers.boards import Board, Drf, Filters, PocketBase
from bench.servers.node_board import node_board
from bench.servers.processes import cpu_seconds
from bench.surface.templates import Engine, Size

NODE: Final = "Node: http + mysql2"
FEW: Final = 100

ONE: Final = "GET /api/v1/adverts/{advert_id} (customer)"
LIST: Final = "GET /api/v1/adverts, filters repeated (customer)"
POST: Final = "POST /api/v1/adverts (customer)"
PATCH: Final = "PATCH /api/v1/adverts/{advert_id} (customer)"
NEW_NUMBERS: Final = 40_000_000

_new = itertools.count(NEW_NUMBERS)


@dataclass(frozen=True)
class Peer:
    """A running peer; `rows` give the exchanges by the names of the rows they stand beside."""

    name: str
    url: str
    cpu_seconds: Callable[[], float]
    rows: Mapping[str, Callable[[], Iterator[Exchange]]]


@contextlib.contextmanager
def signed_in_pocketbase(size: Size) -> Iterator[Peer]:
    """With its log on, as it is shipped. Raises PeerUnavailable."""
    with pocketbase_board(size.contents.adverts, signed_in=True) as board:
        answer = httpx.post(
            f"{board.url}/api/collections/users/auth-with-password",
            json={"identity": "bench@example.org", "password": PASSWORD},
        )
        yield _peer(board, answer.raise_for_status().json()["token"])


@contextlib.contextmanager
def signed_in_drf(size: Size) -> Iterator[Peer]:
    """With the tokens that DRF comes with. Raises PeerUnavailable."""
    with drf_board(size.contents.adverts, signed_in=True) as board:
        body = {"username": "bench", "password": PASSWORD}
        answer = httpx.post(f"{board.url}/api/token/", json=body)
        yield _peer(board, f"Token {answer.raise_for_status().json()['token']}")


@contextlib.contextmanager
def signed_in_node(server: str) -> Iterator[Peer]:
    """It has adverts that are written alone. Raises PeerUnavailable."""
    with node_board(server) as (pid, url, token):
        for number in range(1, FEW + 1):
            posted = httpx.post(f"{url}/adverts", json=advert(number), headers=_bearer(token))
            posted.raise_for_status()

        def posts() -> Iterator[Exchange]:
            while True:
                body = json.dumps(advert(next(_new))).encode()
                yield Request(f"{url}/adverts", "POST", _bearer(token), body, 201).exchange()

        def patches() -> Iterator[Exchange]:
            while True:
                body = b'{"price":%d}' % (random.randrange(PRICE_STEPS) * PRICE_STEP)
                number = random.randint(1, FEW)
                path = f"{url}/adverts/{number}"
                yield Request(path, "PATCH", _bearer(token), body).exchange()

        used = functools.partial(cpu_seconds, pid)
        yield Peer(NODE, url, used, {POST: posts, PATCH: patches})


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def peers_at(
    engine: Engine, size: Size, database: str
) -> dict[str, Callable[[], AbstractContextManager[Peer]]]:
    """Return what starts the peers of an engine: those that keep their adverts as RIP does then.

    `database` is the URL of RIP's MariaDB, where Node gets a database of its own.
    """
    if engine == "sqlite":
        return {
            PocketBase.name: functools.partial(signed_in_pocketbase, size),
            Drf.name: functools.partial(signed_in_drf, size),
        }
    return {NODE: functools.partial(signed_in_node, database)}


def _peer(board: Board, authorization: str) -> Peer:
    chance = random.Random()

    def sent(make: Callable[[], Request]) -> Callable[[], Iterator[Exchange]]:
        def exchanges() -> Iterator[Exchange]:
            while True:
                request = make()
                headers = {**request.headers, "Authorization": authorization}
                yield replace(request, headers=headers).exchange()

        return exchanges

    def filters() -> Request:
        lowest = chance.randrange(12) * 2_000
        return board.page(Filters(chance.choice(("Dog", "Cat")), lowest, lowest + 20_000))

    rows = {
        ONE: sent(lambda: board.one(chance.randint(1, board.size))),
        LIST: sent(filters),
        POST: sent(lambda: board.create(advert(next(_new)))),
        PATCH: sent(
            lambda: board.update(
                chance.randint(1, board.size), chance.randrange(PRICE_STEPS) * PRICE_STEP
            )
        ),
    }
    return Peer(board.name, board.url, board.cpu_seconds, rows)
