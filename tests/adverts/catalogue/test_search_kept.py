"""What a search found is kept until a change may matter to it."""

from decimal import Decimal

import pytest

from rip.adverts.listing import RELEVANCE, SORTS, Filter, Listing
from tests.adverts.catalogue.conftest import Post, Reader, change, ids

pytestmark = pytest.mark.django_db(transaction=True)

TAXES = Listing(Filter(q="такса"), RELEVANCE, limit=1)


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
    by_price = Listing(Filter(q="такса"), SORTS["price"], limit=1)
    dearer = Listing(Filter(q="такса", price_min=Decimal(4)), RELEVANCE, limit=1)
    assert ids(reader.page(by_price)["items"]) == ids(reader.page(dearer)["items"]) == [cheap.pk]
    change(dear, price=3)
    assert ids(reader.page(by_price)["items"]) == [dear.pk]
    assert reader.page(dearer)["total"] == 1
