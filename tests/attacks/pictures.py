"""Attacks with pictures: `python -m tests.attacks.pictures [--seconds 10]`.

Strangers send large pictures to adverts that are not there and to the page without an account; two
accounts send large ones, ones of a thousand scans, and ones as slow as are taken: twenty attackers
send one a second each, five times as many as once kept all processors busy.
Meanwhile somebody reads an advert. It prints one line of figures, and fails if the answers became
more than three times as slow, memory grew by 300 MiB or was not given back in 30 seconds, or any
answer was a 5xx other than 503. The limits on rates are off: this is more than a site would let in.
"""

import argparse
import logging
import multiprocessing
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from bench.servers.processes import rss_kib
from tests.kit import pictures
from tests.kit.running import Server, running_server

MIB: Final = 1024 * 1024
PASSWORD: Final = "кошка-на-окошке-7"
ADVERT: Final = {
    "title": "Пупсик",
    "description": "Милый пупсик",
    "kind": "Dog",
    "breed": "пуп",
    "age": "1",
    "gender": "M",
    "location": "Москва",
    "price": "16000",
}

ATTACKERS: Final = 20
IDLE_SECONDS: Final = 3.0
GIVEN_BACK_SECONDS: Final = 30.0
MOST_GROWTH: Final = 300 * MIB
MOST_KEPT: Final = 100 * MIB
MOST_TIMES_SLOWER: Final = 3.0
# Attackers leave after so long, which ends the work on their pictures, and count as this status.
PATIENCE_SECONDS: Final = 5.0
LEFT: Final = 0

Send = Callable[[httpx.Client, bytes], httpx.Response]


def files(raw: bytes) -> dict[str, tuple[str, bytes]]:
    return {"image": ("pet.jpg", raw)}


def to_a_missing_advert(client: httpx.Client, raw: bytes) -> httpx.Response:
    return client.patch("/api/v1/execute", data={"id": "999999"}, files=files(raw))


def under_a_missing_advert(client: httpx.Client, raw: bytes) -> httpx.Response:
    return client.post("/api/v1/adverts/999999/pictures", files=files(raw))


def to_the_page(client: httpx.Client, raw: bytes) -> httpx.Response:
    token = "a" * 32
    headers = {"X-CSRFToken": token, "Cookie": f"csrftoken={token}"}
    return client.post("/adverts/pictures/", files=files(raw), headers=headers)


def to_an_advert_of_ones_own(client: httpx.Client, raw: bytes) -> httpx.Response:
    return client.post("/api/v1/adverts", data=ADVERT, files=files(raw))


def large() -> bytes:
    """About 3 MB of 12 megapixels, as a phone makes it."""
    return pictures.encoded(
        pictures.decoded(pictures.noise(400, 300)).resize((4_000, 3_000)), "JPEG", quality=90
    )


@dataclass
class Figures:
    """The measurements of an attack."""

    idle: list[float] = field(default_factory=list)
    attacked: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    grown: int = 0
    kept: int = 0

    def line(self) -> str:
        answers = " ".join(
            f"{status or 'left'}:{count}" for status, count in sorted(self.statuses.items())
        )
        return (
            f"pictures: p99 of an advert {p99(self.idle):.1f} ms idle,"
            f" {p99(self.attacked):.1f} ms attacked; resident growth {self.grown / MIB:.0f} MiB,"
            f" {self.kept / MIB:.0f} MiB kept; answers {answers}"
        )

    def faults(self) -> list[str]:
        wrong = {
            "answers are too slow": p99(self.attacked) > MOST_TIMES_SLOWER * p99(self.idle),
            "memory grows too much": self.grown >= MOST_GROWTH,
            "memory is not given back": self.kept >= MOST_KEPT,
            "the server was surprised": any(500 <= one != 503 for one in self.statuses),
        }
        return [fault for fault, is_so in wrong.items() if is_so]


def p99(milliseconds: list[float]) -> float:
    return sorted(milliseconds)[int(len(milliseconds) * 0.99)] if milliseconds else 0.0


def attack(server: Server, seconds: float) -> Figures:
    """Attack for so long, and measure."""
    tokens = (registered(server, "vera"), registered(server, "ivan"))
    headers = {"Authorization": f"Bearer {tokens[0]}"}
    with httpx.Client(base_url=server.url, timeout=60, headers=headers) as vera:
        advert = vera.post("/api/v1/adverts", json=ADVERT).json()["id"]
        # A worker of each lane has been there, and the doors have been gone through once.
        to_an_advert_of_ones_own(vera, pictures.png())
        to_an_advert_of_ones_own(vera, pictures.jpeg(2_500, 2_000))
        figures = Figures(idle=times(server, advert, IDLE_SECONDS))
        before = resident(server)
        with watched(server, figures, before):
            answers: Any = multiprocessing.get_context("spawn").Queue()
            flood = multiprocessing.get_context("spawn").Process(
                target=_flood, args=(server.url, tokens, seconds, answers)
            )
            flood.start()
            answers.get()
            figures.attacked = times(server, advert, seconds)
            figures.statuses = answers.get()
            flood.join()
        deadline = time.monotonic() + GIVEN_BACK_SECONDS
        while figures.kept >= MOST_KEPT and time.monotonic() < deadline:
            figures.kept = resident(server) - before
        return figures


def registered(server: Server, username: str) -> str:
    """The token of a new account."""
    account = {"username": username, "password": PASSWORD}
    httpx.post(f"{server.url}/api/v1/accounts/register", json=account, timeout=60)
    answer = httpx.post(f"{server.url}/api/token/", json=account, timeout=60)
    return str(answer.raise_for_status().json()["access"])


def resident(server: Server) -> int:
    """Bytes of the server and of all that it has started."""
    return _resident(server.process.pid)


def _resident(pid: int) -> int:
    """Of each process, for one may end meanwhile, and any thread may have started some."""
    try:
        own = rss_kib(pid) * 1024
        lists = [one.read_text() for one in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return 0
    return own + sum(_resident(int(child)) for one in lists for child in one.split())


def times(server: Server, advert: int, seconds: float) -> list[float]:
    """Read an advert again and again; the milliseconds of each answer."""
    taken: list[float] = []
    end = time.monotonic() + seconds
    with httpx.Client(base_url=server.url, timeout=60) as client:
        while time.monotonic() < end:
            start = time.perf_counter()
            answer = client.get(f"/api/v1/adverts/{advert}")
            taken.append((time.perf_counter() - start) * 1_000)
            answer.raise_for_status()
    return taken


@contextmanager
def watched(server: Server, figures: Figures, before: int) -> Iterator[None]:
    """Note by how much the server grows at most, and at the end."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            figures.grown = max(figures.grown, resident(server) - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        figures.kept = MOST_KEPT


def _flood(url: str, tokens: tuple[str, ...], seconds: float, answers: Any) -> None:
    """In a process of its own, so that it takes no time from who measures."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    photograph, scans = large(), pictures.scanned(1_000)
    slow = pictures.scanned(60, 3_000, 2_400)
    ways: list[tuple[Send, bytes, str]] = [
        (to_a_missing_advert, photograph, ""),
        (under_a_missing_advert, photograph, ""),
        (to_the_page, photograph, ""),
        (to_an_advert_of_ones_own, photograph, tokens[0]),
        (to_an_advert_of_ones_own, scans, tokens[0]),
        (to_an_advert_of_ones_own, slow, tokens[1]),
        (to_an_advert_of_ones_own, pictures.noise(1_600, 900), tokens[1]),
    ]
    answers.put("ready")
    end = time.monotonic() + seconds
    over = threading.Event()
    statuses: Counter[int] = Counter()

    def send(number: int) -> None:
        way, raw, token = ways[number % len(ways)]
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, headers=headers) as client:
            begin = time.monotonic()
            while (begin := begin + 1.0) < end:
                try:
                    statuses[way(client, raw).status_code] += 1
                except httpx.TimeoutException:
                    statuses[LEFT] += 1
                over.wait(max(0.0, begin - time.monotonic()))

    senders = [threading.Thread(target=send, args=(number,)) for number in range(ATTACKERS)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    answers.put(statuses)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    seconds = parser.parse_args().seconds
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with running_server(RIP_ANONYMOUS_ADVERTS="0") as server:
        figures = attack(server, seconds)
    print(figures.line())
    for fault in figures.faults():
        print(f"pictures: {fault}")
    return 1 if figures.faults() else 0


if __name__ == "__main__":
    sys.exit(main())
