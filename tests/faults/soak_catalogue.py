"""Writers and readers on several processes of one board: no read may miss an acknowledged write.

`python -m tests.faults.soak_catalogue [--seconds N] [--services]` runs it for long; with --services
on a MariaDB and a Redis of its own, and Redis is killed in the middle.
"""

import random
import sys
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.faults.soak import main
from tests.kit.running import Server

ADVERT: dict[str, Any] = {
    "title": "Пупсик",
    "description": "Милый пупсик",
    "kind": "Dog",
    "breed": "пуп",
    "age": 1,
    "gender": "M",
    "price": 16000,
}
EXECUTE = "/api/v1/execute"


@dataclass
class Person:
    """Writes adverts at a place of their own, and reads them back from any process."""

    servers: Sequence[Server]
    until: float
    seed: int
    place: str = field(default_factory=lambda: f"Город {uuid.uuid4().hex}")
    mine: dict[int, dict[str, Any]] = field(default_factory=dict)
    reads: int = 0
    missed: list[str] = field(default_factory=list)

    def live(self) -> None:
        choose = random.Random(self.seed)
        with httpx.Client(timeout=30) as http:
            while time.monotonic() < self.until and not self.missed:
                advert_id = self._write(http, choose)
                looks = [self._one, self._page, self._list, self._total, self._search]
                for look in choose.sample(looks, 2):
                    look(http, choose.choice(self.servers).url, advert_id)
                    self.reads += 1

    def _write(self, http: httpx.Client, choose: random.Random) -> int:
        url = choose.choice(self.servers).url + EXECUTE
        what = choose.random()
        if what < 0.4 or not self.mine:
            advert = (
                http.post(url, json={**ADVERT, "location": self.place}).raise_for_status().json()
            )
            self.mine[advert["id"]] = advert
            return int(advert["id"])
        advert_id = choose.choice(list(self.mine))
        if what < 0.85:
            fields = {"id": advert_id, "price": choose.randrange(100), "title": uuid.uuid4().hex}
            self.mine[advert_id] = http.patch(url, json=fields).raise_for_status().json()
        else:
            http.request("DELETE", url, json={"id": advert_id}).raise_for_status()
            del self.mine[advert_id]
        return advert_id

    def _one(self, http: httpx.Client, url: str, advert_id: int) -> None:
        answer = http.get(f"{url}/api/v1/adverts/{advert_id}")
        expected = self.mine.get(advert_id)
        found = answer.json() if answer.status_code == 200 else None
        self._compare("advert", _shared(found, expected), expected)

    def _page(self, http: httpx.Client, url: str, _: int) -> None:
        asked = {"location": self.place, "sort": "price", "limit": "100"}
        items = http.get(f"{url}/api/v1/adverts", params=asked).raise_for_status().json()["items"]
        order = sorted(self.mine.values(), key=lambda one: (one["price"], one["id"]))[:100]
        self._compare("page", [(one["id"], one["title"]) for one in items], _names(order))

    def _list(self, http: httpx.Client, url: str, _: int) -> None:
        listed = http.get(f"{url}{EXECUTE}").raise_for_status().json()
        order = [self.mine[one] for one in sorted(self.mine, reverse=True)]
        self._compare("list", [one for one in listed if one["location"] == self.place], order)

    def _total(self, http: httpx.Client, url: str, _: int) -> None:
        asked = {"location": self.place, "limit": "1", "facets": "kind"}
        page = http.get(f"{url}/api/v1/adverts", params=asked).raise_for_status().json()
        counted = sum(one["count"] for one in page["facets"]["kind"])
        self._compare("total", [page["total"], counted], [len(self.mine)] * 2)

    def _search(self, http: httpx.Client, url: str, advert_id: int) -> None:
        """By a word that all adverts of this person have, and by one that only this one has."""
        order = [self.mine[one] for one in sorted(self.mine, reverse=True)]
        title = self.mine.get(advert_id, ADVERT)["title"]
        asked = [(self.place.split()[1], order)]
        if title != ADVERT["title"]:
            asked.append((title, [self.mine[advert_id]]))
        for words, expected in asked:
            params = {"q": words, "limit": "100"}
            page = http.get(f"{url}/api/v1/adverts", params=params).raise_for_status().json()
            found = [page["total"], *((one["id"], one["title"]) for one in page["items"])]
            self._compare("search", found, [len(expected), *_names(expected[:100])])

    def _compare(self, what: str, found: object, expected: object) -> None:
        if found != expected:
            self.missed.append(f"{what}: {found!r:.300} is not {expected!r:.300}")


def _shared(found: dict[str, Any] | None, expected: dict[str, Any] | None) -> dict[str, Any] | None:
    if found is None or expected is None:
        return found
    return {name: found[name] for name in expected}


def _names(adverts: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(one["id"], one["title"]) for one in adverts]


def soak(servers: Sequence[Server], seconds: float, people: int = 4) -> tuple[int, list[str]]:
    """The number of reads, and those that missed an acknowledged write."""
    until = time.monotonic() + seconds
    crowd = [Person(servers, until, seed) for seed in range(people)]
    with ThreadPoolExecutor(people) as threads:
        for life in [threads.submit(person.live) for person in crowd]:
            life.result()
    return sum(one.reads for one in crowd), [line for one in crowd for line in one.missed]


if __name__ == "__main__":
    sys.exit(main(soak, "tests.faults.soak_catalogue", str(__doc__), sys.argv[1:]))
