"""The hits of a search stay cached until a change may matter to them."""

from decimal import Decimal

import pytest

from rip.adverts.catalogue.table.search_hits import SearchHits, matches_of
from rip.adverts.listing.listing import RELEVANCE, SORTS, Filter, Listing
from rip.adverts.search.query import Query
from tests.adverts.catalogue.conftest import Post, Reader, change, delete, ids

pytestmark = pytest.mark.django_db(transaction=True)

TAXES = Listing(Filter.of(q="такса"), RELEVANCE, limit=1)


def test_a_price_elsewhere_does_not_matter(reader: Reader, post: Post) -> None:
    older, newer = post(title="Такса"), post(title="Такса")
    other = post(title="Кот")
    first = reader.run(reader.catalogue.page(TAXES))
    assert ids(reader.page(TAXES)["items"]) == [newer.pk]
    for advert in (other, older):
        change(advert, price=7)
        assert reader.run(reader.catalogue.page(TAXES)) is first
    change(newer, price=7)
    assert reader.page(TAXES)["items"][0]["price"] == 7


def test_other_words_matter(reader: Reader, post: Post) -> None:
    taxa, other = post(title="Такса"), post(title="Кот")
    assert reader.page(TAXES)["total"] == 1
    change(other, title="Такса")
    page = reader.page(TAXES)
    assert (page["total"], ids(page["items"])) == (2, [other.pk])
    change(other, description="Больше не она", title="Кот")
    page = reader.page(TAXES)
    assert (page["total"], ids(page["items"])) == (1, [taxa.pk])


def test_a_price_matters_where_it_is_sorted_or_filtered_by(reader: Reader, post: Post) -> None:
    dear, cheap = post(title="Такса", price=9), post(title="Такса", price=5)
    by_price = Listing(Filter.of(q="такса"), SORTS["price"], limit=1)
    dearer = Listing(Filter.of(q="такса", price_min=Decimal(4)), RELEVANCE, limit=1)
    assert ids(reader.page(by_price)["items"]) == ids(reader.page(dearer)["items"]) == [cheap.pk]
    change(dear, price=3)
    assert ids(reader.page(by_price)["items"]) == [dear.pk]
    assert reader.page(dearer)["total"] == 1


@pytest.mark.sqlite
def test_words_are_looked_up_once_for_all_pages_totals_and_facets(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[Query] = []

    def counting(query: Query, number: int) -> SearchHits:
        looked_up.append(query)
        return matches_of(query, number)

    monkeypatch.setattr("rip.adverts.catalogue.hits.matches_of", counting)
    taxa, other, cat = post(title="Такса", price=5), post(title="Такса"), post(title="Кот")
    reader.run(reader.catalogue.table.load())

    def looks(listing: Listing) -> list[int]:
        return ids(reader.page(listing)["items"])

    cheap = Filter.of(q="такса", price_max=Decimal(6))
    assert looks(TAXES) == [other.pk]
    assert looks(Listing(cheap, RELEVANCE, facets=("kind", "breed"))) == [taxa.pk]
    change(cat, price=7)
    delete(other)
    assert looks(Listing(cheap, SORTS["price"], facets=("location",))) == [taxa.pk]
    assert looks(TAXES) == [taxa.pk]
    assert len(looked_up) == 1
    change(cat, title="Такса")
    assert looks(TAXES) == [cat.pk]
    assert len(looked_up) == 2
