"""The adverts like one are always those that the database would find now."""

import random
from typing import Any

import pytest

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.pages.similar import similar_to
from tests.adverts.catalogue.conftest import Post, Reader, change, delete

pytestmark = pytest.mark.django_db(transaction=True)

BREEDS = ("Ёж", "еж", "Такса", "Сфинкс")
PLACES = ("Омск", "Псков")


def likes(reader: Reader, advert_id: int) -> list[int]:
    found = reader.run(reader.catalogue.surroundings(advert_id))
    assert found is not None
    assert found.advert.advert_id == advert_id
    return [one.advert_id for one in found.similar]


def expected(advert_id: int) -> list[int]:
    return [one.pk for one in similar_to(Advert.objects.get(pk=advert_id))]


def fields(choose: random.Random) -> dict[str, Any]:
    return {
        "kind": choose.choice(("Dog", "Dog", "Dog", "Cat")),
        "breed": choose.choice(BREEDS),
        "location": choose.choice(PLACES),
        "title": f"Т{choose.random()}",
    }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("has_table", [True, False])
def test_whatever_is_written_they_are_those_of_now(
    reader: Reader, post: Post, seed: int, has_table: bool
) -> None:
    choose = random.Random(seed)
    adverts = [post(**fields(choose)) for _ in range(4)]
    if has_table:
        reader.run(reader.catalogue.table.load())
    for _ in range(60):
        action = choose.choice(("post", "change", "change", "close", "publish", "delete"))
        if action == "post" or len(adverts) < 3:
            adverts.append(post(**fields(choose)))
        elif action == "delete":
            delete(adverts.pop(choose.randrange(len(adverts))))
        else:
            status = {"close": "closed", "publish": "published"}.get(action)
            changed = {"status": status} if status else fields(choose)
            change(choose.choice(adverts), **changed)
        for advert in choose.sample(adverts, 2):
            assert likes(reader, advert.pk) == expected(advert.pk), action


def test_a_seller_is_counted_anew_after_each_change(
    reader: Reader, post: Post, owner: User
) -> None:
    def count(advert: Advert) -> int:
        found = reader.run(reader.catalogue.surroundings(advert.pk))
        assert found is not None
        return found.of_owner

    first, other = post(owner=owner), post()
    assert (count(first), count(other)) == (1, 0)
    second = post(owner=owner, breed="Другая")
    assert count(first) == 2
    change(second, status="closed")
    assert (count(first), count(second)) == (1, 1)
    change(second, status="published")
    delete(first)
    assert count(second) == 1


def test_what_is_not_there_has_no_surroundings(reader: Reader, post: Post) -> None:
    advert = post()
    assert likes(reader, advert.pk) == []
    delete(advert)
    for missing in (advert.pk, 0, 2**62):
        assert reader.run(reader.catalogue.surroundings(missing)) is None


def test_an_unrelated_change_leaves_them_cached(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    advert = post(breed="Такса")
    like = [post(breed="Такса") for _ in range(4)]
    cat = post(kind="Cat", breed="Такса")
    found = likes(reader, advert.pk)
    assert found == [one.pk for one in reversed(like)]

    def finds_nothing(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("rip.adverts.catalogue.similar.Listing", finds_nothing)
    change(cat, title="Другой")
    change(like[0], title="Другой")
    post(breed="Сфинкс")
    assert likes(reader, advert.pk) == found
    post(breed="Такса")
    with pytest.raises(AssertionError):
        likes(reader, advert.pk)
