from decimal import Decimal

import pytest

from rip.adverts.services import AdvertValues


@pytest.fixture
def values() -> AdvertValues:
    return {
        "title": "Пупсик",
        "description": "Милый пупсик",
        "kind": "Dog",
        "breed": "пуп",
        "age": 1,
        "gender": "M",
        "location": "Москва",
        "price": Decimal(16000),
    }
