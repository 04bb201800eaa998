"""A serving process forgets and erases beside requests, bit by bit."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from rip.accounts.models import User
from rip.adverts import lifespan
from rip.adverts.catalogue.catalogue import Catalogue
from rip.adverts.feed import compaction
from rip.adverts.feed.compaction import Compacted, log_compact
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.models import (
    Advert,
    AdvertChange,
    AdvertLog,
    PendingDeletion,
    PostKey,
    SearchIndex,
    UploadedPicture,
)
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.adverts.writing.deletions import UNDO, advert_delete_later
from rip.core.database import threads
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

NEVER = (3_600.0, 3_600.0)
AT_ONCE = (0.0, 0.0)


@pytest.fixture(autouse=True)
def own_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue lives in one event loop."""
    follower = BoardFollower()
    monkeypatch.setattr(lifespan, "follower", follower)
    monkeypatch.setattr(lifespan, "catalogue", Catalogue(follower))
    monkeypatch.setattr(lifespan, "BETWEEN_BATCHES_SECONDS", 0.0)
    for name in ("COMPACT_SECONDS", "ERASE_SECONDS"):
        monkeypatch.setattr(lifespan, name, NEVER)


def serve_until(condition: Callable[[], bool]) -> None:
    async def holds() -> bool:
        return await threads.read(condition)

    async def serve() -> None:
        async with lifespan.running():
            await until(holds)

    asyncio.run(serve())


def test_all_that_nobody_needs_of_the_log_goes_batch_by_batch(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def noted(*, after: int) -> Compacted:
        begun.append(after)
        return log_compact(after=after)

    monkeypatch.setattr(lifespan, "log_compact", noted)
    monkeypatch.setattr(lifespan, "COMPACT_SECONDS", AT_ONCE)
    monkeypatch.setattr(compaction, "BATCH", 2)
    advert = commands.advert_create(user=owner, values=values)
    for age in range(8):
        commands.advert_update(user=owner, advert_id=advert.pk, values={"age": age})
    last = AdvertLog.objects.get().last_seq
    SearchIndex.objects.update(seq=last)
    AdvertChange.objects.update(at=F("at") - timedelta(days=2))
    PostKey.objects.bulk_create(
        PostKey(owner_id=owner.pk, key=str(number), fingerprint="a", advert_id=advert.pk)
        for number in range(5)
    )
    PostKey.objects.update(at=timezone.now() - timedelta(days=2))

    def is_all_gone() -> bool:
        kept = list(AdvertChange.objects.values_list("seq", flat=True))
        return kept == [last] and not PostKey.objects.exists()

    assert not is_all_gone()
    serve_until(is_all_gone)
    # One round went through all of it.
    assert begun[:5] == [0, last - 7, last - 5, last - 3, last - 1]


def test_what_was_deleted_and_what_was_never_used_is_erased(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifespan, "ERASE_SECONDS", AT_ONCE)
    deleted, kept = (commands.advert_create(user=owner, values=values) for _ in range(2))
    advert_delete_later(user=owner, advert_id=deleted.pk)
    PendingDeletion.objects.update(at=timezone.now() - UNDO - timedelta(minutes=1))
    UploadedPicture.objects.create(user=owner, width=1, height=1)
    UploadedPicture.objects.update(created=timezone.now() - timedelta(days=30))

    def is_erased() -> bool:
        left = list(Advert.objects.values_list("pk", flat=True))
        return left == [kept.pk] and not UploadedPicture.objects.exists()

    assert not is_erased()
    serve_until(is_erased)
