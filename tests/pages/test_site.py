"""Pages are made in a few threads, each with its connection; whoever comes when too many are being
served is asked to come again."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path
from django.utils import translation

from rip.pages.errors import busy_page
from rip.pages.site import PIECE, DjangoSite
from tests.kit.running import Server, running_server
from tests.kit.waiting import until

doors_open = threading.Event()
seen_threads: set[str] = set()


def wait(request: HttpRequest) -> HttpResponse:
    seen_threads.add(threading.current_thread().name)
    doors_open.wait(20)
    return HttpResponse(request.body, headers={"X-Thread": threading.current_thread().name})


async def asynchronous(request: HttpRequest) -> HttpResponse:
    loop = asyncio.get_running_loop()
    return HttpResponse(str(id(loop)))


class Numbers:
    """Numbers from 1 on, as many as wanted, that note how far they were read and if they ended."""

    last = 40

    def __init__(self) -> None:
        self.read = 0
        self.closed = threading.Event()

    def __iter__(self) -> "Numbers":
        return self

    def __next__(self) -> bytes:
        assert not self.closed.is_set()
        if self.read == self.last:
            raise StopIteration
        self.read += 1
        return b"%04d" % self.read * (PIECE // 4)

    def close(self) -> None:
        self.closed.set()


numbers: list[Numbers] = []


def stream(request: HttpRequest) -> StreamingHttpResponse:
    numbers.append(Numbers())
    return StreamingHttpResponse(numbers[-1])


def short_stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"a", b"b"]))


urlpatterns = [
    path("stream/", stream),
    path("short-stream/", short_stream),
    path("wait/", wait),
    path("asynchronous/", asynchronous),
    path("", include("rip.urls")),
]


@pytest.fixture(autouse=True)
def doors() -> Iterator[None]:
    doors_open.clear()
    seen_threads.clear()
    yield
    doors_open.set()


async def ask(site: DjangoSite, address: str, body: bytes = b"") -> httpx.Response:
    transport = httpx.ASGITransport(app=site)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.request("GET", address, content=body)


def run(scenario: Callable[[], Any]) -> None:
    with translation.override("en"):
        asyncio.run(asyncio.wait_for(scenario(), 20))


@pytest.mark.urls(__name__)
def test_who_comes_when_as_many_as_may_be_are_here_is_asked_to_come_again() -> None:
    site = DjangoSite(ThreadPoolExecutor(2), busy_page, most=5)

    async def scenario() -> None:
        served = [asyncio.create_task(ask(site, "/wait/")) for _ in range(5)]
        await until(lambda: len(seen_threads) == 2)
        refused = await ask(site, "/wait/")
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "2"
        assert refused.headers["Content-Language"] == "en"
        assert "default-src 'none'" in refused.headers["Content-Security-Policy"]
        assert 'href="/"' in refused.text
        doors_open.set()
        assert [answer.status_code for answer in await asyncio.gather(*served)] == [200] * 5
        assert (await ask(site, "/wait/")).status_code == 200

    run(scenario)
    assert len(seen_threads) == 2


@pytest.mark.urls(__name__)
def test_a_view_that_awaits_does_so_on_the_loop_of_the_server() -> None:
    site = DjangoSite(ThreadPoolExecutor(1), busy_page)

    async def scenario() -> None:
        answer = await ask(site, "/asynchronous/")
        assert answer.text == str(id(asyncio.get_running_loop()))

    run(scenario)


@pytest.mark.urls(__name__)
def test_a_body_arrives_whole_and_a_visitor_who_leaves_before_its_end_is_let_go() -> None:
    site = DjangoSite(ThreadPoolExecutor(1), busy_page, most=1)
    doors_open.set()

    async def scenario() -> None:
        async def gone() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def never(_message: Any) -> None:
            raise AssertionError

        await site({"type": "http", "method": "POST", "path": "/wait/"}, gone, never)
        assert (await ask(site, "/wait/", b"x" * 100_000)).content == b"x" * 100_000

    run(scenario)


class Visit:
    """A visitor of the stream, as the server sees them, who takes what they are sent, or leaves."""

    def __init__(self, site: DjangoSite, *, method: str = "GET") -> None:
        self.left = asyncio.Event()
        self.taken = asyncio.Semaphore(0)
        self.sent: list[Any] = []
        self._bodies = [{"type": "http.request", "body": b"", "more_body": False}]
        scope = {
            "type": "http",
            "method": method,
            "path": "/stream/",
            "query_string": b"",
            "headers": [(b"host", b"localhost")],
        }
        self.served = asyncio.create_task(site(scope, self._receive, self._send))

    async def _receive(self) -> Any:
        if self._bodies:
            return self._bodies.pop()
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)
        if message.get("more_body"):
            await self.taken.acquire()

    def pieces(self) -> list[bytes]:
        return [one["body"][:4] for one in self.sent if one.get("body")]


@pytest.mark.urls(__name__)
def test_a_stream_is_read_no_further_than_it_is_taken_and_holds_no_thread() -> None:
    site = DjangoSite(ThreadPoolExecutor(1), busy_page, most=1)

    async def scenario() -> None:
        visit = Visit(site)
        await until(lambda: visit.pieces() == [b"0001"])
        assert numbers[-1].read == 2
        assert (await ask(site, "/short-stream/")).content == b"ab"
        assert numbers[-1].read == 2
        for _ in range(Numbers.last):
            visit.taken.release()
        await visit.served
        assert visit.pieces() == [b"%04d" % number for number in range(1, Numbers.last + 1)]
        assert numbers[-1].closed.is_set()

    run(scenario)


@pytest.mark.urls(__name__)
def test_a_stream_whose_visitor_leaves_is_read_no_more() -> None:
    site = DjangoSite(ThreadPoolExecutor(1), busy_page)

    async def scenario() -> None:
        visit = Visit(site)
        await until(lambda: visit.pieces() == [b"0001"])
        visit.left.set()
        visit.taken.release()
        await visit.served
        assert numbers[-1].read <= 3
        assert numbers[-1].closed.is_set()

    run(scenario)


@pytest.mark.urls(__name__)
def test_the_head_of_a_stream_reads_no_more_than_its_beginning() -> None:
    site = DjangoSite(ThreadPoolExecutor(1), busy_page)

    async def scenario() -> None:
        visit = Visit(site, method="HEAD")
        await visit.served
        assert visit.sent[0]["status"] == 200
        assert (visit.pieces(), numbers[-1].read) == ([], 2)
        assert numbers[-1].closed.is_set()

    run(scenario)


@pytest.mark.urls(__name__)
def test_a_short_stream_has_a_length() -> None:
    site = DjangoSite(ThreadPoolExecutor(1), busy_page)

    async def scenario() -> None:
        answer = await ask(site, "/short-stream/")
        assert (answer.content, answer.headers["Content-Length"]) == (b"ab", "2")

    run(scenario)


@pytest.fixture
def small() -> Iterator[Server]:
    with running_server(RIP_DATABASE_THREADS="1") as running:
        yield running


def connections(server: Server) -> int:
    """The number of connections that the server holds to its database."""
    if server.environment["DATABASE_URL"].startswith("sqlite"):
        files = Path(f"/proc/{server.process.pid}/fd")
        open_files = [str(file.readlink()) for file in files.iterdir()]
        return sum(name.endswith(".sqlite3") for name in open_files)
    rows = server.sql("SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()")
    return int(rows[0][0])


def test_a_hundred_visitors_at_once_are_served_by_a_few_connections(small: Server) -> None:
    def visit(_number: int) -> int:
        # The cookie names no session, which the database is asked for.
        cookies = {"sessionid": "nobody"}
        return httpx.get(f"{small.url}/favourites/", cookies=cookies, timeout=60).status_code

    with ThreadPoolExecutor(100) as visitors:
        assert set(visitors.map(visit, range(300))) == {200}
    # Two of pages, one of reads, one of checks, those of writes, of inline reads and of this test.
    assert connections(small) <= 10
