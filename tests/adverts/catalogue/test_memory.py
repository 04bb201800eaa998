"""Cached memory is bounded, and responses that do not fit are sent all the same."""

import asyncio

import pytest

from rip.adverts.catalogue import cached_adverts
from rip.adverts.catalogue.fragments import Fragment, fragments_of
from rip.adverts.catalogue.inline_adverts import fragments_inline
from rip.adverts.listing.listing import SORTS, Filter, Listing
from rip.core.database.inline_reads import InlineReader
from tests.adverts.catalogue.conftest import Post, Reader, change, ids

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small(runner: "asyncio.Runner", monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader with room for a few adverts, who reads a list three at a time."""
    monkeypatch.setattr("rip.adverts.catalogue.catalogue.CHUNK", 3)
    return Reader(runner, most_bytes=8_000)


def test_a_board_that_does_not_fit_is_read_in_pieces(small: Reader, post: Post) -> None:
    adverts = [post(price=number % 3, description="Д" * 500).pk for number in range(8)]
    for _ in range(2):
        assert ids(small.every()) == adverts[::-1]
    dogs = Listing(Filter.of(kind="Dog"), SORTS["price"], seed_only=True)
    order = sorted(range(8), key=lambda number: (number % 3, number))
    assert ids(small.every(dogs)) == [adverts[number] for number in order]
    assert small.every(Listing(Filter.of(kind="Cat"), seed_only=True)) == []


def test_pages_and_adverts_that_do_not_fit_are_fresh_all_the_same(
    small: Reader, post: Post
) -> None:
    adverts = [post(description="Д" * 3000) for _ in range(5)]
    for title in ("Раз", "Два"):
        for advert in adverts:
            change(advert, title=title)
            found = small.advert(advert.pk)
            assert found is not None
            assert found["title"] == title
        assert {item["title"] for item in small.page()["items"]} == {title}
    assert small.catalogue.memory.bytes <= small.catalogue.memory.most_bytes


def test_it_never_keeps_more_than_it_may(small: Reader, post: Post) -> None:
    adverts = [post() for _ in range(12)]
    for advert in adverts:
        small.advert(advert.pk)
        small.page(Listing(limit=1 + advert.pk % 5, facets=("kind",)))
        assert small.catalogue.memory.bytes <= 8_000
    assert len(small.catalogue.memory) > 0


def test_a_whole_list_is_kept_and_joined_again_only_after_a_change(
    reader: Reader, post: Post
) -> None:
    adverts = [post() for _ in range(3)]

    def answer() -> object:
        return reader.run(reader.catalogue.every(Listing(seed_only=True)))

    first = answer()
    assert answer() is first
    change(adverts[0], status="closed")
    second = answer()
    assert second is not first
    # Changes of adverts that are not on the board do not touch the list.
    change(adverts[0], title="Никто не видит")
    assert answer() is second


@pytest.mark.parametrize("is_inline", [True, False])
def test_an_advert_is_read_once_until_it_changes(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch, is_inline: bool
) -> None:
    if not is_inline:
        monkeypatch.setattr(reader.catalogue.follower.look, "reader", None)
    advert = post()

    def read() -> Fragment | None:
        return reader.run(reader.catalogue.advert(advert.pk))

    # Before the log was looked at, after that, and after the advert has changed.
    seen = [read(), read()]
    reader.page()
    seen += [read(), read()]
    change(advert, title="Новее")
    seen += [read(), read(), read()]
    fragments = [fragment for fragment in seen if fragment is not None]
    assert len(fragments) == 7
    assert fragments[2] is fragments[3]
    assert fragments[4] is not fragments[3]
    assert "Новее" in fragments[4].body.decode()
    assert fragments[4] is fragments[5] is fragments[6]


@pytest.mark.parametrize("is_inline", [True, False])
def test_a_page_joins_adverts_that_are_cached_and_others_in_its_order(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch, is_inline: bool
) -> None:
    if not is_inline:
        monkeypatch.setattr(reader.catalogue.follower.look, "reader", None)
    adverts = [post(price=price).pk for price in (3, 1, 2, 5, 4)]
    reader.run(reader.catalogue.table.load())
    for cached in (adverts[2], adverts[0]):
        reader.advert(cached)
    by_price = [adverts[index] for index in (1, 2, 0, 4, 3)]
    assert ids(reader.page(Listing(sort=SORTS["price"]))["items"]) == by_price
    assert ids(reader.every(Listing(sort=SORTS["-price"], seed_only=True))) == by_price[::-1]


def test_adverts_that_are_waited_for_together_are_read_together(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    adverts = [post().pk for _ in range(5)]
    read: list[list[int]] = []

    def counted(wanted: list[int]) -> dict[int, Fragment]:
        read.append(sorted(wanted))
        return fragments_of(wanted)

    def counted_inline(inline: InlineReader, wanted: list[int]) -> dict[int, Fragment] | None:
        found = fragments_inline(inline, wanted)
        if found is not None:
            read.append(sorted(wanted))
        return found

    monkeypatch.setattr(cached_adverts, "fragments_of", counted)
    monkeypatch.setattr(cached_adverts, "fragments_inline", counted_inline)

    async def all_at_once() -> list[Fragment | None]:
        return await asyncio.gather(*[reader.catalogue.advert(one) for one in [*adverts, 999_999]])

    *found, missing = reader.run(all_at_once())
    assert [one.advert_id for one in found if one is not None] == adverts
    assert missing is None
    assert read == [[*adverts, 999_999]]
