"""What is taken for a right answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.catalogue.adverts import advert
from bench.catalogue.boards import Board, Drf, PocketBase, pocketbase_id
from bench.catalogue.works import WORKS, Work, cold_page, one, search, warm_page
from bench.connections import WrongAnswer

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
    for _, ask in zip(range(12), warm_page(board, settled=settled), strict=False):
        lowest = float(ask.encoded.partition(b"price_min=")[2].partition(b"&")[0] or 1e9)
        if b"Dog" in ask.encoded and lowest <= 30_000 <= lowest + 12_500:
            assert ask.check
            ask.check(body)
            return
    pytest.fail("no such page was asked for")


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
    with pytest.raises(WrongAnswer, match=words):
        check_page(DRF, page(DRF, change=change))


def test_a_page_may_show_a_newer_price_while_prices_change() -> None:
    body = page(DRF, change=lambda items: items[3].update(price=30_001))
    check_page(DRF, body, settled=False)


def test_another_advert_than_the_one_asked_for_is_wrong() -> None:
    ask = next(one(DRF))
    number = int(ask.encoded.split(b"/")[3])
    assert ask.check
    ask.check(json.dumps({"id": number, **advert(number)}).encode())
    with pytest.raises(WrongAnswer, match=f"not advert {number}"):
        ask.check(json.dumps({"id": number + 1, **advert(number + 1)}).encode())


def test_finding_nothing_is_wrong() -> None:
    ask = next(search(POCKETBASE))
    assert ask.check
    with pytest.raises(WrongAnswer, match="nothing was found"):
        ask.check(b'{"items":[]}')


def test_cold_pages_never_repeat() -> None:
    asked = [ask.encoded for _, ask in zip(range(200), cold_page(DRF), strict=False)]
    assert len(set(asked)) == 200


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_the_whole_list_is_asked_of_small_boards_alone(work: Work) -> None:
    assert work.suits(Drf(100_000, "http://x", 1, database=Path())) is not work.name.startswith(
        ("whole", "unch")
    )
