"""Customer and operator talk, and nothing is lost or doubled whatever the network does."""

import math
import re

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.chat.conftest import Chat
from tests.browser.conftest import Guest, Opening
from tests.clients.proxy import Proxy
from tests.kit.people import Person
from tests.kit.running import Server
from tests.kit.talking import hear_type, send, typed


def newest_room(operator: Person) -> int:
    room: int = operator.http.get("/api/v1/support/rooms?limit=1").json()["rooms"][0]["room"]
    return room


def stored(operator: Person, room: int) -> list[str]:
    messages = operator.http.get(f"/api/v1/support/rooms/{room}/messages").json()["messages"]
    return [message["message"] for message in messages]


def test_a_conversation_goes_on_through_a_cut(
    opened: Opening, board: Server, operator: Person
) -> None:
    context = opened()
    with Proxy(board.port, lambda: math.inf).running() as proxy:
        page = context.new_page()
        page.goto(proxy.url)
        chat = Chat(page)
        chat.open()
        expect(chat.panel).to_contain_text("обработку персональных данных")
        chat.write("Здравствуйте!")
        expect(chat.state("Здравствуйте!")).to_have_text("Отправлено")
        expect(chat.panel).not_to_contain_text("обработку персональных данных")

        room = newest_room(operator)
        with typed(operator.chat_address(room)) as desk:
            assert hear_type(desk, "message")["message"] == "Здравствуйте!"
            expect(chat.panel.locator(".status")).to_have_text("На связи")
            send(desk, "read", seq=1)
            expect(chat.state("Здравствуйте!")).to_have_text("Прочитано")
            send(desk, "typing")
            expect(chat.panel.locator(".status")).to_have_text("Печатает…")
            send(desk, "message", message="Добрый день!", client_message_id="first-answer")
            expect(chat.message("Добрый день!")).to_be_visible()
            expect(chat.panel.locator(".status")).to_have_text("На связи")
            while (mark := hear_type(desk, "read"))["side"] != "customer" or mark["seq"] < 2:
                pass
            chat.field.press_sequentially("Мо")
            assert hear_type(desk, "typing")["side"] == "customer"

            context.set_offline(True)
            proxy.cut()
            expect(chat.lost).to_have_text("Нет связи, пробуем снова…")
            chat.write("Можно приехать?")
            chat.write("Завтра в десять")
            expect(chat.state("Завтра в десять")).to_have_text("Отправляется")
            send(desk, "message", message="Вы ещё тут?", client_message_id="second-answer")

            context.set_offline(False)
            expect(chat.state("Завтра в десять")).to_have_text("Отправлено")
            expect(chat.lost).to_have_count(0)
            proxy.cut()
            expect(chat.lost).to_be_visible()
            chat.write("Спасибо")
            expect(chat.state("Спасибо")).to_have_text("Отправлено")

    said = ["Здравствуйте!", "Добрый день!", "Вы ещё тут?", "Можно приехать?", "Завтра в десять"]
    chat.shows(*said, "Спасибо")
    assert stored(operator, room) == [*said, "Спасибо"]


@pytest.mark.parametrize("known", [False, True], ids=["first message", "later message"])
def test_what_was_written_without_a_network_is_sent_by_the_next_page(
    opened: Opening, board: Server, operator: Person, known: bool
) -> None:
    context = opened()
    page = context.new_page()
    page.goto(board.url)
    chat = Chat(page)
    chat.open()
    before = ["Раз"] if known else []
    for text in before:
        chat.write(text)
        expect(chat.state(text)).to_have_text("Отправлено")
    context.set_offline(True)
    chat.write("Два")
    expect(chat.state("Два")).to_have_text("Отправляется")
    chat.field.fill("и черновик")
    page.close()

    context.set_offline(False)
    again = Chat(context.new_page())
    again.page.goto(board.url)
    again.open()
    expect(again.state("Два")).to_have_text("Отправлено")
    expect(again.field).to_have_value("и черновик")
    again.shows(*before, "Два")
    assert stored(operator, newest_room(operator)) == [*before, "Два"]


def test_two_tabs_of_one_person_show_the_same(
    opened: Opening, board: Server, operator: Person
) -> None:
    context = opened()
    one, other = Chat(context.new_page()), Chat(context.new_page())
    one.page.goto(board.url)
    one.open()
    one.write("Привет")
    expect(one.state("Привет")).to_have_text("Отправлено")
    other.page.goto(board.url)
    room = newest_room(operator)
    operator.http.post(f"/api/v1/support/rooms/{room}/messages", json={"message": "Слушаю"})
    one.shows("Привет", "Слушаю")
    # It was read in the one, so it is not unread in the other.
    expect(other.bubble).to_have_attribute("aria-label", "Написать в поддержку")
    other.open()
    other.write("Я тут")
    one.shows("Привет", "Слушаю", "Я тут")
    other.shows("Привет", "Слушаю", "Я тут")


def test_a_guest_whose_log_in_has_ended_goes_on_as_another(
    opened: Opening, board: Server, guest: Guest, operator: Person
) -> None:
    guest.http.post(
        f"/api/v1/support/rooms/{guest.room}/messages", json={"message": "Раньше"}
    ).raise_for_status()
    context = opened()
    guest.remembered_in(context)
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    chat.shows("Раньше")
    guest.http.post("/api/token/revoke/", json={"all": True}).raise_for_status()
    expect(chat.texts).to_have_count(0)
    chat.write("Теперь")
    expect(chat.state("Теперь")).to_have_text("Отправлено")
    chat.shows("Теперь")
    assert newest_room(operator) != guest.room
    assert stored(operator, guest.room) == ["Раньше"]


def test_a_page_that_was_loaded_while_the_board_was_away_catches_up(
    opened: Opening, board: Server, guest: Guest
) -> None:
    guest.http.post(
        f"/api/v1/support/rooms/{guest.room}/messages", json={"message": "Раньше"}
    ).raise_for_status()
    context = opened()
    guest.remembered_in(context)
    context.route("**/api/**", lambda route: route.abort())
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    expect(chat.lost).to_be_visible()
    context.unroute("**/api/**")
    chat.shows("Раньше")
    expect(chat.lost).to_have_count(0)


def sign_in(board: Server, username: str, *contexts: BrowserContext) -> None:
    """Sign a new user in on the board's pages in these browsers."""
    code = (
        "from django.test import Client;"
        "from rip.accounts.models import User;"
        "client = Client();"
        f"client.force_login(User.objects.create_user({username!r}));"
        "print('KEY', client.cookies['sessionid'].value)"
    )
    key = board.manage("shell", "-c", code).rpartition("KEY ")[2].strip()
    for context in contexts:
        for name, value in {"sessionid": key, "csrftoken": "a" * 32}.items():
            context.add_cookies([{"name": name, "value": value, "url": board.url}])


def test_a_person_who_is_signed_in_talks_under_their_name(
    opened: Opening, board: Server, operator: Person
) -> None:
    context, plain = opened(), opened(java_script_enabled=False)
    sign_in(board, "signed-in", context, plain)
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    expect(chat.panel).not_to_contain_text("обработку персональных данных")
    chat.write("Это я")
    expect(chat.state("Это я")).to_have_text("Отправлено")
    assert operator.http.get("/api/v1/support/rooms?limit=1").json()["rooms"][0]["customer"] == (
        "signed-in"
    )
    # The same page without a script: a form that says the same.
    form = plain.new_page()
    form.goto(f"{board.url}/chat/")
    expect(form.get_by_role("list", name="Переписка")).to_contain_text("Это я")
    form.get_by_label("Сообщение").fill("И это я")
    form.get_by_role("button", name="Отправить").click()
    expect(form.get_by_role("list", name="Переписка")).to_contain_text("И это я")
    expect(form).to_have_url(re.compile("/chat/$"))
    chat.shows("Это я", "И это я")


def test_what_is_written_while_a_room_is_looked_for_is_not_lost(
    opened: Opening, board: Server, operator: Person
) -> None:
    context = opened()
    sign_in(board, "in-a-hurry", context)
    chat = Chat(context.new_page())
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    looked_for = "**/api/v1/support/rooms?limit=1"
    chat.page.route(looked_for, hold, times=1)
    with chat.page.expect_request(looked_for):
        chat.page.goto(board.url)
        chat.open()
    chat.write("Я спешу")
    expect(chat.state("Я спешу")).to_have_text("Отправляется")
    waiting.pop().continue_()
    expect(chat.state("Я спешу")).to_have_text("Отправлено")
    assert stored(operator, newest_room(operator)) == ["Я спешу"]
