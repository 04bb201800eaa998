"""Right and wrong responses to the workloads of the catalogue."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.catalogue.workloads import WORKLOADS, Workload, cold_page, one, search, warm_page
from bench.data.adverts import advert
from bench.load.exchanges import WrongResponse
from bench.servers.boards import Board, Drf, PocketBase, pocketbase_id

DRF = Drf(1000, "http://x", 1, database=Path())
POCKETBASE = PocketBase(1000, "http://x", 1, database=Path())


def page(board: Board, kind: str = "Dog", change: Any = None) -> bytes:
    numbers = [n for n in range(1, 1000) if advert(n)["kind"] == kind][:24]
    id_of = pocketbase_id if isinstance(board, PocketBase) else int
    items = [{"id": id_of(n), **advert(n), "price": 30_000} for n in numbers]
    if change:
        change(items)
    return json.dumps({"results": items, "items": items}).encode()


def check_page(board: Board, body: bytes, *, settled: bool = True) -> None:
    """As the answer to the first page for dogs whose prices reach 30,000."""
    for _, exchange in zip(range(12), warm_page(board, settled=settled), strict=False):
        lowest = float(exchange.encoded.partition(b"price_min=")[2].partition(b"&")[0] or 1e9)
        if b"Dog" in exchange.encoded and lowest <= 30_000 <= lowest + 12_500:
            assert exchange.check
            exchange.check(body)
            return
    pytest.fail("no such page was requested")


def test_a_page_in_order_is_right() -> None:
    check_page(DRF, page(DRF))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda items: items.pop(), "23 adverts"),
        (lambda items: items[3].update(price=30_001), "order"),
        (lambda items: items[0].update(price=1), "cheap"),
        (lambda items: items[-1].update(price=50_000), "dear"),
        (lambda items: items[5].update(kind="Cat"), "not all are Dog"),
        (lambda items: items[0].update(title="Пустышка"), "title"),
    ],
)
def test_a_wrong_page_is_told(change: Any, words: str) -> None:
    with pytest.raises(WrongResponse, match=words):
        check_page(DRF, page(DRF, change=change))


def test_a_page_may_show_a_newer_price_while_prices_change() -> None:
    body = page(DRF, change=lambda items: items[3].update(price=30_001))
    check_page(DRF, body, settled=False)


def test_another_advert_than_the_requested_one_is_wrong() -> None:
    exchange = next(one(DRF))
    number = int(exchange.encoded.split(b"/")[3])
    assert exchange.check
    exchange.check(json.dumps({"id": number, **advert(number)}).encode())
    with pytest.raises(WrongResponse, match=f"not advert {number}"):
        exchange.check(json.dumps({"id": number + 1, **advert(number + 1)}).encode())


def test_finding_nothing_is_wrong() -> None:
    exchange = next(search(POCKETBASE))
    assert exchange.check
    with pytest.raises(WrongResponse, match="nothing was found"):
        exchange.check(b'{"items":[]}')


def test_cold_pages_never_repeat() -> None:
    requests = [exchange.encoded for _, exchange in zip(range(200), cold_page(DRF), strict=False)]
    assert len(set(requests)) == 200


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_the_whole_list_is_requested_of_small_boards_alone(workload: Workload) -> None:
    assert workload.suits(
        Drf(100_000, "http://x", 1, database=Path())
    ) is not workload.name.startswith(("whole", "unch"))
