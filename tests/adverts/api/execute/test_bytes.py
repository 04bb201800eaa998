"""The seed's bodies, byte for byte: their keys, the order of these, and no space between."""

from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT, Person

EXECUTE = "/api/v1/execute"
SHOWN = (
    '{"id":%d,"title":"Пупсик","description":"Милый пупсик","kind":"Dog","breed":"пуп","age":1,'
    '"gender":"M","location":"Москва","price":%s,"image":null}'
)


def body(number: int, price: str = "16000") -> bytes:
    return (SHOWN % (number, price)).encode()


def posted(owner: Person) -> int:
    number: int = owner.http.post(EXECUTE, json=ADVERT).json()["id"]
    return number


FORM = {name: (None, str(value)) for name, value in ADVERT.items()}


@pytest.mark.parametrize("sent", [{"json": ADVERT}, {"data": ADVERT}, {"files": FORM}])
def test_a_new_advert(owner: Person, sent: dict[str, Any]) -> None:
    answer = owner.http.post(EXECUTE, **sent)
    assert answer.status_code == 201
    assert answer.content == body(answer.json()["id"])


def test_a_changed_advert(owner: Person) -> None:
    number = posted(owner)
    answer = owner.http.patch(EXECUTE, json={"id": number, "price": "10.50"})
    assert answer.content == body(number, "10.5")


def test_a_deleted_advert(owner: Person) -> None:
    answer = owner.http.request("DELETE", EXECUTE, json={"id": posted(owner)})
    assert answer.content == '{"message":"Объявление удалено."}'.encode()


def test_the_list(owner: Person, nobody: httpx.Client) -> None:
    first, second = posted(owner), posted(owner)
    listed = nobody.get(EXECUTE).content
    assert listed.startswith(b"[%b,%b" % (body(second), body(first)))
    assert listed.endswith(b"}]")


def test_the_list_of_some(owner: Person, nobody: httpx.Client) -> None:
    number = posted(owner)
    owner.http.patch(EXECUTE, json={"id": number, "price": 7.01})
    found = nobody.get(EXECUTE, params={"price_min": 7.01, "price_max": 7.01})
    assert found.content == b"[%b]" % body(number, "7.01")
    assert nobody.get(EXECUTE, params={"breed": "нет такой"}).content == b"[]"
