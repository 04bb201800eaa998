"""examples/mirror.py ends with exactly the board's public content, whatever happens meanwhile."""

import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from examples.mirror import Mirror, step
from tests.kit.people import ADVERT
from tests.kit.running import ROOT, Server, running_server

pytestmark = pytest.mark.slow

COMPACT_MUCH_LATER = (
    "from datetime import timedelta;"
    "from django.db.models import F;"
    "from rip.adverts.models import AdvertChange;"
    "from django.core.management import call_command;"
    "AdvertChange.objects.update(at=F('at') - timedelta(days=99));"
    "call_command('compact')"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client


def write(client: httpx.Client, turns: int, dice: random.Random) -> None:
    """Post, change, close, reserve and delete adverts at random."""
    mine: list[int] = []
    for _ in range(turns):
        what = dice.choice(["post", "post", "age", "status", "delete"])
        if what == "post" or not mine:
            answer = client.post("/api/v1/adverts", json=ADVERT)
            mine.append(answer.json()["id"])
        elif what == "delete":
            answer = client.delete(f"/api/v1/adverts/{mine.pop(dice.randrange(len(mine)))}")
        else:
            change: dict[str, Any] = {"age": dice.randrange(200)}
            if what == "status":
                change = {"status": dice.choice(["published", "closed", "reserved"])}
            answer = client.patch(f"/api/v1/adverts/{dice.choice(mine)}", json=change)
        assert answer.status_code < 300 or answer.status_code == 409, answer.text


def board(server: Server) -> dict[int, dict[str, Any]]:
    """The public adverts, read from the database."""
    code = (
        "from rip.adverts.models import Advert;"
        "from rip.adverts.encoding import full_shape, to_json;"
        "print('BOARD', to_json([full_shape(one) for one in Advert.objects.public()]).decode())"
    )
    listed = json.loads(server.manage("shell", "-c", code).rpartition("BOARD ")[2])
    return {advert["id"]: advert for advert in listed}


def catch_up(mirror: Mirror, client: httpx.Client) -> None:
    while not step(mirror, client, wait=0):
        pass


def test_it_ends_with_the_boards_content_while_writers_run(
    server: Server, client: httpx.Client, tmp_path: Path
) -> None:
    done = threading.Event()

    def copy() -> None:
        with Mirror(tmp_path / "copy.sqlite3") as mirror:
            while not done.is_set():
                step(mirror, client, wait=1)
            catch_up(mirror, client)

    with ThreadPoolExecutor(4) as pool:
        copying = pool.submit(copy)
        writers = [pool.submit(write, client, 40, random.Random(turn)) for turn in range(3)]
        for writer in writers:
            writer.result()
        done.set()
        copying.result()
    with Mirror(tmp_path / "copy.sqlite3") as mirror:
        assert mirror.adverts() == board(server)


def test_a_new_copy_and_one_that_was_away_both_end_right_after_a_compaction(
    server: Server, client: httpx.Client, tmp_path: Path
) -> None:
    with Mirror(tmp_path / "away.sqlite3") as away, Mirror(tmp_path / "new.sqlite3") as new:
        write(client, 20, random.Random(1))
        catch_up(away, client)
        write(client, 40, random.Random(2))
        assert "Dropped" in server.manage("shell", "-c", COMPACT_MUCH_LATER)
        write(client, 10, random.Random(3))
        catch_up(new, client)
        assert new.adverts() == board(server)
        assert step(away, client, wait=0) is False
        assert away.position.round == 1
        assert away.adverts()
        catch_up(away, client)
        assert away.adverts() == board(server)


def test_the_program_copies_once_and_says_so(
    server: Server, client: httpx.Client, tmp_path: Path
) -> None:
    write(client, 10, random.Random(4))
    program = [sys.executable, "examples/mirror.py", "--once"]
    where = ["--url", server.url, "--file", str(tmp_path / "board.sqlite3")]
    done = subprocess.run([*program, *where], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.endswith(", whole\n")
    with Mirror(tmp_path / "board.sqlite3") as mirror:
        assert mirror.adverts() == board(server)
