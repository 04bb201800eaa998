"""An overview of the adverts and the accounts, on a temporary database: `./run bench`."""

import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import httpx
import uvloop

from bench.command_line import command_parser, publish, warn_about_one_core
from bench.data import people
from bench.load.exchanges import Request, WrongResponse
from bench.load.measurement import Measurement
from bench.load.requests import measure
from bench.report.tables import Report, Table
from bench.servers.rip import rip
from bench.servers.static import static_server
from tests.kit.running import Server

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
    """The running servers, and the seconds of each workload."""

    rip: Server
    static_url: str
    seconds: float

    async def static(self, url: str, headers: dict[str, str]) -> Measurement:
        """Measure a response of the same size, by a server that does nothing else."""
        async with httpx.AsyncClient(headers=headers) as client:
            size = len((await client.get(url)).raise_for_status().content)
        return await measure(Request(f"{self.static_url}/{size}"), self.seconds)


Row = tuple[str, Measurement, Measurement | None]


async def all_adverts(bench: Bench) -> Row:
    url = f"{bench.rip.url}/api/v1/execute"
    body = json.dumps(ADVERT).encode()
    async with httpx.AsyncClient() as client:
        for _ in range(ADVERTS):
            (await client.post(url, content=body, headers=JSON)).raise_for_status()
    measurement = await measure(Request(url), bench.seconds)
    return f"GET {ADVERTS:,} adverts", measurement, await bench.static(url, {})


async def signed_in(bench: Bench) -> Row:
    async with httpx.AsyncClient(base_url=bench.rip.url, timeout=30) as client:
        person = await people.sign_in(client, people.OPERATOR)
    url = f"{bench.rip.url}/api/v1/accounts/me"
    measurement = await measure(Request(url, headers=person.headers), bench.seconds)
    return "GET accounts/me", measurement, await bench.static(url, person.headers)


async def post(bench: Bench) -> Row:
    url = f"{bench.rip.url}/api/v1/execute"
    body = json.dumps(ADVERT).encode()
    request = Request(url, "POST", JSON, body, status=201)
    return "POST an advert", await measure(request, bench.seconds), None


# In this order: the list is measured before more adverts are posted.
WORKLOADS: Final[dict[str, Callable[[Bench], Awaitable[Row]]]] = {
    "adverts": all_adverts,
    "me": signed_in,
    "post": post,
}


def main(arguments: list[str]) -> int:
    parser = command_parser("", __doc__, seconds=5, document=False)
    parser.add_argument("--only", choices=WORKLOADS, help="this workload alone")
    options = parser.parse_args(arguments)
    warn_about_one_core()
    names = [options.only] if options.only else list(WORKLOADS)
    with rip(access_log=options.access_log) as server, static_server() as static:
        people.operator_create(server)
        try:
            rows = uvloop.run(_measure(Bench(server, static.url, options.seconds), names))
        except WrongResponse as error:
            print(f"The server did not answer as it should:\n{error}", file=sys.stderr)
            return 1
    publish(_report(rows), options)
    return 0


async def _measure(bench: Bench, names: list[str]) -> list[Row]:
    return [await WORKLOADS[name](bench) for name in names]


def _report(rows: list[Row]) -> Report:
    columns = ["workload", "per second", "p50 ms", "p99 ms", "static bytes", "share"]
    cells = [
        [
            name,
            f"{measurement.per_second:,.0f}",
            f"{measurement.percentile(50):.1f}",
            f"{measurement.percentile(99):.1f}",
            f"{static.per_second:,.0f}" if static else "",
            f"{measurement.per_second / static.per_second:.0%}" if static else "",
        ]
        for name, measurement, static in rows
    ]
    notes = ["The server is on one core, the load on another."]
    return Report("overview", [Table("Adverts and accounts", columns, cells, notes)])
