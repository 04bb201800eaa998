"""Writes that arrive at once go into few transactions, and none suffers from another."""

import asyncio
import threading
from typing import Any, cast

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from rip.accounts.models import User
from rip.adverts.catalogue.search_index import search_entries_follow
from rip.adverts.models import Advert, AdvertChange, SearchEntry
from rip.adverts.writing import commands, queue
from rip.adverts.writing.commands import (
    AdvertValues,
    Create,
    Delete,
    Update,
    Write,
    advert_create,
)
from rip.adverts.writing.log import board_changed
from rip.core.errors import Conflict, NotAllowed, NotFound, NotSignedIn, Unavailable
from rip.core.work import group_commit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def started() -> None:
    """An application that ran in this process has stopped the queue when it ended."""
    queue.writes.start()


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the groups that were stored."""
    sizes: list[int] = []
    store = commands.adverts_store

    def counted(*, writes: list[Write]) -> list[Advert | Exception]:
        sizes.append(len(writes))
        return store(writes=writes)

    monkeypatch.setattr(commands, "adverts_store", counted)
    return sizes


def write(*writes: Write) -> list[Any]:
    async def together() -> list[Any]:
        waiting = [queue.writes.post(one) for one in writes]
        return await asyncio.gather(*waiting, return_exceptions=True)

    return asyncio.run(together())


def log_after(seq: int) -> list[tuple[Any, ...]]:
    changes = AdvertChange.objects.filter(seq__gt=seq)
    return list(changes.values_list("seq", "advert_id", "deleted", "before", "after"))


def test_those_that_arrive_together_share_transactions_and_each_has_its_number(
    owner: User, values: AdvertValues, groups: list[int]
) -> None:
    drafts = [Create(owner, {**values, "title": f"№{turn}"}) for turn in range(100)]
    adverts = write(*drafts)
    assert groups == [50, 50]
    assert [advert.title for advert in adverts] == [draft.values["title"] for draft in drafts]
    first = adverts[0].seq
    assert [advert.seq for advert in adverts] == list(range(first, first + 100))
    kept = {advert.pk: (advert.seq, advert.title) for advert in Advert.objects.all()}
    assert kept == {advert.pk: (advert.seq, advert.title) for advert in adverts}
    assert log_after(first - 1) == [
        (advert.seq, advert.pk, False, None, advert.filter_values()) for advert in adverts
    ]
    search_entries_follow()
    assert SearchEntry.objects.count() == 100


def test_changes_of_one_advert_are_answered_as_it_was_after_each(
    owner: User, values: AdvertValues, groups: list[int]
) -> None:
    advert = advert_create(user=owner, values=values)
    other = advert_create(user=owner, values=values)
    before = advert.filter_values()
    ends = write(
        Update(owner, advert.pk, {"age": 2}),
        Update(owner, other.pk, {"title": "Другой"}),
        Update(owner, advert.pk, {"breed": "корги", "status": "reserved"}),
    )
    assert groups == [3]
    assert [(end.age, end.breed, end.status) for end in ends] == [
        (2, "пуп", "published"),
        (1, "пуп", "published"),
        (2, "корги", "reserved"),
    ]
    assert [end.seq for end in ends] == [other.seq + 1, other.seq + 2, other.seq + 3]
    kept = Advert.objects.get(pk=advert.pk)
    assert (kept.age, kept.breed, kept.breed_key, kept.seq) == (2, "корги", "корги", ends[2].seq)
    assert kept.updated > advert.updated
    assert [(row[1], row[3]["age"], row[4]["age"]) for row in log_after(other.seq)] == [
        (advert.pk, before["age"], 2),
        (other.pk, 1, 1),
        (advert.pk, 2, 2),
    ]
    search_entries_follow()
    assert list(Advert.objects.search("корги")) == [kept]
    assert [found.pk for found in Advert.objects.search("другой")] == [other.pk]


def test_what_is_deleted_leaves_a_tombstone_and_is_not_there_for_those_behind_it(
    owner: User, values: AdvertValues
) -> None:
    advert = advert_create(user=owner, values=values)
    ends = write(
        Update(owner, advert.pk, {"age": 2}),
        Delete(owner, advert.pk),
        Update(owner, advert.pk, {"age": 3}),
        Delete(owner, advert.pk),
    )
    assert [type(end) for end in ends] == [Advert, Advert, NotFound, NotFound]
    assert not Advert.objects.exists()
    assert not SearchEntry.objects.exists()
    assert [(row[2], row[4] is None) for row in log_after(advert.seq)] == [
        (False, False),
        (True, True),
    ]


def test_changing_and_deleting_the_same_advert_share_a_transaction(
    owner: User, values: AdvertValues
) -> None:
    advert = advert_create(user=owner, values=values)
    commits: list[int] = []

    def count(seq: int, **_: object) -> None:
        commits.append(seq)

    board_changed.connect(count)
    changed, removed = write(Update(owner, advert.pk, {"age": 2}), Delete(owner, advert.pk))
    assert commits == [removed.seq]
    assert (changed.seq, removed.seq) == (advert.seq + 1, advert.seq + 2)
    assert [row[0] for row in log_after(advert.seq)] == [changed.seq, removed.seq]


def test_what_is_not_allowed_fails_alone_and_takes_no_number(
    owner: User, stranger: User, values: AdvertValues
) -> None:
    shown = advert_create(user=owner, values=values)
    closed = advert_create(user=owner, values={**values, "status": "closed"})
    ends = write(
        Update(stranger, shown.pk, {"age": 9}),
        Update(None, shown.pk, {"age": 9}),
        Delete(stranger, shown.pk),
        # Whoever may not see it is not told that it is there.
        Update(stranger, closed.pk, {"age": 9}),
        Update(None, closed.pk, {"age": 9}),
        Delete(stranger, closed.pk),
        Update(owner, closed.pk, {"status": "reserved", "age": 9}),
        Update(owner, closed.pk + 1, {"age": 9}),
        Update(owner, closed.pk, {"age": 2}),
    )
    shut = [NotAllowed, NotSignedIn, NotAllowed]
    kinds = [*shut, NotFound, NotFound, NotFound, Conflict, NotFound, Advert]
    assert [type(end) for end in ends] == kinds
    assert Advert.objects.get(pk=closed.pk).age == 2
    assert [row[0] for row in log_after(closed.seq)] == [closed.seq + 1]


def test_one_that_cannot_be_stored_fails_alone(owner: User, values: AdvertValues) -> None:
    poison = cast("AdvertValues", {**values, "title": None})
    ends = write(Create(owner, values), Create(owner, poison), Create(None, values))
    assert [type(end) for end in ends] == [Advert, IntegrityError, Advert]
    assert Advert.objects.count() == 2
    numbers = AdvertChange.objects.values_list("seq", flat=True)
    assert list(numbers) == [ends[0].seq, ends[0].seq + 1]


def test_while_the_database_is_away_all_are_told(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(commands, "adverts_store", away)
    assert [type(end) for end in write(*[Create(owner, values)] * 3)] == [Unavailable] * 3


def test_who_posts_again_after_an_answer_joins_those_who_wait(
    owner: User, values: AdvertValues, groups: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "JOIN_SECONDS", 1_000.0)
    taken, going_on, store = threading.Event(), threading.Event(), commands.adverts_store

    def held(*, writes: list[Write]) -> list[Advert | Exception]:
        taken.set()
        assert going_on.wait(30)
        return store(writes=writes)

    async def scenario() -> None:
        first = queue.writes.post(Create(owner, values))
        await asyncio.to_thread(taken.wait, 30)
        second = queue.writes.post(Create(owner, values))
        await asyncio.sleep(0)
        going_on.set()
        await first
        await asyncio.gather(second, queue.writes.post(Create(owner, values)))

    monkeypatch.setattr(commands, "adverts_store", held)
    asyncio.run(asyncio.wait_for(scenario(), 30))
    assert groups == [1, 2]


def test_deleting_many_takes_no_more_queries_than_deleting_one(
    owner: User, values: AdvertValues
) -> None:
    def queries(count: int) -> int:
        adverts = [advert_create(user=owner, values=values) for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            commands.adverts_store(writes=[Delete(owner, advert.pk) for advert in adverts])
        return len(captured)

    assert queries(1) == queries(10)
    assert not Advert.objects.exists()
    assert not SearchEntry.objects.exists()
    assert AdvertChange.objects.filter(deleted=True).count() == 11
