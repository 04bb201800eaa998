"""Each bound of the adverts' API: the value that stands on it is taken, the next one is not."""

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from rip import api
from rip.accounts.models import User
from rip.adverts.feed import long_poll
from rip.adverts.feed.changes import Position
from rip.adverts.feed.follower import follower
from rip.adverts.models import Advert
from rip.adverts.writing import commands, pictures, queue
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import BadInput, Unavailable
from rip.core.pictures.convert import picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures as files
from tests.kit.people import ADVERT
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

APP = api.create()
ADVERTS = "/api/v1/adverts"
LARGEST_ID = 2**63 - 1

Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(settings: Settings) -> Ask:
    """Sends a request to the API in this process."""
    settings.RIP_ANONYMOUS_ADVERTS = True
    queue.writes.start()

    def ask(method: str, path: str, **how: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(APP)
            async with httpx.AsyncClient(transport=transport, base_url="http://rip") as client:
                return await client.request(method, path, **how)

        return asyncio.run(send())

    return ask


def wrong(response: httpx.Response) -> set[str]:
    """The fields that are refused, none of them if it is not a refusal."""
    if response.status_code < 400:
        return set()
    assert response.status_code == 400, response.text
    return set(response.json()["errors"])


@pytest.mark.parametrize(
    ("field", "taken", "refused"),
    [
        ("title", ["Т", "Т" * 200], ["", "Т" * 201]),
        ("description", ["О", "О" * 10_000], ["", "О" * 10_001]),
        ("breed", ["П", "П" * 100], ["", "П" * 101]),
        ("location", ["Г", "Г" * 200], ["", "Г" * 201]),
        ("age", ["0", "200"], ["-1", "201"]),
        ("price", ["0", "0.01", "9999999999.99"], ["-0.01", "0.001", "10000000000"]),
    ],
)
def test_the_fields_of_an_advert(
    ask: Ask, field: str, taken: list[str], refused: list[str]
) -> None:
    for raw in taken:
        response = ask("POST", ADVERTS, data={**ADVERT, field: raw})
        assert wrong(response) == set(), raw
        stored = getattr(Advert.objects.get(pk=response.json()["id"]), field)
        assert stored == (Decimal(raw) if field == "price" else int(raw) if field == "age" else raw)
        # And it fits wherever the catalogue stores it.
        assert ask("GET", f"{ADVERTS}?limit=1").json()["items"] == [response.json()]
    for raw in refused:
        assert wrong(ask("POST", ADVERTS, data={**ADVERT, field: raw})) == {field}, raw


@pytest.mark.parametrize(
    ("parameter", "taken", "refused"),
    [
        ("limit", [1, 100], [0, 101]),
        ("q", ["щ" * 200], ["щ" * 201]),
        ("breed", ["П" * 100], ["П" * 101]),
        ("location", ["Г" * 200], ["Г" * 201]),
        ("age_min", [0, 200], [-1, 201]),
        ("age_max", [0, 200], [-1, 201]),
        ("price_min", ["0", "9999999999.99"], ["-0.01", "10000000000"]),
        ("price_max", ["0", "9999999999.99"], ["-0.01", "10000000000"]),
        ("owner", [1, LARGEST_ID], [0, LARGEST_ID + 1]),
    ],
)
def test_the_parameters_of_a_page(
    ask: Ask, parameter: str, taken: list[Any], refused: list[Any]
) -> None:
    for value in taken:
        assert wrong(ask("GET", ADVERTS, params={parameter: value})) == set(), value
    for value in refused:
        assert wrong(ask("GET", ADVERTS, params={parameter: value})) == {parameter}, value


@pytest.mark.parametrize("parameter", ["since", "started"])
def test_the_numbers_of_the_change_feed(ask: Ask, parameter: str) -> None:
    assert ask("POST", ADVERTS, json=ADVERT).status_code == 201

    def changes(number: int) -> httpx.Response:
        return ask("GET", f"{ADVERTS}/changes", params={"since": 1, parameter: number})

    assert changes(0).status_code == 200
    # Such a number may be given, and no board has come to it.
    assert changes(LARGEST_ID).status_code == 410
    for number in (-1, LARGEST_ID + 1):
        assert wrong(changes(number)) == {parameter}


@pytest.mark.parametrize(("parameter", "most"), [("limit", 500), ("wait", 30)])
def test_how_much_of_the_change_feed_may_be_asked_for(ask: Ask, parameter: str, most: int) -> None:
    least = 1 if parameter == "limit" else 0
    # Nobody waits when there is a change.
    assert ask("POST", ADVERTS, json=ADVERT).status_code == 201
    for value in (least, most):
        assert wrong(ask("GET", f"{ADVERTS}/changes", params={parameter: value})) == set()
    for value in (least - 1, most + 1):
        assert wrong(ask("GET", f"{ADVERTS}/changes", params={parameter: value})) == {parameter}


def test_a_page_shows_as_many_as_were_asked_for(
    ask: Ask, owner: User, values: AdvertValues
) -> None:
    for _ in range(26):
        commands.advert_create(user=owner, values=values)
    for limit in (None, 25, 26, 27):
        params = {} if limit is None else {"limit": limit}
        page = ask("GET", ADVERTS, params=params).json()
        assert len(page["items"]) == min(limit or 24, 26)
        assert (page["next_cursor"] is None) == (limit in (26, 27))


def test_the_key_of_a_post(ask: Ask) -> None:
    for key in ("k", "k" * 255, '"' + "q" * 255 + '"'):
        response = ask("POST", ADVERTS, json=ADVERT, headers={"Idempotency-Key": key})
        assert wrong(response) == set()
    for key in ("", "k" * 256):
        response = ask("POST", ADVERTS, json=ADVERT, headers={"Idempotency-Key": key})
        assert wrong(response) == {"Idempotency-Key"}


def test_the_pictures_of_an_advert(
    owner: User, values: AdvertValues, files_left: FilesLeft, settings: Settings
) -> None:
    settings.RIP_PICTURES_PER_ADVERT = 2
    one = picture_convert(files.png())
    advert = commands.advert_create(user=owner, values=values, picture=one)
    pictures.pictures_add(user=owner, advert_id=advert.pk, pictures=[one])
    before = files_left()
    with pytest.raises(BadInput):
        pictures.pictures_add(user=owner, advert_id=advert.pk, pictures=[one])
    assert Advert.objects.get().pictures.count() == 2
    assert files_left() == before


def test_the_queue_takes_as_many_as_it_may_and_no_more(
    values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It refuses them at once, and those that it took are stored in groups."""
    groups: list[int] = []

    def store(*, writes: list[commands.Write]) -> list[Advert | Exception]:
        groups.append(len(writes))
        return [Advert() for _ in writes]

    monkeypatch.setattr(commands, "adverts_store", store)

    async def scenario() -> None:
        queue.writes.start()
        waiting = [queue.writes.post(commands.Create(None, values)) for _ in range(5_000)]
        with pytest.raises(queue.TooManyWrites):
            await queue.writes.post(commands.Create(None, values))
        await asyncio.gather(*waiting)

    asyncio.run(asyncio.wait_for(scenario(), 60))
    assert groups == [50] * 100


def test_as_many_wait_for_the_change_feed_as_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_poll, "MOST_WAITING", 2)

    async def scenario() -> None:
        polls = long_poll.long_polls
        polls.start()
        loop = asyncio.get_running_loop()
        left: list[asyncio.Future[None]] = [loop.create_future() for _ in range(3)]
        position = Position(0)
        waiting = [asyncio.create_task(polls.changes(position, 1, 1_000, one)) for one in left[:2]]
        await until(lambda: follower.waiting == 2)
        with pytest.raises(Unavailable):
            await polls.changes(position, 1, 1_000, left[2])
        for one in left:
            one.set_result(None)
        await asyncio.gather(*waiting)

    asyncio.run(asyncio.wait_for(scenario(), 60))
