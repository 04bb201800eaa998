"""Adverts posted at once go into few transactions, and none suffers from another."""

import asyncio
from typing import Any, cast

import pytest
from django.db import IntegrityError, OperationalError, connection

from rip.accounts.models import User
from rip.adverts import services
from rip.adverts.models import Advert, AdvertChange
from rip.adverts.posting import PostWriter
from rip.adverts.services import AdvertValues, Draft
from rip.core.errors import Unavailable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the groups that were stored."""
    sizes: list[int] = []
    store = services.adverts_create

    def counted(*, drafts: list[Draft]) -> list[Advert | Exception]:
        sizes.append(len(drafts))
        return store(drafts=drafts)

    monkeypatch.setattr(services, "adverts_create", counted)
    return sizes


def post(drafts: list[Draft]) -> list[Any]:
    async def together() -> list[Any]:
        writer = PostWriter()
        posts = (writer.post(draft) for draft in drafts)
        return await asyncio.gather(*posts, return_exceptions=True)

    return asyncio.run(together())


def test_those_that_arrive_together_share_transactions_and_each_has_its_number(
    owner: User, values: AdvertValues, groups: list[int]
) -> None:
    drafts = [Draft(owner, {**values, "title": f"№{turn}"}) for turn in range(100)]
    adverts = post(drafts)
    assert groups == [50, 50]
    assert [advert.title for advert in adverts] == [draft.values["title"] for draft in drafts]
    first = adverts[0].seq
    assert [advert.seq for advert in adverts] == list(range(first, first + 100))
    kept = {advert.pk: (advert.seq, advert.title) for advert in Advert.objects.all()}
    assert kept == {advert.pk: (advert.seq, advert.title) for advert in adverts}
    log = AdvertChange.objects.values_list("seq", "advert_id", "deleted", "before", "after")
    assert list(log) == [
        (advert.seq, advert.pk, False, None, advert.filter_values()) for advert in adverts
    ]


def test_one_that_cannot_be_stored_fails_alone(owner: User, values: AdvertValues) -> None:
    poison = cast("AdvertValues", {**values, "title": None})
    ends = post([Draft(owner, values), Draft(owner, poison), Draft(None, values)])
    assert [type(end) for end in ends] == [Advert, IntegrityError, Advert]
    assert Advert.objects.count() == 2
    numbers = AdvertChange.objects.values_list("seq", flat=True)
    assert list(numbers) == [ends[0].seq, ends[0].seq + 1]


def test_while_the_database_is_away_all_are_told(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(services, "adverts_create", away)
    assert [type(end) for end in post([Draft(owner, values)] * 3)] == [Unavailable] * 3


def test_a_database_that_does_not_return_ids_is_asked_for_them(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MySQL, unlike MariaDB, does not."""
    features = type(connection.features)
    monkeypatch.setattr(features, "can_return_rows_from_bulk_insert", False)
    adverts = post([Draft(owner, values)] * 3)
    assert {one.seq: one.pk for one in adverts} == dict(Advert.objects.values_list("seq", "pk"))
    assert {one.seq: one.pk for one in adverts} == dict(
        AdvertChange.objects.values_list("seq", "advert_id")
    )
