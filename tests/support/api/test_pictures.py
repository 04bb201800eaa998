"""Pictures in the chat through the API: sent by members of the room, served by their address."""

from typing import Any

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import Person
from tests.kit.problems import problem, wrong_fields
from tests.kit.talking import hear_type, send, typed


def address(room: int | str) -> str:
    return f"/api/v1/support/rooms/{room}/pictures"


def upload(client: httpx.Client, room: int | str, raw: bytes, name: str = "pet") -> httpx.Response:
    return client.post(address(room), files={"image": (name, raw)})


def files(person: Person) -> set[str]:
    folder = person.server.data_dir / "media" / "support"
    return {path.name for path in folder.rglob("*.webp")}


def test_a_picture_goes_up_and_a_message_shows_it_to_the_other_side(
    owner: Person, operator: Person, nobody: httpx.Client
) -> None:
    answer = upload(owner.http, owner.room, pictures.photo_with_secrets(), name="IMG 1.exe")
    assert answer.status_code == 201
    kept: dict[str, Any] = answer.json()
    assert kept.keys() == {"image", "thumbnail", "width", "height"}
    assert (kept["width"], kept["height"]) == (300, 400)
    with (
        typed(operator.chat_address(owner.room)) as desk,
        typed(owner.chat_address(owner.room)) as own,
    ):
        send(own, "message", message=kept["image"], client_message_id="a-picture")
        assert hear_type(desk, "message")["message"] == kept["image"]
    for shown in (kept["image"], kept["thumbnail"]):
        served = nobody.get(shown)
        assert served.headers["content-type"] == "image/webp"
        assert pictures.is_upright(pictures.decoded(served.content))
        assert b"Secret" not in served.content


def test_an_operator_may_send_one_too(owner: Person, operator: Person) -> None:
    assert upload(operator.http, owner.room, pictures.png()).status_code == 201


def test_who_is_not_in_the_room_leaves_nothing_there(
    owner: Person, stranger: Person, operator: Person, nobody: httpx.Client
) -> None:
    room, before = owner.room, files(owner)
    problem(upload(nobody, room, pictures.png()), 401)
    problem(upload(stranger.http, room, pictures.png()), 403)
    problem(upload(operator.http, 2**62, pictures.png()), 404)
    for number in ("0", "x", str(2**63)):
        problem(upload(owner.http, number, pictures.png()), 400)
    assert files(owner) == before


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"plain text" * 100, id="text"),
        pytest.param(b"", id="empty"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(pictures.jpeg()[:-900], id="truncated"),
        pytest.param(pictures.bomb(), id="bomb"),
    ],
)
def test_what_is_no_sound_picture_is_refused_and_not_kept(owner: Person, raw: bytes) -> None:
    before = files(owner)
    assert wrong_fields(upload(owner.http, owner.room, raw, name="pet.png")) == {"image"}
    assert files(owner) == before


def test_a_form_without_a_picture_and_other_content_are_refused(owner: Person) -> None:
    assert wrong_fields(owner.http.post(address(owner.room), data={"image": "x"})) == {"image"}
    assert wrong_fields(owner.http.post(address(owner.room), json={})) == {"image"}
    answer = owner.http.post(
        address(owner.room), content=b"--x\r\n", headers={"content-type": "multipart/form-data"}
    )
    problem(answer, 400)
    answer = owner.http.post(
        address(owner.room), content=pictures.png(), headers={"content-type": "image/png"}
    )
    problem(answer, 415)


def test_anyone_may_ask_whether_an_operator_is_there(
    owner: Person, operator: Person, nobody: httpx.Client
) -> None:
    with typed(operator.chat_address(owner.room)) as socket:
        hear_type(socket, "hello")
        assert nobody.get("/api/v1/support/online").json() == {"online": True}


def test_history_says_how_far_each_side_has_read(owner: Person) -> None:
    messages = f"/api/v1/support/rooms/{owner.room}/messages"
    owner.http.post(messages, json={"message": "Привет"})
    owner.http.post(f"/api/v1/support/rooms/{owner.room}/read", json={"seq": 1})
    assert owner.http.get(messages).json()["read"] == {"customer": 1, "support": 0}
