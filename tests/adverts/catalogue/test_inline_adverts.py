"""Adverts read inline are those that the models give, byte for byte."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from rip.accounts.models import User
from rip.adverts import fields
from rip.adverts.api.field_types import type_of
from rip.adverts.catalogue.fragments import Fragment, fragments_of
from rip.adverts.catalogue.inline_adverts import MOST_INLINE, fragments_inline
from rip.adverts.models import Advert, Picture
from rip.adverts.writing.commands import AdvertValues, advert_create
from rip.core.database.inline_reads import InlineReader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

_description: TypeAdapter[str] = TypeAdapter(type_of(fields.DESCRIPTION))


@pytest.fixture
def inline() -> Iterator[InlineReader]:
    inline = InlineReader()
    yield inline
    inline.close()


def check(inline: InlineReader, *adverts: Advert) -> list[bytes]:
    """The bodies of these adverts, which must be the same either way."""
    ids = [advert.pk for advert in adverts]
    read = fragments_inline(inline, ids)
    assert read is not None
    assert _content(read) == _content(fragments_of(ids))
    return [read[one].body for one in ids]


def _content(fragments: dict[int, Fragment]) -> list[tuple[Any, ...]]:
    return [
        (one.advert_id, one.seq, one.owner, one.status, one.body, one.seed_fields)
        for _id, one in sorted(fragments.items())
    ]


def acceptable(text: str) -> bool:
    try:
        return _description.validate_python(text) == text
    except ValidationError:
        return False


@given(
    text=st.text(max_size=50).filter(acceptable),
    price=st.decimals(0, Decimal("9999999999.99"), places=2),
)
@example(text='"\\/\n\t\r\u2028\x80😺é', price=Decimal("0.10"))
@example(text="a", price=Decimal("9999999999.99"))
@example(text="a", price=Decimal("1000000.00"))
@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_and_price(
    inline: InlineReader, values: AdvertValues, text: str, price: Decimal
) -> None:
    advert = advert_create(user=None, values={**values, "description": text, "price": price})
    check(inline, advert)


@pytest.mark.parametrize("microsecond", [0, 1, 100_000, 999_999])
def test_any_moment(inline: InlineReader, values: AdvertValues, microsecond: int) -> None:
    advert = advert_create(user=None, values=values)
    moment = datetime(2026, 1, 31, 23, 59, 59, microsecond, UTC)
    Advert.objects.filter(pk=advert.pk).update(created=moment, updated=moment)
    check(inline, advert)


def test_pictures_are_in_their_order_and_the_first_is_the_main_one(
    inline: InlineReader, owner: User, values: AdvertValues
) -> None:
    with_some, without = (advert_create(user=owner, values=values) for _ in range(2))
    for position in (1, 0, 2):
        Picture.objects.create(advert=with_some, position=position, width=4, height=3)
    body, _ = check(inline, with_some, without)
    assert body.count(b'"thumbnail"') == 3


def test_any_status(inline: InlineReader, owner: User, values: AdvertValues) -> None:
    adverts = [
        advert_create(user=owner, values={**values, "status": status})
        for status in ("published", "reserved", "closed")
    ]
    check(inline, *adverts)


def test_those_that_are_gone_are_missing(inline: InlineReader) -> None:
    assert fragments_inline(inline, [1, 2]) == {}


def test_too_many_are_left_to_a_thread(inline: InlineReader) -> None:
    assert fragments_inline(inline, list(range(MOST_INLINE + 1))) is None


class Busy(InlineReader):
    """Reads so many times, and is busy from then on."""

    def __init__(self, reads: int) -> None:
        super().__init__()
        self._reads = reads

    def rows(self, sql: str, parameters: tuple[int | str, ...] = ()) -> list[Any] | None:
        self._reads -= 1
        return super().rows(sql, parameters) if self._reads >= 0 else None


@pytest.mark.parametrize("reads", [0, 1])
def test_a_busy_database_is_left_to_a_thread(values: AdvertValues, reads: int) -> None:
    advert = advert_create(user=None, values=values)
    Picture.objects.create(advert=advert, width=4, height=3)
    with closing(Busy(2)) as inline:
        assert fragments_inline(inline, [advert.pk]) is not None
    with closing(Busy(reads)) as inline:
        assert fragments_inline(inline, [advert.pk]) is None
