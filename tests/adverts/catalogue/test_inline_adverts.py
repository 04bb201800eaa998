"""What SQLite encodes by itself is what Python would have encoded, byte for byte."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pytest_django import Settings

from rip.accounts.models import User
from rip.adverts import fields
from rip.adverts.api.field_types import type_of
from rip.adverts.catalogue import inline_adverts
from rip.adverts.catalogue.fragments import Fragment, fragments_of
from rip.adverts.catalogue.inline_adverts import MOST_INLINE, fragments_inline
from rip.adverts.models import Advert, Picture
from rip.adverts.writing.commands import AdvertValues, advert_create
from rip.core.database.inline_reads import InlineReader

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

_description: TypeAdapter[str] = TypeAdapter(type_of(fields.DESCRIPTION))


class SameConnection(InlineReader):
    """Looks through the test's own connection, whose transaction nobody else can see."""

    def rows(self, sql: str, parameters: tuple[int, ...] = ()) -> list[Any] | None:
        connection.ensure_connection()
        rows: list[Any] = connection.connection.execute(sql, parameters).fetchall()
        return rows


@pytest.fixture(autouse=True)
def _needs_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("other databases are asked in their threads")


def both(*adverts: Advert) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    ids = [advert.pk for advert in adverts]
    inline = fragments_inline(SameConnection(), ids)
    assert inline is not None
    return told(inline), told(fragments_of(ids))


def told(fragments: dict[int, Fragment]) -> list[tuple[Any, ...]]:
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
def test_any_text_and_price(owner: User, values: AdvertValues, text: str, price: Decimal) -> None:
    advert = advert_create(user=owner, values={**values, "description": text, "price": price})
    inline, read = both(advert)
    assert inline == read


@pytest.mark.parametrize("microsecond", [0, 1, 100_000, 999_999])
def test_any_moment(values: AdvertValues, microsecond: int) -> None:
    advert = advert_create(user=None, values=values)
    moment = datetime(2026, 1, 31, 23, 59, 59, microsecond, UTC)
    Advert.objects.filter(pk=advert.pk).update(created=moment, updated=moment)
    inline, read = both(advert)
    assert inline == read


def test_pictures_are_in_their_order_and_the_first_is_the_main_one(
    owner: User, values: AdvertValues
) -> None:
    with_some, without = (advert_create(user=owner, values=values) for _ in range(2))
    for position in (1, 0, 2):
        Picture.objects.create(advert=with_some, position=position, width=4, height=3)
    inline, read = both(with_some, without)
    assert inline == read
    assert inline[0][4].count(b'"thumbnail"') == 3


def test_any_status(owner: User, values: AdvertValues) -> None:
    adverts = [
        advert_create(user=owner, values={**values, "status": status})
        for status in ("published", "reserved", "closed")
    ]
    inline, read = both(*adverts)
    assert inline == read


def test_those_that_are_gone_are_missing() -> None:
    assert fragments_inline(SameConnection(), [1, 2]) == {}


def test_too_many_and_pictures_of_another_storage_are_left_to_a_thread(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    many = list(range(MOST_INLINE + 1))
    assert fragments_inline(SameConnection(), many) is None
    monkeypatch.setattr(inline_adverts, "_KNOWS_URLS", False)
    assert fragments_inline(SameConnection(), [1]) is None
