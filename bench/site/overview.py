"""The adverts and the accounts: start RIP on a temporary database, load it, print what it did."""

import argparse
import json
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import httpx
import uvloop
from rich.console import Console
from rich.table import Table

from bench import people, requests, servers
from bench.connections import WrongAnswer
from bench.figures import Figures
from bench.requests import Request
from tests.running import Server

ADVERTS = 1000
ADVERT = {
    "title": "Пупсик",
    "description": "Милый пупсик, привит и приучен к лотку, ищет дом с садом. " * 4,
    "kind": "Dog",
    "breed": "пуп",
    "age": 1,
    "gender": "M",
    "location": "Москва",
    "price": 16000,
}
JSON = {"Content-Type": "application/json"}


@dataclass
class Bench:
    """The servers that are running, and how long each kind of work is done."""

    rip: Server
    ceiling: str
    seconds: float

    async def static(self, url: str, headers: dict[str, str]) -> Figures:
        """Bytes of the size that `url` answers with, from the same kind of server."""
        async with httpx.AsyncClient(headers=headers) as client:
            size = len((await client.get(url)).raise_for_status().content)
        return await requests.measure(Request(f"{self.ceiling}/{size}"), self.seconds)


Row = tuple[str, Figures, Figures | None]


async def all_adverts(bench: Bench) -> Row:
    url = f"{bench.rip.url}/api/v1/execute"
    body = json.dumps(ADVERT).encode()
    async with httpx.AsyncClient() as client:
        for _ in range(ADVERTS):
            (await client.post(url, content=body, headers=JSON)).raise_for_status()
    figures = await requests.measure(Request(url), bench.seconds)
    return f"GET {ADVERTS:,} adverts", figures, await bench.static(url, {})


async def signed_in(bench: Bench) -> Row:
    async with httpx.AsyncClient(base_url=bench.rip.url, timeout=30) as client:
        person = await people.sign_in(client, people.OPERATOR)
    url = f"{bench.rip.url}/api/v1/accounts/me"
    figures = await requests.measure(Request(url, headers=person.headers), bench.seconds)
    return "GET accounts/me", figures, await bench.static(url, person.headers)


async def post(bench: Bench) -> Row:
    url = f"{bench.rip.url}/api/v1/execute"
    body = json.dumps(ADVERT).encode()
    request = Request(url, "POST", JSON, body, status=201)
    return "POST an advert", await requests.measure(request, bench.seconds), None


# In this order: the list is measured before more adverts are posted.
WORK: Final[dict[str, Callable[[Bench], Awaitable[Row]]]] = {
    "adverts": all_adverts,
    "me": signed_in,
    "post": post,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="of each; default: %(default)s")
    parser.add_argument("--only", choices=WORK, help="do this work alone")
    options = parser.parse_args(arguments)
    if len(os.sched_getaffinity(0)) < 2:
        print("There is one core: the load takes a part of what the server needs.")
    names = [options.only] if options.only else list(WORK)
    with servers.rip() as rip, servers.ceiling() as ceiling:
        people.hire_operator(rip)
        try:
            rows = uvloop.run(_measure(Bench(rip, ceiling.url, options.seconds), names))
        except WrongAnswer as error:
            print(f"The server did not answer as it should:\n{error}", file=sys.stderr)
            return 1
    _show(rows)
    return 0


async def _measure(bench: Bench, names: list[str]) -> list[Row]:
    return [await WORK[name](bench) for name in names]


def _show(rows: list[Row]) -> None:
    table = Table("work", caption="the server on one core, the load on another")
    for heading in ("per second", "p50 ms", "p99 ms", "static bytes", "share"):
        table.add_column(heading, justify="right")
    for name, figures, ceiling in rows:
        table.add_row(
            name,
            f"{figures.per_second:,.0f}",
            f"{figures.percentile(50):.1f}",
            f"{figures.percentile(99):.1f}",
            f"{ceiling.per_second:,.0f}" if ceiling else "",
            f"{figures.per_second / ceiling.per_second:.0%}" if ceiling else "",
        )
    Console().print(table)
