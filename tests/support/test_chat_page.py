"""The page of the chat: one's own conversation, as a form where there is no script."""

import re

import pytest
from django.test import Client

from rip.accounts.models import User
from rip.chat.messages.pictures import picture_in
from rip.chat.protocol.frames import HISTORY
from rip.support.chat import hub
from rip.support.kind import SUPPORT
from rip.support.models import ChatPicture, Message, Room, Side
from tests.chat.rooms import post

pytestmark = pytest.mark.django_db(transaction=True)


def html(client: Client) -> str:
    answer = client.get("/chat/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_the_newest_messages_of_ones_own_room(
    client: Client, room: Room, owner: User, operator: User, stranger: User
) -> None:
    picture = ChatPicture(room=room, author=operator, name="abcdefghijklmnop")
    for number in range(HISTORY + 1):
        post(room, owner, f"Вопрос {number}.")
    post(room, operator, "<b>Ответ</b> на https://example.org/")
    post(room, operator, picture.url)
    client.force_login(owner)
    shown = html(client)
    assert "Вопрос 2.<" not in shown
    assert f"Вопрос {HISTORY}." in shown
    assert "&lt;b&gt;Ответ&lt;/b&gt;" in shown
    assert '<a href="https://example.org/"' in shown
    assert f'<img class="max-h-60 rounded-box" src="{picture.url}"' in shown
    client.force_login(stranger)
    assert "Вопрос" not in html(client)


def test_a_message_bears_its_authors_name_of_now_in_the_language_of_the_reader(
    client: Client, room: Room, owner: User, operator: User
) -> None:
    post(room, owner, "Вопрос")
    post(room, operator, "Ответ")
    client.force_login(owner)
    for name, language, you in (
        ("olga", "en", "You"),
        ("ольга", "ru", "Вы"),
        ("anna", "en", "You"),
    ):
        User.objects.filter(pk=operator.pk).update(username=name)
        client.cookies["django_language"] = language
        names = re.findall(r'text-quiet">([^<,]+), <time', html(client))
        assert names == [you, name]


def test_what_is_shown_is_marked_as_read_once(
    client: Client, room: Room, owner: User, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[tuple[int, str, int]] = []
    mark_now = hub.mark_now

    async def mark(room_id: int, side: str, seq: int) -> None:
        marked.append((room_id, side, seq))
        await mark_now(room_id, side, seq)

    monkeypatch.setattr(hub, "mark_now", mark)
    client.force_login(owner)
    for _ in range(2):
        message = post(room, operator, "Ответ")
        for _ in range(3):
            html(client)
        assert marked[-1] == (room.pk, Side.CUSTOMER, message.seq)
    assert len(marked) == 2


def test_looking_makes_no_room(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    html(client)
    assert not Room.objects.exists()


def test_who_is_not_signed_in_is_told_what_is_needed(client: Client) -> None:
    shown = html(client)
    assert "<noscript>" in shown
    assert "<textarea" not in shown
    assert client.post("/chat/", {"message": "Привет"}).status_code == 403


def test_operators_are_sent_to_their_own_place(client: Client, operator: User) -> None:
    client.force_login(operator)
    assert client.get("/chat/").status_code == 302


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"message": "", "client_message_id": "a"},
        {"message": "  \n ", "client_message_id": "a"},
        {"message": "a\x00b", "client_message_id": "a"},
        {"message": "a" * 4001, "client_message_id": "a"},
        {"message": "a", "client_message_id": "ключ"},
        {"message": "a"},
    ],
    ids=str,
)
def test_a_message_the_protocol_does_not_take_is_not_sent(
    client: Client, owner: User, fields: dict[str, str]
) -> None:
    client.force_login(owner)
    answer = client.post("/chat/", fields)
    assert answer.status_code == 400
    assert not Message.objects.exists()


def test_a_form_of_another_site_is_refused(owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    assert strict.post("/chat/", {"message": "a", "client_message_id": "a"}).status_code == 403
    assert not Message.objects.exists()


def test_only_a_pictures_address_is_a_picture() -> None:
    address = "/media/support/ab/abcdefghijklmnop-1600.webp"
    assert picture_in(f" {address}\n", kind=SUPPORT) == address
    for body in (
        "",
        f"Вот: {address}",
        f"https://evil.example{address}",
        f"{address}?x",
        "/media/",
    ):
        assert picture_in(body, kind=SUPPORT) is None


def test_the_chat_is_on_every_page_but_operators_have_the_desk(
    client: Client, owner: User, operator: User
) -> None:
    script = re.compile(r"<script src=\"/static/rip/chat\.\w+\.js\"[^>]*>")
    (tag,) = script.findall(client.get("/").content.decode())
    assert "data-signed-in" not in tag
    client.force_login(owner)
    (tag,) = script.findall(client.get("/").content.decode())
    assert f'data-signed-in="{owner.pk}"' in tag
    client.force_login(operator)
    assert not script.findall(client.get("/").content.decode())
