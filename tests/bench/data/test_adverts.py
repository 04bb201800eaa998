"""The adverts that every board is filled with."""

import json

from bench.data.adverts import DEAREST, TOUCHED_PRICE, advert
from rip.adverts.api.schemas import AdvertIn


def test_a_number_is_always_the_same_advert() -> None:
    assert advert(7) == advert(7)
    assert advert(7) != advert(8)


def test_adverts_are_what_the_api_takes() -> None:
    for number in range(200):
        AdvertIn.model_validate(advert(number))


def test_an_advert_is_about_500_bytes() -> None:
    sizes = [len(json.dumps(advert(number), ensure_ascii=False).encode()) for number in range(200)]
    assert 450 < sum(sizes) / len(sizes) < 550


def test_both_kinds_and_sexes_and_all_prices_are_there() -> None:
    adverts = [advert(number) for number in range(1000)]
    assert {(one["kind"], one["gender"]) for one in adverts} == {
        (kind, gender) for kind in ("Dog", "Cat") for gender in ("M", "F")
    }
    assert len({one["price"] for one in adverts}) > 500
    assert all(0 <= one["price"] < DEAREST for one in adverts)
    assert TOUCHED_PRICE not in {one["price"] for one in adverts}
