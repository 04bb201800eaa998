"""The columns are read in the background; until they are, the database answers."""

import asyncio

import pytest

from rip.adverts.catalogue.table import table as module
from rip.adverts.catalogue.table.codes import Codes
from rip.adverts.catalogue.table.rows import Rows
from rip.adverts.catalogue.table.sorted_rows import SortedRows
from rip.adverts.catalogue.table.table import Columns, Table, columns_after
from rip.adverts.listing.listing import SORTS, Filter, Listing
from rip.adverts.models import Advert, AdvertChange, AdvertLog
from rip.core.database import log_follower, threads
from rip.core.errors import Unavailable
from tests.adverts.catalogue.conftest import Post, Reader, cannot_be_read, change, delete, ids
from tests.adverts.held import Held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Table:
    """It is read one advert at a time, and sorts each new one."""
    monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr(module, "LEAST_NEW", 0)
    monkeypatch.setattr(module, "RESTS", 0)
    return reader.catalogue.table


async def _in_background(table: Table) -> None:
    """Read the columns, after what is going on already."""
    if table.background is not None:
        await asyncio.wait({table.background})
    table.start_loading()
    assert table.background is not None
    await table.background


def shown(reader: Reader) -> list[int]:
    page = reader.page(Listing(Filter.of(kind="Dog"), SORTS["price"], limit=100))
    found = ids(page["items"])
    assert page["total"] == len(found)
    return found


def fails_behind(last_read: int, error: type[Exception]) -> object:
    """Reads the columns up to an advert, and raises the error behind it."""

    def columns(last: int, codes: Codes) -> Columns | None:
        if last >= last_read:
            raise error("away")
        return columns_after(last, codes)

    return columns


@pytest.mark.parametrize("which", ["first", "last"])
@pytest.mark.parametrize("error", [Unavailable, ValueError])
def test_columns_that_could_not_be_read_are_read_again(
    reader: Reader,
    table: Table,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
    which: str,
    error: type[Exception],
) -> None:
    adverts = [post(price=price) for price in (1, 2, 3)]
    last_read = 0 if which == "first" else adverts[-1].pk
    with monkeypatch.context() as away:
        away.setattr(module, "columns_after", fails_behind(last_read, error))
        if error is Unavailable:
            reader.run(_in_background(table))
        else:
            with pytest.raises(ValueError, match="away"):
                reader.run(_in_background(table))
        assert table.size == 0
        delete(adverts.pop())
        assert shown(reader) == [one.pk for one in adverts]
    adverts.append(post(price=4))
    reader.run(_in_background(table))
    assert table.size > 0
    assert shown(reader) == [one.pk for one in adverts]


def test_a_log_that_cannot_be_read_fails_one_load_and_not_the_next(
    reader: Reader, table: Table, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise Unavailable

    advert = post()
    monkeypatch.setattr(reader.catalogue.follower.look, "reader", None)
    with monkeypatch.context() as failing:
        failing.setattr(threads, "read", away)
        reader.run(_in_background(table))
        with pytest.raises(Unavailable):
            reader.page()
    reader.run(_in_background(table))
    assert table.size > 0
    assert shown(reader) == [advert.pk]


def test_columns_that_were_dropped_are_read_again_once_they_can_be(
    reader: Reader, table: Table, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_follower, "MOST_FOLLOWED", 1)
    monkeypatch.setattr(log_follower, "MOST_INLINE", 1)
    adverts = [post(price=1)]
    reader.run(_in_background(table))
    adverts += [post(price=price) for price in (2, 3, 4)]
    with monkeypatch.context() as away:
        away.setattr(module, "columns_after", cannot_be_read)
        assert shown(reader) == [one.pk for one in adverts]
        assert table.size == 0
    adverts.append(post(price=5))
    assert shown(reader) == [one.pk for one in adverts]
    reader.run(_in_background(table))
    assert table.size > 0
    assert shown(reader) == [one.pk for one in adverts]


def test_new_rows_that_could_not_be_sorted_are_sorted_the_next_time(
    reader: Reader, table: Table, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sorted_in_background() -> None:
        await reader.catalogue.page(Listing())
        assert table.background is not None
        await table.background

    adverts = [post(price=1)]
    reader.run(_in_background(table))
    adverts.append(post(price=2))
    with monkeypatch.context() as failing:
        failing.setattr(SortedRows, "merged_with", cannot_be_read)
        reader.run(sorted_in_background())
    assert table.unsorted == 1
    assert shown(reader) == [one.pk for one in adverts]
    reader.run(sorted_in_background())
    assert table.unsorted == 0
    assert shown(reader) == [one.pk for one in adverts]


def _restore() -> None:
    """Put an older board back: its log stands at a lower number."""
    AdvertChange.objects.all().delete()
    Advert.objects.filter(price__gte=2).delete()
    Advert.objects.update(kind="Dog", seq=1)
    AdvertLog.objects.update(last_seq=1)


@pytest.mark.parametrize("held_name", ["columns_after", "merged_with"])
def test_rows_of_a_log_that_began_anew_meanwhile_are_dropped(
    reader: Reader,
    table: Table,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
    held_name: str,
) -> None:
    advert = post(price=1, kind="Cat")
    for price in (2, 3):
        post(price=price)
    is_sorting = held_name == "merged_with"
    if is_sorting:
        reader.run(_in_background(table))
        post(price=2)

    async def overtaken() -> None:
        held = Held.of(monkeypatch, SortedRows if is_sorting else module, held_name)
        if is_sorting:
            await reader.catalogue.page(Listing())
        else:
            table.start_loading()
        await held.begun()
        await asyncio.to_thread(_restore)
        await reader.catalogue.follower.catch_up()
        held.let_go()
        assert table.background is not None
        await table.background

    reader.run(overtaken())
    assert table.size == 0
    assert shown(reader) == [advert.pk]
    reader.run(_in_background(table))
    assert table.size > 0
    assert shown(reader) == [advert.pk]


def test_who_asks_while_they_are_read_does_not_begin_it_again(
    reader: Reader, table: Table, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post()
    read: list[int] = []

    def counted(last: int, codes: Codes) -> Columns | None:
        read.append(last)
        return columns_after(last, codes)

    monkeypatch.setattr(module, "columns_after", counted)

    async def asked_again_and_again() -> None:
        held = Held.of(monkeypatch, module, "columns_after")
        table.start_loading()
        await held.begun()
        for _ in range(3):
            await reader.catalogue.page(Listing())
        assert len(read) == 1
        held.let_go()
        assert table.background is not None
        await table.background
        table.start_loading()
        await table.background

    reader.run(asked_again_and_again())
    assert len(read) == 2
    assert table.size > 0


@pytest.mark.parametrize("adverts", [2, 70])
def test_a_board_fits_that_takes_all_of_the_memory_and_no_byte_more(
    reader: Reader, post: Post, adverts: int
) -> None:
    """Both as it is read and as it is sorted."""
    for number in range(adverts):
        post(price=number)
    rows = Rows()
    columns = columns_after(0, Codes())
    assert columns is not None
    rows.extend(columns)
    most_bytes = max(rows.size, SortedRows.of(rows).size)
    assert (rows.size == most_bytes) == (adverts == 2)
    sizes = []
    for most in (most_bytes, most_bytes - 1):
        table = Table(reader.catalogue.follower, most, lambda _size: None)
        reader.run(_in_background(table))
        sizes.append(table.size > 0)
    assert sizes == [True, False]


def test_a_board_that_did_not_fit_is_read_again_when_time_has_passed(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    advert = post()
    table = Table(reader.catalogue.follower, 1, lambda _size: None)
    reader.run(_in_background(table))
    monkeypatch.setattr(module, "columns_after", never)
    table.start_loading()
    assert table.background is not None
    assert table.background.done()
    monkeypatch.undo()
    # The time has passed at once.
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.0)
    second = Table(reader.catalogue.follower, 1, lambda _size: None)
    reader.run(_in_background(second))
    held = Held.of(monkeypatch, module, "columns_after")
    held.let_go()
    change(advert, price=2)
    reader.run(_in_background(second))
    assert held.calls == 1


def never(*_: object) -> None:
    raise AssertionError("It was read again.")
