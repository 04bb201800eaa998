"""From signing up to a reserved advert in a real browser, and what visitors see of it."""

import base64
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched, assert_accessible, settle
from tests.conftest import PASSWORD
from tests.kit import pictures
from tests.kit.running import Server


def sign_in(page: Page, demo: Server) -> None:
    page.goto(f"{demo.url}/accounts/login/")
    page.locator("[name=login]").fill("vasya")
    page.locator("[name=password]").fill("1")
    page.locator("main").get_by_role("button", name="Войти").click()
    expect(page.get_by_role("link", name="Мои объявления")).to_be_visible()


def sign_up(page: Page, demo: Server) -> None:
    page.goto(demo.url)
    page.get_by_role("link", name="Войти").first.click()
    page.get_by_role("link", name="зарегистрируйтесь").click()
    page.get_by_label("Имя пользователя").fill(f"Маша-{uuid.uuid4().hex[:8]}")
    page.get_by_label("Адрес электронной почты").fill(f"{uuid.uuid4().hex}@example.org")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("link", name="Мои объявления")).to_be_visible()


def check_with_axe(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(
            color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
        )
        settle(page)
        assert_accessible(page)


def fill_in(page: Page, title: str) -> None:
    page.get_by_label("Заголовок").fill(title)
    page.get_by_role("radio", name="Кошка").check()
    page.get_by_role("radio", name="Девочка").check()
    page.get_by_label("Порода").fill("сфинкс")
    page.get_by_label("Возраст, полных лет").fill("3")
    page.get_by_label("О питомце").fill("Ласковая и говорливая.")
    page.get_by_label("Город").fill("Псков")
    page.get_by_label("Цена, ₽").fill("7 777")


def test_an_advert_is_posted_found_edited_and_reserved(
    watched: Watched, demo: Server, tmp_path: Path
) -> None:
    page = watched.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    title = f"Ряженка ждёт дом {width}"
    sign_up(page, demo)
    page.get_by_role("link", name="Разместить объявление").first.click()
    page.get_by_label("Заголовок").fill(title)
    page.reload()
    expect(page.get_by_label("Заголовок")).to_have_value(title)
    check_with_axe(page)
    fill_in(page, title)
    (tmp_path / "one.png").write_bytes(pictures.png())
    (tmp_path / "two.jpg").write_bytes(pictures.jpeg())
    page.get_by_label("Добавить фотографии").set_input_files(
        [tmp_path / "one.png", tmp_path / "two.jpg"]
    )
    names = page.locator("[data-picture] input[name=pictures]")
    expect(names).to_have_count(2)
    first = names.first.input_value()
    page.get_by_role("button", name="Передвинуть назад").first.click()
    expect(names.last).to_have_value(first)
    page.get_by_role("button", name="Опубликовать").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("[data-large]")).to_have_count(2)
    expect(page.locator("[data-toast]")).to_contain_text("Объявление опубликовано")
    check_with_axe(page)
    assert "rip-draft" not in page.evaluate("Object.keys(localStorage).join()")
    page.locator("[data-large]").first.click()
    box = page.locator("[data-lightbox]")
    expect(box).to_be_visible()
    expect(box.get_by_role("button", name="Закрыть")).to_be_focused()
    was = box.locator("img").get_attribute("src")
    page.keyboard.press("ArrowRight")
    expect(box.locator("img")).not_to_have_attribute("src", was or "")
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()

    page.goto(f"{demo.url}/?q=ряженка&kind=Cat&price_max=8000&location=Псков")
    page.get_by_role("link", name=title).click()
    page.locator("a:visible", has_text="Изменить").click()
    expect(page.get_by_label("Порода")).to_have_value("сфинкс")
    page.get_by_label("Отдаю даром").check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Отдам даром").first).to_be_visible()

    page.goto(f"{demo.url}/my/adverts/")
    check_with_axe(page)
    mine = page.get_by_role("listitem").filter(has_text=title)
    mine.get_by_role("button", name="Забронировать").click()
    expect(page.get_by_text("питомца уже ждут")).to_be_visible()
    page.goto(f"{demo.url}/my/adverts/?status=reserved")
    expect(mine).to_be_visible()
    assert watched.foreign_requests(demo.url) == []
    assert watched.complaints == []


DROP = """({ files, type }) => {
  const carried = new DataTransfer();
  for (const [name, encoded] of files) {
    const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  const where = document.querySelector("[data-drop]");
  const how = { dataTransfer: carried, bubbles: true, cancelable: true };
  where.dispatchEvent(new DragEvent(type, how));
}"""


def test_pictures_are_dropped_and_dragged_into_order(browser: Browser, demo: Server) -> None:
    context = browser.new_context(locale="ru-RU", viewport={"width": 1280, "height": 1400})
    page = context.new_page()
    sign_in(page, demo)
    page.goto(f"{demo.url}/adverts/new/")
    files = [(f"{number}.png", base64.b64encode(pictures.png()).decode()) for number in range(3)]
    page.evaluate(DROP, {"files": files, "type": "dragover"})
    zone = page.locator("[data-drop]")
    expect(zone).to_have_attribute("data-over", "")
    page.evaluate(DROP, {"files": [*files, ("no.png", "bm90IGEgcGljdHVyZQ==")], "type": "drop"})
    expect(zone).not_to_have_attribute("data-over", "")
    names = page.locator("[data-picture] input[name=pictures]")
    expect(names).to_have_count(3)
    expect(page.locator("[data-progress]")).to_contain_text("no.png")
    first = names.first.input_value()
    items = page.locator("[data-picture]")
    items.first.drag_to(items.last)
    expect(names.last).to_have_value(first)
    expect(items.first.get_by_text("Главное фото")).to_be_visible()
    context.close()


def test_a_visitor_keeps_an_advert_and_finds_it_after_signing_in(
    watched: Watched, demo: Server
) -> None:
    page = watched.page
    page.goto(f"{demo.url}/adverts/2/")
    title = page.get_by_role("heading", level=1).inner_text()
    heart = page.locator("[data-favourite]:visible")
    heart.click()
    pressed = page.locator("[data-favourite][aria-pressed=true]")
    expect(pressed).to_have_count(page.locator("[data-favourite]").count())
    check_with_axe(page)
    page.goto(f"{demo.url}/favourites/")
    kept = page.locator("main").get_by_role("listitem").filter(has_text=title)
    expect(kept).to_be_visible()
    check_with_axe(page)
    sign_in(page, demo)
    page.goto(f"{demo.url}/favourites/")
    expect(kept.get_by_role("button")).to_be_visible()
    check_with_axe(page)
    kept.get_by_role("button").click()
    expect(kept).to_have_count(0)
    assert watched.foreign_requests(demo.url) == []
    assert watched.complaints == []


@pytest.mark.parametrize("path", ["/adverts/3/report/", "/adverts/new/"])
def test_axe_finds_nothing_on_forms_with_errors(watched: Watched, demo: Server, path: str) -> None:
    page = watched.page
    page.goto(demo.url + path)
    page.get_by_role("button", name=re.compile("Опубликовать|Отправить")).click()
    expect(page.get_by_text("Это поле обязательно").first).to_be_visible()
    check_with_axe(page)


def test_on_a_phone_the_chat_stands_above_the_bar(browser: Browser, demo: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU")
    page = context.new_page()
    page.goto(f"{demo.url}/adverts/1/")
    lift = "getComputedStyle(document.documentElement).getPropertyValue('--rip-chat-lift').trim()"
    bar = page.locator("[data-bottom-bar]").bounding_box()
    assert bar is not None
    assert page.evaluate(lift) == "72px"
    assert bar["height"] <= 72 + 20
    context.close()


def test_without_scripts_an_advert_is_read_and_reported(browser: Browser, demo: Server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto(demo.url)
    card = page.locator("#cards h2 a").nth(5)
    title = card.inner_text()
    card.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="О питомце")).to_be_visible()
    expect(page.locator("[data-large] img").first).to_be_visible()
    expect(page.get_by_role("button", name="Поделиться")).to_be_hidden()
    page.get_by_role("link", name="Пожаловаться").click()
    page.get_by_role("radio", name="Другое").check()
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Спасибо. Скоро мы посмотрим")).to_be_visible()
    context.close()
