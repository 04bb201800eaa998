"""Keep a copy of a RIP board in a SQLite file, by following its change feed.

    python examples/mirror.py --url http://localhost:8000 --file board.sqlite3

It may be stopped and started at any time, and goes on from the number it has come to. `--once` ends
as soon as the copy is whole. The table `advert` holds each public advert as JSON:

    sqlite3 board.sqlite3 "SELECT json_extract(body, '$.title') FROM advert"
"""

import argparse
import json
import random
import sqlite3
import time
from pathlib import Path
from typing import Any, NamedTuple, Self

import httpx

TABLES = """
CREATE TABLE IF NOT EXISTS advert (id INTEGER PRIMARY KEY, body TEXT NOT NULL, round INTEGER);
CREATE TABLE IF NOT EXISTS position (since INTEGER, started INTEGER, round INTEGER);
INSERT INTO position SELECT 0, NULL, 0 WHERE NOT EXISTS (SELECT 1 FROM position);
"""
WAIT_SECONDS = 25
LONGEST_PAUSE = 30.0


class Position(NamedTuple):
    """Up to which number the copy has come, and where the log was when it was begun.

    `round` counts the times it was begun anew: rows of an earlier round are from before that.
    """

    since: int
    started: int | None
    round: int


class Mirror:
    """The copy: it changes together with its position, so that it may be cut off anywhere."""

    def __init__(self, file: Path | str) -> None:
        self._database = sqlite3.connect(file)
        self._database.executescript(TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    @property
    def position(self) -> Position:
        row = self._database.execute("SELECT since, started, round FROM position").fetchone()
        return Position(*row)

    def apply(self, page: dict[str, Any]) -> None:
        """Take over a page of changes."""
        number = self.position.round
        with self._database:
            for change in page["changes"]:
                if change["deleted"]:
                    self._database.execute("DELETE FROM advert WHERE id = ?", (change["id"],))
                else:
                    body = json.dumps(change["advert"], ensure_ascii=False)
                    row = (change["id"], body, number)
                    self._database.execute("INSERT OR REPLACE INTO advert VALUES (?, ?, ?)", row)
            self._move(Position(page["next"], page["started"], number))
            if page["caught_up"]:
                # Rows that the new round has not met are not on the board.
                self._database.execute("DELETE FROM advert WHERE round < ?", (number,))

    def begin_again(self) -> None:
        """Copy the whole board anew; what is there stays readable until that is done."""
        with self._database:
            self._move(Position(0, None, self.position.round + 1))

    def adverts(self) -> dict[int, dict[str, Any]]:
        """Each advert by its id."""
        rows = self._database.execute("SELECT id, body FROM advert")
        return {number: json.loads(body) for number, body in rows}

    def _move(self, position: Position) -> None:
        self._database.execute("UPDATE position SET since = ?, started = ?, round = ?", position)


def step(mirror: Mirror, client: httpx.Client, *, wait: int = WAIT_SECONDS) -> bool:
    """Ask once for what comes next and take it over; True when the copy is whole.

    Raises httpx.HTTPError when the board does not answer as it should.
    """
    since, started, _ = mirror.position
    query = {"since": since, "limit": 500, "wait": wait}
    if started is not None:
        query["started"] = started
    answer = client.get("/api/v1/adverts/changes", params=query, timeout=wait + 15)
    if answer.status_code == httpx.codes.GONE:
        mirror.begin_again()
        return False
    page = answer.raise_for_status().json()
    mirror.apply(page)
    return bool(page["caught_up"])


def follow(mirror: Mirror, client: httpx.Client, *, once: bool) -> None:
    """Follow for ever or, with `once`, until the copy is whole; outlives failures of the board."""
    pause = 0.5
    while True:
        try:
            whole = step(mirror, client, wait=0 if once else WAIT_SECONDS)
        except httpx.HTTPError as error:
            told = _retry_after(error)
            seconds = pause * random.uniform(0.5, 1.5) if told is None else told
            print(f"{error}; next try in {seconds:.1f} s", flush=True)
            time.sleep(seconds)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = 0.5
        print(f"at number {mirror.position.since}{', whole' if whole else ''}", flush=True)
        if whole and once:
            return


def _retry_after(error: httpx.HTTPError) -> float | None:
    """Return the seconds that the board asks to wait; None if it does not."""
    if not isinstance(error, httpx.HTTPStatusError):
        return None
    told = error.response.headers.get("Retry-After", "")
    return float(told) if told.isdigit() else None


def main() -> None:
    parser = argparse.ArgumentParser(description="Keep a copy of a RIP board in a SQLite file.")
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--file", type=Path, default=Path("board.sqlite3"))
    parser.add_argument("--once", action="store_true", help="end when the copy is whole")
    options = parser.parse_args()
    with Mirror(options.file) as mirror, httpx.Client(base_url=options.url) as client:
        follow(mirror, client, once=options.once)


if __name__ == "__main__":
    main()
