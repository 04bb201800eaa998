"""A serving process prunes, beside requests, guests and pictures that nobody will come for."""

import asyncio
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from rip.accounts.guests import guest_create
from rip.accounts.models import RefreshFamily, User
from rip.chat.live.bus import NoBus
from rip.chat.live.hub import Hub
from rip.chat.messages import pictures
from rip.chat.messages.queue import MessageQueue
from rip.core.database import threads
from rip.support import lifespan
from rip.support.kind import SUPPORT
from rip.support.models import ChatPicture, Room
from rip.support.rooms import guests
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub(SUPPORT, NoBus(alone=True))
    monkeypatch.setattr(lifespan, "hub", hub)
    monkeypatch.setattr(lifespan, "queue", MessageQueue(SUPPORT, hub.deliver))


def test_guests_who_cannot_come_back_and_pictures_that_nobody_shows_go_batch_by_batch(
    room: Room, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def noted(*, now: datetime, after: int) -> int | None:
        begun.append(after)
        return guests.guests_prune(now=now, after=after)

    monkeypatch.setattr(lifespan, "guests_prune", noted)
    monkeypatch.setattr(lifespan, "PRUNE_SECONDS", (0.0, 0.0))
    monkeypatch.setattr(lifespan, "BETWEEN_BATCHES_SECONDS", 0.0)
    monkeypatch.setattr(guests, "PRUNED_AT_ONCE", 2)
    monkeypatch.setattr(pictures, "PRUNED_AT_ONCE", 2)
    long_ago = timezone.now() - timedelta(days=400)
    for _ in range(5):
        guest_create()
        ChatPicture.objects.create(room=room, author=operator, room_seq=0, width=1, height=1)
    ChatPicture.objects.update(created=long_ago)
    RefreshFamily.objects.update(expires=long_ago)
    guest_create()
    [*silent, back] = User.objects.filter(is_guest=True).order_by("pk").values_list("pk", flat=True)

    def is_pruned() -> bool:
        left = list(User.objects.filter(is_guest=True).values_list("pk", flat=True))
        return left == [back] and not ChatPicture.objects.exists()

    async def serve() -> None:
        async with lifespan.running():
            await until(lambda: threads.read(is_pruned))

    assert not is_pruned()
    asyncio.run(serve())
    # One round went through all of them.
    assert begun[:3] == [0, silent[1], silent[3]]
