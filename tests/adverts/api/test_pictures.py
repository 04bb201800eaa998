"""Several pictures of one advert: added, put in order, taken away, and no file left behind."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields

PNG = pictures.png(40, 30)


@pytest.fixture
def address(owner: Person) -> str:
    """The pictures of an advert of the owner's."""
    return (
        f"/api/v1/adverts/{owner.http.post('/api/v1/adverts', json=ADVERT).json()['id']}/pictures"
    )


def add(client: httpx.Client, address: str, *raw: bytes) -> httpx.Response:
    return client.post(address, files=[("image", (f"{n}.png", one)) for n, one in enumerate(raw)])


def numbers(answer: httpx.Response) -> list[int]:
    assert answer.is_success, answer.text
    return [picture["id"] for picture in answer.json()["pictures"]]


def files(owner: Person) -> set[str]:
    media = owner.server.data_dir / "media"
    return {f"/media/{path.relative_to(media)}" for path in media.rglob("*") if path.is_file()}


def test_pictures_are_added_after_each_other_and_the_first_is_the_main_one(
    owner: Person, address: str
) -> None:
    answer = add(owner.http, address, pictures.png(40, 30), pictures.jpeg(50, 30))
    assert answer.status_code == 201
    assert [one["width"] for one in answer.json()["pictures"]] == [40, 50]
    body = add(owner.http, address, pictures.webp(60, 30)).json()
    assert [one["width"] for one in body["pictures"]] == [40, 50, 60]
    assert body["image"] == body["pictures"][0]["image"]
    assert body["seq"] > answer.json()["seq"]
    for one in body["pictures"]:
        assert owner.http.get(one["image"]).status_code == 200
        assert owner.http.get(one["thumbnail"]).status_code == 200


def test_they_are_put_in_another_order(owner: Person, address: str) -> None:
    first, second, third = numbers(add(owner.http, address, PNG, PNG, PNG))
    answer = owner.http.put(f"{address}/order", json={"pictures": [third, first, second]})
    assert numbers(answer) == [third, first, second]
    assert answer.json()["image"] == answer.json()["pictures"][0]["image"]
    for wrong in ([first, second], [first, second, third, 1], [first, second, second], [2**63 - 1]):
        answer = owner.http.put(f"{address}/order", json={"pictures": wrong})
        assert wrong_fields(answer) == {"pictures"}
    bad: object
    for bad in (None, "x", [0], ["x"], {}, [1.5], list(range(1, 99))):
        problem(owner.http.put(f"{address}/order", json={"pictures": bad}), 400)


def test_one_is_taken_away_with_its_files(owner: Person, address: str) -> None:
    before = files(owner)
    first, second = numbers(add(owner.http, address, PNG, PNG))
    answer = owner.http.delete(f"{address}/{first}")
    assert numbers(answer) == [second]
    kept = files(owner) - before
    assert len(kept) == 3
    assert answer.json()["image"] in kept
    problem(owner.http.delete(f"{address}/{first}"), 404)
    other = owner.http.post("/api/v1/adverts", json=ADVERT).json()["id"]
    problem(owner.http.delete(f"/api/v1/adverts/{other}/pictures/{second}"), 404)
    owner.http.delete(address.removesuffix("/pictures"))
    assert files(owner) == before


def test_a_new_main_picture_leaves_the_others(owner: Person, address: str) -> None:
    _, second = numbers(add(owner.http, address, PNG, PNG))
    files = {"image": ("new.png", pictures.png(70, 30))}
    answer = owner.http.patch(address.removesuffix("/pictures"), files=files)
    assert numbers(answer)[1:] == [second]
    assert answer.json()["pictures"][0]["width"] == 70
    answer = owner.http.patch(address.removesuffix("/pictures"), json={"image": None})
    assert numbers(answer) == [second]


def test_an_eleventh_is_refused_and_leaves_no_file(owner: Person, address: str) -> None:
    add(owner.http, address, *[PNG] * 8)
    before = files(owner)
    assert wrong_fields(add(owner.http, address, *[PNG] * 3)) == {"image"}
    assert wrong_fields(add(owner.http, address, *[PNG] * 11)) == {"image"}
    assert files(owner) == before
    assert len(numbers(add(owner.http, address, PNG, PNG))) == 10


def test_of_pictures_added_at_once_each_has_its_place_and_the_limit_holds(
    owner: Person, address: str
) -> None:
    before = files(owner)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: add(owner.http, address, PNG, PNG, PNG), range(6)))
    taken = [answer for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} == {201, 400}
    assert sorted(len(numbers(answer)) for answer in taken) == [3, 6, 9]
    last = max(taken, key=lambda answer: answer.json()["seq"])
    assert set(numbers(last)) == {number for answer in taken for number in numbers(answer)}
    assert len(files(owner) - before) == 9 * 3
    # The order that was answered is the order that is kept.
    assert numbers(owner.http.patch(address.removesuffix("/pictures"), json={})) == numbers(last)


def test_one_bad_picture_refuses_them_all(owner: Person, address: str) -> None:
    before = files(owner)
    assert wrong_fields(add(owner.http, address, PNG, b"text")) == {"image"}
    assert wrong_fields(owner.http.post(address, json={})) == {"image"}
    assert wrong_fields(owner.http.post(address, files={"other": b"x"})) == {"image"}
    problem(owner.http.post(address, content=b"x", headers={"content-type": "image/png"}), 415)
    assert files(owner) == before


def test_only_the_owner_and_staff_may(
    owner: Person, stranger: Person, operator: Person, nobody: httpx.Client, address: str
) -> None:
    first, second = numbers(add(owner.http, address, PNG, PNG))
    before = files(owner)
    refused: list[tuple[httpx.Client, int]] = [(stranger.http, 403), (nobody, 401)]
    for client, status in refused:
        problem(add(client, address, PNG), status)
        problem(client.put(f"{address}/order", json={"pictures": [second, first]}), status)
        problem(client.delete(f"{address}/{first}"), status)
    assert files(owner) == before
    assert numbers(operator.http.put(f"{address}/order", json={"pictures": [second, first]})) == [
        second,
        first,
    ]


def test_an_advert_that_is_not_there_takes_none(owner: Person) -> None:
    before = files(owner)
    address = f"/api/v1/adverts/{2**62}/pictures"
    problem(add(owner.http, address, PNG), 404)
    problem(owner.http.put(f"{address}/order", json={"pictures": []}), 404)
    problem(owner.http.delete(f"{address}/1"), 404)
    for number in ("x", "0", str(2**63)):
        problem(owner.http.delete(f"{address}/{number}"), 400)
    assert files(owner) == before
