"""The seed's script that fills the board: `cd create_test_data && python3 run.py`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.kit.running import ROOT, Server, free_port, running_server

pytestmark = pytest.mark.slow

FOLDER = ROOT / "create_test_data"
USER, PASSWORD = "masha", "кошка-на-окошке-7"


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    """A server nobody has posted to yet, where Masha has an account."""
    with running_server() as server:
        masha = {"username": USER, "password": PASSWORD}
        httpx.post(f"{server.url}/api/v1/accounts/register", json=masha).raise_for_status()
        yield server


def run_script(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Isolated (-I -S), so that nothing but Python's own library can be imported."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "run.py", *arguments],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )


def written() -> list[dict[str, Any]]:
    adverts: list[dict[str, Any]] = json.loads(
        (FOLDER / "adverts.json").read_text(), parse_float=Decimal
    )
    return adverts


def test_every_advert_is_posted_with_its_picture_and_its_exact_price(site: Server) -> None:
    done = run_script("--url", site.url)
    assert done.returncode == 0, done.stdout + done.stderr
    answer = httpx.get(f"{site.url}/api/v1/execute").text
    posted = {advert["title"]: advert for advert in json.loads(answer, parse_float=Decimal)}
    for advert in written():
        board = posted[advert["title"]]
        assert {**board, "id": 0, "image": ""} == {**advert, "id": 0, "image": ""}
        picture = httpx.get(site.url + board["image"])
        assert picture.headers["content-type"] == "image/webp"


def test_each_answer_is_shown(site: Server) -> None:
    lines = run_script("--url", site.url).stdout.splitlines()
    count = len(written())
    for number, (line, advert) in enumerate(zip(lines[:-1], written(), strict=True), start=1):
        assert line.split()[:3] == [f"{number}/{count}", "201", "id"]
        assert line.endswith(advert["title"])
    assert lines[-1] == f"{count} adverts posted, 0 refused."


def test_the_adverts_belong_to_the_user_who_signs_in(site: Server) -> None:
    done = run_script("--url", site.url, "--user", USER, "--password", PASSWORD)
    assert done.returncode == 0, done.stdout + done.stderr
    newest = httpx.get(f"{site.url}/api/v1/execute").json()[0]
    change = {"id": newest["id"], "age": 3}
    assert httpx.patch(f"{site.url}/api/v1/execute", json=change).status_code == 401


def test_a_wrong_password_is_said_in_one_sentence(site: Server) -> None:
    done = run_script("--url", site.url, "--user", USER, "--password", "wrong")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Signing in as {USER} failed: ")
    assert done.stderr.count("\n") == 1


def test_a_server_that_is_not_up_is_said_in_one_sentence() -> None:
    done = run_script("--url", f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "start the server, or name it with --url" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["nonsense", "http://[", "ftp://127.0.0.1"])
def test_an_address_that_is_none_is_said_in_one_sentence(url: str) -> None:
    done = run_script("--url", url)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_refused_adverts_are_shown_with_their_reason() -> None:
    with running_server(RIP_KINDS="Bird") as server:
        done = run_script("--url", server.url)
    assert done.returncode == 1
    assert f"0 adverts posted, {len(written())} refused." in done.stdout
    refused = [line for line in done.stdout.splitlines() if "  400  " in line and "kind: " in line]
    assert len(refused) == len(written())


def test_where_a_token_is_needed_the_refusal_says_so() -> None:
    with running_server(RIP_ANONYMOUS_ADVERTS="0") as server:
        done = run_script("--url", server.url)
    assert done.returncode == 1
    assert "  401  " in done.stdout
