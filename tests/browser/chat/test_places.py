"""The chat on phones and desktops, light and dark, on a page of its own, on other sites."""

import uuid
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat.conftest import Chat, OtherSite
from tests.browser.conftest import DESKTOP, PHONE, WIDER, Guest, Opening, Watched, assert_accessible
from tests.conftest import PASSWORD
from tests.kit import pictures
from tests.kit.people import Person
from tests.kit.running import Server
from tests.kit.talking import hear_type, typed


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_is_accessible_and_asks_nobody_else(
    opened: Opening,
    board: Server,
    guest: Guest,
    operator: Person,
    advert: int,
    screen: dict[str, Any],
    scheme: str,
) -> None:
    address = f"/api/v1/support/rooms/{guest.room}"
    picture = guest.http.post(
        f"{address}/pictures", files={"image": ("a.png", pictures.png())}
    ).json()["image"]
    for text in ("Привет", picture, f"См. {board.url}/adverts/{advert}/ и https://example.org"):
        for author in (guest.http, operator.http):
            author.post(f"{address}/messages", json={"message": text}).raise_for_status()
    context = opened(color_scheme=scheme, reduced_motion="reduce", **screen)
    stranger = Watched(context.new_page())
    stranger.page.goto(board.url)
    chat = Chat(stranger.page)
    assert_accessible(chat.page)
    chat.open()
    expect(chat.panel.locator(".status")).not_to_be_empty()
    assert_accessible(chat.page)

    guest.remembered_in(context)
    for path in ("/", "/chat/"):
        watched = Watched(context.new_page())
        watched.page.goto(board.url + path)
        chat = Chat(watched.page)
        if path == "/":
            chat.open()
        expect(chat.messages).to_have_count(6)
        expect(chat.messages.locator(".card")).to_have_count(2)
        assert_accessible(watched.page)
        assert watched.page.evaluate(WIDER) == 0
        assert watched.foreign_requests(board.url) == []
        assert watched.complaints == []


def test_on_a_phone_it_is_the_whole_screen_and_keeps_the_focus(
    opened: Opening, board: Server
) -> None:
    chat = Chat(opened(reduced_motion="reduce", **PHONE).new_page())
    chat.page.goto(board.url)
    chat.bubble.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    for _ in range(8):
        chat.page.keyboard.press("Tab")
        # Beyond the last it is the browser's own buttons.
        focused = chat.page.evaluate("document.activeElement.localName")
        assert focused in {"rip-chat", "body"}
    chat.field.focus()
    chat.field.press_sequentially("Раз")
    chat.field.press("Enter")
    chat.field.press_sequentially("два")
    expect(chat.field).to_have_value("Раз\nдва")
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.bubble).to_be_focused()


def test_on_a_desktop_it_lies_beside_the_page_and_stays_open_on_the_next(
    opened: Opening, board: Server
) -> None:
    chat = Chat(opened().new_page())
    chat.page.goto(board.url)
    chat.open()
    chat.field.press_sequentially("Раз")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("два")
    chat.page.get_by_role("heading", level=1).click()
    chat.page.reload()
    expect(chat.field).to_have_value("Раз\nдва")
    chat.field.press("Enter")
    expect(chat.state("Раз")).to_have_text("Отправлено")
    chat.page.get_by_role("button", name="Закрыть чат").click()
    expect(chat.bubble).to_be_focused()


def test_the_first_page_does_not_pay_for_it(opened: Opening, board: Server) -> None:
    watched = Watched(opened().new_page())
    watched.page.goto(board.url)
    watched.page.wait_for_load_state("networkidle")
    asked = [request.url for request in watched.requests]
    assert [url for url in asked if "/chat." in url]
    assert [url for url in asked if "/api/" in url or "chat-panel" in url] == []


def test_a_listed_site_has_the_whole_chat_by_one_script_tag(
    opened: Opening, board: Server, operator: Person, listed: OtherSite
) -> None:
    listed.embed(board, 'data-language="ru" data-position="left" data-colour="#ffd600"')
    watched = Watched(opened(color_scheme="dark", reduced_motion="reduce").new_page())
    watched.page.goto(listed.origin)
    chat = Chat(watched.page)
    chat.open()
    bubble = chat.panel.bounding_box()
    assert bubble is not None
    assert bubble["x"] < 100
    expect(chat.panel).to_have_css("background-color", "rgb(37, 33, 31)")
    expect(chat.page.locator("rip-chat-composer .send")).to_be_visible()
    chat.write("Привет из магазина")
    expect(chat.state("Привет из магазина")).to_have_text("Отправлено")
    assert_accessible(chat.page)
    room = operator.http.get("/api/v1/support/rooms?limit=1").json()["rooms"][0]["room"]
    with typed(operator.chat_address(room)) as desk:
        assert hear_type(desk, "message")["message"] == "Привет из магазина"
    chat.panel.get_by_label("Приложить картинку").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": pictures.png()}
    )
    chat.page.get_by_role("button", name="Отправить", exact=True).click()
    shown = chat.messages.locator("a.picture img")
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 400
    assert watched.complaints == []
    assert watched.foreign_requests(listed.origin) != []
    assert [
        url for url in watched.foreign_requests(listed.origin) if not url.startswith(board.url)
    ] == []


def test_any_other_site_gets_no_answers(
    opened: Opening, board: Server, operator: Person, unlisted: OtherSite
) -> None:
    rooms = operator.http.get("/api/v1/support/rooms").json()
    unlisted.embed(board, 'data-language="ru"')
    chat = Chat(opened().new_page())
    chat.page.goto(unlisted.origin)
    chat.open()
    chat.write("Пустите")
    expect(chat.lost).to_be_visible()
    expect(chat.state("Пустите")).to_have_text("Отправляется")
    assert chat.page.evaluate("localStorage.length") == 1
    assert operator.http.get("/api/v1/support/rooms").json() == rooms


def test_a_guest_who_signs_up_keeps_the_conversation(
    opened: Opening, board: Server, operator: Person
) -> None:
    page = opened().new_page()
    page.goto(board.url)
    chat = Chat(page)
    chat.open()
    chat.write("Я ещё без имени")
    expect(chat.state("Я ещё без имени")).to_have_text("Отправлено")
    name = f"Маша-{uuid.uuid4().hex[:8]}"
    page.goto(f"{board.url}/accounts/signup/")
    page.get_by_label("Имя пользователя").fill(name)
    page.get_by_label("Адрес электронной почты").fill(f"{uuid.uuid4().hex}@example.org")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{board.url}/")
    expect(chat.message("Я ещё без имени")).to_be_visible()
    chat.write("А теперь с именем")
    expect(chat.state("А теперь с именем")).to_have_text("Отправлено")
    [room] = operator.http.get("/api/v1/support/rooms?limit=1").json()["rooms"]
    messages = operator.http.get(f"/api/v1/support/rooms/{room['room']}/messages").json()[
        "messages"
    ]
    assert [(one["sender"], one["message"]) for one in messages] == [
        (name, "Я ещё без имени"),
        (name, "А теперь с именем"),
    ]
