"""An Idempotency-Key counts for a day to the microsecond, and is stored with its advert or not."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from rip.accounts.models import User
from rip.adverts.feed import compaction
from rip.adverts.feed.compaction import keys_expire
from rip.adverts.models import Advert, AdvertChange, PostKey
from rip.adverts.writing import commands, queue
from rip.adverts.writing.commands import AdvertValues, Posted
from rip.adverts.writing.idempotency import Posting
from rip.core.errors import Conflict, KeyReused
from rip.core.pictures.convert import picture_convert
from tests.adverts.held import Held
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(hours=24)
MOMENT = timedelta(microseconds=1)

Post = Callable[..., Posted]


@pytest.fixture
def post(owner: User, values: AdvertValues) -> Post:
    """Posts an advert under a key, by default under one and the same."""

    def post(key: str = "k", user: User | None = owner, **other: object) -> Posted:
        return commands.advert_post(user=user, values={**values, **other}, key=key)

    return post


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The time, which stands still."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def grow_older(by: timedelta) -> None:
    for row in PostKey.objects.all():
        PostKey.objects.filter(pk=row.pk).update(at=row.at - by)


@pytest.mark.usefixtures("now")
def test_a_key_counts_for_exactly_a_day(post: Post) -> None:
    first = post().advert
    grow_older(DAY)
    assert post() == (first, True)
    assert keys_expire() == 0
    grow_older(MOMENT)
    second, replayed = post()
    assert (second == first, replayed) == (False, False)
    assert post() == (second, True)


@pytest.mark.usefixtures("now")
def test_keys_are_deleted_once_they_no_longer_count_and_not_earlier(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "BATCH", 2)
    for key in "abc":
        post(key)
    grow_older(DAY + MOMENT)
    kept = post("d").advert
    assert [keys_expire() for _ in range(3)] == [2, 1, 0]
    assert list(PostKey.objects.values_list("key", "advert_id")) == [("d", kept.pk)]


def test_a_key_that_does_not_count_may_be_used_for_other_content(post: Post) -> None:
    post()
    with pytest.raises(KeyReused):
        post(age=2)
    grow_older(DAY + MOMENT)
    assert post(age=2).advert.age == 2
    assert PostKey.objects.count() == 1


def test_a_key_is_its_callers_and_all_of_it_counts(
    post: Post, stranger: User, values: AdvertValues
) -> None:
    keys = [("k", None), ("k", stranger), ("K", None), ("k" * 255, None), ("k" * 254 + "l", None)]
    posted = [post(key, user) for key, user in keys]
    assert [one.replayed for one in posted] == [False] * 5
    assert [post(key, user).advert.pk for key, user in keys] == [one.advert.pk for one in posted]
    # No user has the number of those who have no token.
    assert set(PostKey.objects.values_list("owner_id", flat=True)) == {0, stranger.pk}


def test_the_advert_of_a_key_that_has_been_deleted_is_not_posted_again(
    post: Post, owner: User
) -> None:
    advert = post().advert
    commands.advert_delete(user=owner, advert_id=advert.pk)
    with pytest.raises(Conflict):
        post()
    assert not Advert.objects.exists()


def test_a_repeat_shows_the_advert_with_its_picture(
    owner: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    picture = picture_convert(pictures.png())
    first, again = (
        commands.advert_post(user=owner, values=values, picture=picture, key="k") for _ in range(2)
    )
    assert [first.replayed, again.replayed] == [False, True]
    assert again.advert.image == first.advert.image is not None
    assert len(files_left()) == 3


def test_another_picture_is_other_content(
    post: Post, owner: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    posted = post()
    for size in ((40, 30), (41, 30)):
        picture = picture_convert(pictures.png(*size))
        with pytest.raises(KeyReused):
            commands.advert_post(user=owner, values=values, picture=picture, key="k")
    assert post() == (posted.advert, True)
    assert files_left() == []


def _beside(post: Post, other: Callable[[], Posted], monkeypatch: pytest.MonkeyPatch) -> Posted:
    """Post, and let the other come in between the look for the key and the storing of it."""

    async def scenario() -> Posted:
        held = Held.of(monkeypatch, Posting, "advert")
        posting = asyncio.create_task(asyncio.to_thread(post))
        await held.begun()
        await asyncio.to_thread(other)
        held.let_go()
        return await posting

    return asyncio.run(scenario())


def test_of_two_at_once_the_second_gets_the_advert_of_the_first_and_leaves_nothing(
    post: Post,
    owner: User,
    values: AdvertValues,
    files_left: FilesLeft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = picture_convert(pictures.png())

    def with_picture() -> Posted:
        return commands.advert_post(user=owner, values=values, picture=picture, key="k")

    posted = _beside(with_picture, with_picture, monkeypatch)
    assert posted.replayed
    assert Advert.objects.get() == posted.advert
    assert AdvertChange.objects.get().seq == posted.advert.seq
    assert len(files_left()) == 3


def test_of_two_at_once_with_other_content_the_second_is_refused(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyReused):
        _beside(lambda: post(age=2), post, monkeypatch)
    assert Advert.objects.get().age == 1


def test_what_cannot_be_stored_leaves_its_key_free(post: Post) -> None:
    with pytest.raises(IntegrityError):
        post(title=None)
    assert not PostKey.objects.exists()
    assert not post().replayed


@pytest.mark.parametrize("key", [None, "k"])
def test_whoever_was_answered_finds_the_advert_by_any_connection(
    owner: User, values: AdvertValues, key: str | None
) -> None:
    def stored(advert: Advert) -> tuple[int, int]:
        return (
            Advert.objects.filter(pk=advert.pk, seq=advert.seq).count(),
            AdvertChange.objects.filter(seq=advert.seq).count(),
        )

    async def scenario() -> None:
        posted = await queue.advert_post(user=owner, values=values, picture=None, key=key)
        assert await asyncio.to_thread(stored, posted.advert) == (1, 1)

    queue.writes.start()
    asyncio.run(scenario())
