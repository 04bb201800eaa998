"""Compaction drops what no follower needs, and says what it has forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from rip.accounts.models import User
from rip.adverts.feed import compaction
from rip.adverts.models import AdvertChange, AdvertLog, PostKey
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues

pytestmark = pytest.mark.django_db


def grow_older(days: float) -> None:
    AdvertChange.objects.update(at=F("at") - timedelta(days=days))
    PostKey.objects.update(at=F("at") - timedelta(days=days))


def numbers() -> list[int]:
    return list(AdvertChange.objects.values_list("seq", flat=True))


@pytest.fixture
def start(owner: User, values: AdvertValues) -> int:
    """Before: 1 posted, 2 posted, 1 changed twice, 2 deleted, 3 posted."""
    start = AdvertLog.objects.get().last_seq
    first, second = (commands.advert_create(user=owner, values=values).pk for _ in range(2))
    for age in (2, 3):
        commands.advert_update(user=owner, advert_id=first, values={"age": age})
    commands.advert_delete(user=owner, advert_id=second)
    commands.advert_create(user=owner, values=values)
    return start


def test_the_last_day_is_left_alone(start: int) -> None:
    grow_older(0.9)
    call_command("compact")
    assert numbers() == list(range(start + 1, start + 7))


def test_superseded_changes_go_after_a_day_and_forget_nothing(start: int) -> None:
    grow_older(1.1)
    call_command("compact")
    assert numbers() == [start + 4, start + 5, start + 6]
    assert AdvertLog.objects.get().compacted_seq == 0


def test_tombstones_go_after_their_days_and_that_is_remembered(
    start: int, settings: Settings
) -> None:
    settings.RIP_CHANGES_KEPT_DAYS = 7
    grow_older(6.9)
    call_command("compact")
    assert AdvertLog.objects.get().compacted_seq == 0
    grow_older(0.2)
    call_command("compact")
    assert numbers() == [start + 4, start + 6]
    assert AdvertLog.objects.get().compacted_seq == start + 5


def test_the_newest_change_stays_even_if_it_is_an_old_tombstone(
    owner: User, values: AdvertValues
) -> None:
    advert = commands.advert_create(user=owner, values=values)
    commands.advert_delete(user=owner, advert_id=advert.pk)
    grow_older(99)
    call_command("compact")
    assert numbers() == [AdvertLog.objects.get().last_seq]


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_small_batches_come_to_the_same(
    start: int, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(compaction, "BATCH", batch)
    grow_older(99)
    call_command("compact")
    call_command("compact")
    assert numbers() == [start + 4, start + 6]
    assert AdvertLog.objects.get().compacted_seq == start + 5


def test_what_is_forgotten_is_never_taken_back(start: int) -> None:
    AdvertLog.objects.update(compacted_seq=10**6)
    grow_older(99)
    call_command("compact")
    assert AdvertLog.objects.get().compacted_seq == 10**6


def test_a_key_counts_for_a_day_and_is_then_dropped(owner: User, values: AdvertValues) -> None:
    def post() -> commands.Posted:
        return commands.advert_post(user=owner, values=values, key="k")

    first = post().advert
    grow_older(0.9)
    assert post() == (first, True)
    grow_older(0.2)
    second, replayed = post()
    assert (second != first, replayed) == (True, False)
    PostKey.objects.create(owner_id=0, key="old", fingerprint="", advert_id=1, at=timezone.now())
    PostKey.objects.filter(key="old").update(at=timezone.now() - timedelta(days=2))
    call_command("compact")
    assert list(PostKey.objects.values_list("key", flat=True)) == ["k"]
