"""A conversation shows history, pictures, adverts and links, and says so when it cannot."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.browser.chat.conftest import Chat
from tests.browser.conftest import Guest, Opening
from tests.kit import pictures
from tests.kit.people import Person
from tests.kit.running import Server
from tests.kit.talking import hear_type, typed


def test_history_comes_as_one_scrolls_up_each_message_once(
    opened: Opening, board: Server, guest: Guest, operator: Person
) -> None:
    address = f"/api/v1/support/rooms/{guest.room}/messages"
    for number in range(1, 121):
        author = operator.http if number > 117 else guest.http
        author.post(address, json={"message": f"Сообщение {number}."}).raise_for_status()
    context = opened()
    guest.remembered_in(context)
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    expect(chat.bubble).to_have_attribute("aria-label", "Написать в поддержку, непрочитанных: 3")
    with typed(operator.chat_address(guest.room)) as desk:
        hear_type(desk, "hello")
        chat.open()
        assert hear_type(desk, "read") == {"type": "read", "side": "customer", "seq": 120}
    expect(chat.message("Сообщение 120.")).to_be_in_viewport()
    expect(chat.panel.locator(".new")).to_have_text("Новые сообщения")
    expect(chat.texts.first).not_to_have_text("Сообщение 1.")
    scroller = chat.panel.get_by_role("region", name="Переписка")
    scroller.hover()
    beginning = chat.panel.get_by_text("Здесь начинается переписка")
    while not beginning.is_visible():
        above = chat.texts.first.inner_text()
        chat.page.mouse.wheel(0, -20_000)
        expect(chat.texts.first.or_(beginning).first).not_to_have_text(above)
    chat.shows(*[f"Сообщение {number}." for number in range(1, 121)])
    # A new message does not tear the reader away, but can be jumped to.
    operator.http.post(address, json={"message": "Ещё одно."})
    newest = chat.panel.get_by_role("button", name="К последним сообщениям")
    expect(newest).to_have_text("1")
    newest.click()
    expect(chat.message("Ещё одно.")).to_be_in_viewport()
    chat.page.keyboard.press("Escape")
    expect(chat.bubble).to_have_attribute("aria-label", "Написать в поддержку")


def test_pictures_go_up_and_what_is_none_is_refused_plainly(
    opened: Opening, board: Server, guest: Guest, tmp_path: Path
) -> None:
    (tmp_path / "dog.png").write_bytes(pictures.png(800, 600))
    (tmp_path / "broken.png").write_bytes(pictures.png()[:200])
    (tmp_path / "note.txt").write_text("Привет")
    context = opened()
    guest.remembered_in(context)
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    attach = chat.panel.get_by_label("Приложить картинку")
    attach.set_input_files(tmp_path / "note.txt")
    expect(chat.panel.get_by_role("alert")).to_have_text(
        "Это не картинка. Подойдут JPEG, PNG и WebP."
    )
    attach.set_input_files([tmp_path / "dog.png", tmp_path / "broken.png"])
    expect(chat.panel.locator(".thumb")).to_have_count(2)
    chat.write("Вот он")
    shown = chat.messages.locator("a.picture img")
    expect(shown).to_have_count(1)
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 800
    failure = chat.panel.get_by_role("alert")
    expect(failure).to_contain_text("либо файл повреждён")
    chat.panel.get_by_role("button", name="Убрать").click()
    expect(failure).to_have_count(0)
    said = guest.http.get(f"/api/v1/support/rooms/{guest.room}/messages").json()["messages"]
    assert sorted(message["message"][:15] for message in said) == ["/media/support/", "Вот он"]
    # Pasted, as from a screenshot.
    chat.field.evaluate(
        """async (field, address) => {
            const picture = await (await fetch(address)).blob();
            const files = new DataTransfer();
            files.items.add(new File([picture], "pasted.webp", { type: "image/webp" }));
            const pasted = { clipboardData: files, bubbles: true };
            field.dispatchEvent(new ClipboardEvent("paste", pasted));
        }""",
        next(message["message"] for message in said if message["message"][0] == "/"),
    )
    chat.field.press("Enter")
    expect(shown).to_have_count(2)


def test_a_photograph_larger_than_the_board_takes_is_made_smaller_first(
    opened: Opening, board: Server, guest: Guest
) -> None:
    photograph = pictures.encoded(Image.effect_noise((4000, 4000), 120), "PNG")
    assert len(photograph) > 10 * 2**20
    context = opened()
    guest.remembered_in(context)
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    file = FilePayload(name="photo.png", mimeType="image/png", buffer=photograph)
    chat.panel.get_by_label("Приложить картинку").set_input_files(file)
    chat.field.press("Enter")
    shown = chat.messages.locator("a.picture img")
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 800


def test_adverts_are_shown_as_cards_and_links_are_safe(
    opened: Opening, board: Server, guest: Guest, operator: Person, advert: int
) -> None:
    address = f"/api/v1/support/rooms/{guest.room}/messages"
    hostile = "<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a?b=c."
    for text in (f"Смотрите: {board.url}/adverts/{advert}-pupsik/", hostile, "/adverts/999999999/"):
        operator.http.post(address, json={"message": text}).raise_for_status()
    context = opened()
    guest.remembered_in(context)
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    card = chat.messages.locator(".card")
    expect(card).to_contain_text("Пупсик")
    expect(card).to_contain_text("16\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}₽")
    chat.shows("Смотрите:", hostile, "/adverts/999999999/")
    links = chat.texts.locator("a")
    expect(links).to_have_count(2)
    expect(links.first).to_have_attribute("href", "https://example.org/a?b=c")
    expect(links.first).to_have_attribute("rel", "noopener noreferrer nofollow ugc")

    chat.page.keyboard.press("Escape")
    chat.page.evaluate(
        """number => {
            const button = document.createElement("button");
            Object.assign(button, { textContent: "Спросить", type: "button" });
            Object.assign(button.dataset, { openChat: "", advertId: number });
            document.body.prepend(button);
        }""",
        str(advert),
    )
    chat.page.get_by_role("button", name="Спросить").click()
    expect(chat.page.locator("rip-chat-composer .card")).to_contain_text("Пупсик")
    chat.field.fill("Он ещё здесь?")
    chat.field.press("Enter")
    expect(chat.state("Он ещё здесь?")).to_have_text("Отправлено")
    expect(card).to_have_count(2)
    said = guest.http.get(address).json()["messages"][-1]["message"]
    assert said == f"{board.url}/adverts/{advert}/\nОн ещё здесь?"


def test_a_site_without_guests_says_what_to_do(opened: Opening, board: Server) -> None:
    context = opened()
    problem = {"type": "urn:rip:no-guests", "title": "", "status": 403, "detail": ""}
    context.route("**/api/v1/accounts/guest", lambda route: route.fulfill(status=403, json=problem))
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    chat.write("Пустите")
    expect(chat.message("Пустите")).to_contain_text("войдите на сайт")
    context.unroute("**/api/v1/accounts/guest")
    chat.message("Пустите").get_by_role("button", name="Отправить ещё раз").click()
    expect(chat.state("Пустите")).to_have_text("Отправлено")
    chat.shows("Пустите")


@pytest.mark.parametrize("length", [4000, 4001])
def test_a_message_that_is_too_long_is_counted_before_it_is_sent(
    opened: Opening, board: Server, guest: Guest, length: int
) -> None:
    context = opened()
    guest.remembered_in(context)
    chat = Chat(context.new_page())
    chat.page.goto(board.url)
    chat.open()
    chat.field.fill("я" * length)
    note = chat.panel.locator("rip-chat-composer .note")
    expect(note).to_contain_text("Осталось знаков: 0" if length == 4000 else "уберите знаков: 1")
    chat.field.press("Enter")
    expect(chat.texts).to_have_count(1 if length == 4000 else 0)
    expect(chat.field).to_have_value("" if length == 4000 else "я" * length)
