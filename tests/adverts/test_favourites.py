"""Favourites, and what becomes of their adverts."""

import pytest

from rip.accounts.models import User
from rip.adverts import favourites
from rip.adverts.favourites import advert_of, favourite_add, favourite_remove, favourites_merge
from rip.adverts.models import Advert
from rip.adverts.models.readers import Favourite
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import Conflict, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def adverts(owner: User, values: AdvertValues) -> list[Advert]:
    return [
        commands.advert_create(user=owner, values={**values, "title": f"No {number}"})
        for number in range(3)
    ]


def kept_ids(user: User) -> list[int]:
    return [kept.advert_id for kept in Favourite.objects.of(user)]


def close(advert: Advert, owner: User) -> None:
    commands.advert_update(user=owner, advert_id=advert.pk, values={"status": "closed"})


def test_adding_twice_is_adding_once_and_removing_twice_is_removing_once(
    adverts: list[Advert], stranger: User, operator: User
) -> None:
    for advert in (adverts[1], adverts[0], adverts[1]):
        favourite_add(user=stranger, advert_id=advert.pk)
    assert kept_ids(stranger) == [adverts[0].pk, adverts[1].pk]
    assert kept_ids(operator) == []
    for _ in range(2):
        favourite_remove(user=stranger, advert_id=adverts[1].pk)
    favourite_remove(user=operator, advert_id=adverts[0].pk)
    assert kept_ids(stranger) == [adverts[0].pk]


def test_what_cannot_be_seen_cannot_be_kept(
    adverts: list[Advert], owner: User, stranger: User
) -> None:
    close(adverts[0], owner)
    for advert_id in (adverts[0].pk, 2**62):
        with pytest.raises(NotFound):
            favourite_add(user=stranger, advert_id=advert_id)
    favourite_add(user=owner, advert_id=adverts[0].pk)
    assert kept_ids(owner) == [adverts[0].pk]


def test_merging_leaves_out_what_is_gone_and_keeps_the_order(
    adverts: list[Advert], owner: User, stranger: User
) -> None:
    close(adverts[1], owner)
    favourite_add(user=stranger, advert_id=adverts[2].pk)
    wanted = [adverts[2].pk, adverts[1].pk, 2**62, adverts[0].pk]
    assert favourites_merge(user=stranger, advert_ids=wanted) == 1
    assert favourites_merge(user=stranger, advert_ids=wanted) == 0
    assert kept_ids(stranger) == [adverts[0].pk, adverts[2].pk]


def test_a_deleted_or_closed_advert_leaves_its_title(
    adverts: list[Advert], owner: User, stranger: User
) -> None:
    for advert in adverts:
        favourite_add(user=stranger, advert_id=advert.pk)
    close(adverts[1], owner)
    commands.advert_delete(user=owner, advert_id=adverts[2].pk)
    kept = list(Favourite.objects.of(stranger))
    assert [one.title for one in kept] == ["No 2", "No 1", "No 0"]
    assert [advert_of(one, stranger) for one in kept] == [None, None, adverts[0]]


def test_nobody_keeps_more_than_the_most(
    adverts: list[Advert], stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(favourites, "MAX_FAVOURITES", 2)
    favourite_add(user=stranger, advert_id=adverts[0].pk)
    with pytest.raises(Conflict):
        favourites_merge(user=stranger, advert_ids=[adverts[1].pk, adverts[2].pk])
    favourite_add(user=stranger, advert_id=adverts[1].pk)
    favourite_add(user=stranger, advert_id=adverts[1].pk)
    assert len(kept_ids(stranger)) == 2
