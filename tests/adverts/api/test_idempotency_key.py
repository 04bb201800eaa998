"""Idempotency-Key: a POST may be repeated, and posts one advert."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields

POSTS = ("/api/v1/execute", "/api/v1/adverts")
FORM = {name: str(value) for name, value in ADVERT.items()}


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


@pytest.mark.parametrize("address", POSTS)
def test_a_repeat_gets_the_first_advert_again(
    owner: Person, key: dict[str, str], address: str
) -> None:
    first = owner.http.post(address, json=ADVERT, headers=key)
    assert first.status_code == 201
    assert "idempotent-replayed" not in first.headers
    quoted = {"Idempotency-Key": f'"{key["Idempotency-Key"]}"'}
    for headers in (key, quoted):
        again = owner.http.post(address, json={**ADVERT, "price": 16000.0}, headers=headers)
        assert (again.status_code, again.json()) == (201, first.json())
        assert again.headers["idempotent-replayed"] == "true"
        assert again.headers.get("location") == first.headers.get("location")


def test_other_content_under_the_same_key_is_refused(owner: Person, key: dict[str, str]) -> None:
    files = {"image": ("a.png", pictures.png(40, 30))}
    owner.http.post(POSTS[0], data=FORM, files=files, headers=key)
    assert owner.http.post(POSTS[0], data=FORM, files=files, headers=key).status_code == 201
    other = {"image": ("a.png", pictures.png(41, 30))}
    body = problem(owner.http.post(POSTS[0], data=FORM, files=other, headers=key), 422)
    assert body["type"] == "urn:rip:key-reused"
    problem(owner.http.post(POSTS[1], json={**ADVERT, "age": 2}, headers=key), 422)


def test_a_repeat_leaves_no_picture_behind(owner: Person, key: dict[str, str]) -> None:
    media = owner.server.data_dir / "media"
    files = {"image": ("a.png", pictures.png(40, 30))}
    owner.http.post(POSTS[1], data=FORM, files=files, headers=key)
    before = set(media.rglob("*.webp"))
    assert owner.http.post(POSTS[1], data=FORM, files=files, headers=key).status_code == 201
    assert set(media.rglob("*.webp")) == before


def test_a_key_belongs_to_its_caller(
    owner: Person, stranger: Person, nobody: httpx.Client, key: dict[str, str]
) -> None:
    clients = (owner.http, stranger.http, nobody)
    answers = [client.post(POSTS[1], json=ADVERT, headers=key) for client in clients]
    assert len({answer.json()["id"] for answer in answers}) == 3
    again = nobody.post(POSTS[1], json=ADVERT, headers=key)
    assert again.json()["id"] == answers[2].json()["id"]


@pytest.mark.parametrize("with_picture", [False, True])
def test_of_repeats_at_once_one_posts(
    owner: Person, key: dict[str, str], with_picture: bool
) -> None:
    media = owner.server.data_dir / "media"
    before = len(list(media.rglob("*.webp")))
    files = {"image": ("a.png", pictures.png(40, 30))} if with_picture else None

    def post(_: int) -> httpx.Response:
        return owner.http.post(POSTS[1], data=FORM, files=files, headers=key)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert len(list(media.rglob("*.webp"))) - before == (3 if with_picture else 0)


def test_the_repeat_shows_the_advert_as_it_is_now(owner: Person, key: dict[str, str]) -> None:
    advert = owner.http.post(POSTS[1], json=ADVERT, headers=key).json()
    owner.http.patch(f"/api/v1/adverts/{advert['id']}", json={"age": 7})
    assert owner.http.post(POSTS[1], json=ADVERT, headers=key).json()["age"] == 7
    owner.http.delete(f"/api/v1/adverts/{advert['id']}")
    problem(owner.http.post(POSTS[1], json=ADVERT, headers=key), 409)


def test_what_was_refused_may_be_corrected_under_the_same_key(
    owner: Person, key: dict[str, str]
) -> None:
    assert wrong_fields(owner.http.post(POSTS[1], json={**ADVERT, "age": -1}, headers=key))
    assert owner.http.post(POSTS[1], json=ADVERT, headers=key).status_code == 201


@pytest.mark.parametrize("bad", ["", '""', "x" * 256, "a b", "ключ"])
def test_a_bad_key_is_a_wrong_field(owner: Person, bad: str) -> None:
    answer = owner.http.post(POSTS[1], json=ADVERT, headers={b"Idempotency-Key": bad.encode()})
    assert wrong_fields(answer) == {"Idempotency-Key"}
