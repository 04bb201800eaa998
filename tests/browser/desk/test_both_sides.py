"""A customer in one browser and an operator in another, and a network that is cut under both."""

import math

from playwright.sync_api import BrowserContext, expect

from tests.browser.chat.conftest import Chat
from tests.browser.conftest import Opening
from tests.browser.desk.conftest import Desk
from tests.clients.proxy import Proxy
from tests.kit.people import Person
from tests.kit.running import Server


def say(where: Chat | Desk, text: str) -> None:
    where.field.fill(text)
    where.field.press("Enter")


def is_sent(where: Chat | Desk, text: str) -> None:
    expect(where.state(text)).to_have_text("Отправлено")


def test_nothing_is_lost_or_doubled_on_either_side(
    opened: Opening, board: Server, operator: Person
) -> None:
    both: list[BrowserContext] = [opened(), opened()]
    with Proxy(board.port, lambda: math.inf).running() as proxy:
        chat, desk = Chat(both[0].new_page()), Desk(both[1].new_page())
        chat.page.goto(proxy.url)
        chat.open()
        say(chat, "Здравствуйте! Пупсик ещё ищет дом?")
        is_sent(chat, "Пупсик ещё ищет дом?")
        desk.sign_in(proxy.url)
        desk.rooms.filter(has_text="Пупсик ещё ищет дом?").first.click()
        desk.shows("Здравствуйте! Пупсик ещё ищет дом?")
        say(desk, "Да, приезжайте.")
        expect(chat.message("Да, приезжайте.")).to_be_visible()

        for context in both:
            context.set_offline(True)
        proxy.cut()
        expect(chat.lost).to_have_text("Нет связи, пробуем снова…")
        expect(desk.notice).to_contain_text("Нет связи")
        for number in range(3):
            say(chat, f"Вопрос {number}")
            say(desk, f"Ответ {number}")
        for context in both:
            context.set_offline(False)
        proxy.cut()
        for number in range(3):
            expect(chat.message(f"Ответ {number}")).to_be_visible()
            expect(desk.message(f"Вопрос {number}")).to_be_visible()
        proxy.cut()
        say(chat, "До субботы!")
        say(desk, "Ждём вас.")
        expect(chat.message("Ждём вас.")).to_be_visible()
        expect(desk.message("До субботы!")).to_be_visible()

        [room] = operator.http.get("/api/v1/support/rooms?limit=1").json()["rooms"]
        messages = operator.http.get(f"/api/v1/support/rooms/{room['room']}/messages").json()
        stored = [one["message"] for one in messages["messages"]]
        chat.shows(*stored)
        desk.shows(*stored)
    said = ["Здравствуйте! Пупсик ещё ищет дом?", "До субботы!", *(f"Вопрос {n}" for n in range(3))]
    answered = ["Да, приезжайте.", "Ждём вас.", *(f"Ответ {n}" for n in range(3))]
    assert sorted(stored) == sorted(said + answered)
