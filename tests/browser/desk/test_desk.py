"""The desk in a browser: by keyboard alone, through cuts, and for everybody."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import (
    DESKTOP,
    PHONE,
    Guest,
    Opening,
    Watched,
    assert_accessible,
)
from tests.browser.desk.conftest import Desk
from tests.clients.proxy import Proxy
from tests.kit.people import Person
from tests.kit.running import Server

Writing = Callable[[str], Guest]


@pytest.fixture
def writes(board: Server) -> Iterator[Writing]:
    """A new customer, who writes a first message."""
    made: list[Guest] = []

    def write(text: str) -> Guest:
        guest = Guest(board, httpx.post(f"{board.url}/api/v1/accounts/guest").json())
        made.append(guest)
        say(guest, text)
        return guest

    yield write
    for guest in made:
        guest.http.close()


def say(guest: Guest, text: str) -> None:
    address = f"/api/v1/support/rooms/{guest.room}/messages"
    guest.http.post(address, json={"message": text}).raise_for_status()


def listed(operator: Person, guest: Guest) -> dict[str, Any]:
    rooms = operator.http.get("/api/v1/support/rooms", params={"q": guest.room}).json()["rooms"]
    found: dict[str, Any] = next(room for room in rooms if room["room"] == guest.room)
    return found


def test_a_conversation_is_not_called_empty_while_it_loads(
    opened: Opening, board: Server, writes: Writing
) -> None:
    guest = writes("Есть кто?")
    page = opened().new_page()
    # The room's socket opens, and nothing comes through it.
    page.route_web_socket(lambda address: "/ws/desk/" not in address, lambda _: None)
    desk = Desk(page)
    desk.sign_in(board.url)
    desk.room(guest).click()
    expect(desk.field).to_be_visible()
    expect(page.locator("rip-chat-log [role=region]")).to_have_count(1)
    expect(page.locator("rip-chat-log .welcome")).to_have_count(0)


def test_an_operators_header_is_one_line_above_the_search_on_a_phone(
    opened: Opening, board: Server
) -> None:
    page = opened(**PHONE).new_page()
    Desk(page).sign_in(board.url)
    logo = page.locator("header a").first.bounding_box()
    buttons = page.locator("header nav").bounding_box()
    assert logo is not None
    assert buttons is not None
    middles = [box["y"] + box["height"] / 2 for box in (logo, buttons)]
    assert abs(middles[0] - middles[1]) < 2


def test_an_operator_works_by_keyboard_alone(
    opened: Opening, board: Server, operator: Person, writes: Writing
) -> None:
    reply = {
        "shortcut": "cats",
        "title": "О кошках",
        "text_ru": "Здравствуйте, {name}! Это {operator}.",
    }
    operator.http.post("/api/v1/support/replies", json=reply).raise_for_status()
    waiting = writes("Как снять объявление?")
    newest = writes("Можно ли отдать кота?")
    desk = Desk(opened().new_page())
    press = desk.page.keyboard.press
    desk.sign_in(board.url)
    expect(desk.room(newest)).to_contain_text("непрочитанных: 1")
    rooms = operator.http.get("/api/v1/support/rooms").json()["rooms"]
    unread = sum(room["unread"] > 0 for room in rooms)
    expect(desk.page).to_have_title(f"({unread}) Поддержка — RIP")

    press("j")
    expect(desk.room(newest)).to_be_focused()
    desk.shows("Можно ли отдать кота?")
    expect(desk.room(newest)).not_to_contain_text("непрочитанных")
    expect(desk.page).not_to_have_title(f"({unread}) Поддержка — RIP")
    press("Enter")
    expect(desk.field).to_be_focused()
    desk.page.keyboard.type("/cat")
    expect(desk.thread.get_by_role("option", name="О кошках")).to_be_visible()
    press("Enter")
    expect(desk.field).to_have_value("Здравствуйте! Это operator.")
    press("Enter")
    expect(desk.state("Здравствуйте! Это operator.")).to_have_text("Отправлено")
    press("Escape")
    expect(desk.room(newest)).to_be_focused()
    press("a")
    expect(desk.thread.get_by_role("button", name="Отпустить")).to_be_visible()
    press("e")
    expect(desk.thread.get_by_role("button", name="Открыть снова")).to_be_visible()
    done = listed(operator, newest)
    assert (done["status"], done["assignee"], done["unread"]) == ("done", "operator", 0)

    press("j")
    expect(desk.room(waiting)).to_be_focused()
    desk.shows("Как снять объявление?")

    press("?")
    expect(desk.page.get_by_role("dialog", name="Клавиши")).to_be_visible()
    press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    press("Control+k")
    palette = desk.page.get_by_role("combobox", name="Найти разговор или действие")
    expect(palette).to_be_focused()
    name = str(done["customer"])
    desk.page.keyboard.type(name)
    options = desk.page.get_by_role("dialog").get_by_role("option")
    expect(options.first).to_contain_text(name)
    press("Enter")
    expect(desk.field).to_be_focused()
    desk.shows("Можно ли отдать кота?", "Здравствуйте! Это operator.")


def test_a_conversation_goes_on_through_a_cut_at_the_desk(
    opened: Opening, board: Server, operator: Person, writes: Writing
) -> None:
    customer = writes("Здравствуйте!")
    context = opened()
    with Proxy(board.port, lambda: math.inf).running() as proxy:
        desk = Desk(context.new_page())
        desk.sign_in(proxy.url)
        desk.room(customer).click()
        desk.shows("Здравствуйте!")
        desk.field.fill("Добрый день!")
        desk.field.press("Enter")
        expect(desk.state("Добрый день!")).to_have_text("Отправлено")

        context.set_offline(True)
        proxy.cut()
        expect(desk.notice).to_contain_text("Нет связи")
        say(customer, "Вы тут?")
        other = writes("И я с вопросом")
        for text in ("Сейчас посмотрю", "Да, всё на месте"):
            desk.field.fill(text)
            desk.field.press("Enter")
            expect(desk.state(text)).to_have_text("Отправляется")

        context.set_offline(False)
        expect(desk.state("Да, всё на месте")).to_have_text("Отправлено")
        expect(desk.notice).to_have_text("")
        expect(desk.room(other)).to_contain_text("И я с вопросом")
        proxy.cut()
        expect(desk.notice).to_contain_text("Нет связи")
        say(customer, "Спасибо!")
        expect(desk.message("Спасибо!")).to_be_visible()
        expect(desk.notice).to_have_text("")
        expect(desk.room(customer)).to_contain_text("Спасибо!")

        said = ["Здравствуйте!", "Добрый день!", "Вы тут?", "Сейчас посмотрю", "Да, всё на месте"]
        desk.shows(*said, "Спасибо!")
        expect(desk.room(customer)).to_have_count(1)
    messages = customer.http.get(f"/api/v1/support/rooms/{customer.room}/messages").json()
    assert [one["message"] for one in messages["messages"]] == [*said, "Спасибо!"]


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_desk_is_for_everybody_and_asks_nobody_else(
    opened: Opening, board: Server, writes: Writing, screen: dict[str, Any]
) -> None:
    customer = writes("Здравствуйте! Кнопка «Сохранить» серая.")
    watched = Watched(opened(**screen).new_page())
    page, desk = watched.page, Desk(watched.page)
    desk.sign_in(board.url)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.reload()
        expect(desk.room(customer)).to_be_visible()
        assert_accessible(page)
        desk.room(customer).click()
        desk.shows("Здравствуйте! Кнопка «Сохранить» серая.")
        if screen is PHONE:
            expect(desk.room(customer)).not_to_be_visible()
            assert_accessible(page)
            page.get_by_role("button", name="О клиенте").click()
        expect(page.get_by_label("Новая заметка")).to_be_visible()
        assert_accessible(page)
    assert watched.foreign_requests(board.url) == []
    assert watched.complaints == []


def test_a_network_that_takes_everything_and_gives_nothing_is_left_at_once(
    opened: Opening, board: Server, writes: Writing
) -> None:
    context = opened()
    with Proxy(board.port, lambda: math.inf).running() as proxy:
        desk = Desk(context.new_page())
        desk.sign_in(proxy.url)
        expect(desk.room(writes("Слышно?"))).to_be_visible()
        # Not even the browser's goodbye is answered.
        proxy.freeze()
        context.set_offline(True)
        expect(desk.notice).to_contain_text("Нет связи", timeout=1_000)
        context.set_offline(False)
        expect(desk.room(writes("Теперь слышно?"))).to_contain_text("Теперь слышно?")


def test_a_connection_that_has_died_unseen_is_made_anew(
    opened: Opening, board: Server, writes: Writing
) -> None:
    page = opened().new_page()
    page.clock.install()
    with Proxy(board.port, lambda: math.inf).running() as proxy:
        desk = Desk(page)
        desk.sign_in(proxy.url)
        expect(desk.room(writes("Есть кто?"))).to_be_visible()
        proxy.freeze()
        customer = writes("А теперь?")
        for _ in ("the desk asks", "nobody has answered"):
            page.clock.fast_forward(21_000)
        expect(desk.room(customer)).to_contain_text("А теперь?")
