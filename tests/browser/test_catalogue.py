"""The board's page in a real browser, with and without scripts, by mouse and by keyboard."""

import gzip
import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import WIDER, Watched, assert_accessible
from tests.kit.running import Server

CARDS = "#cards > li:has(h2)"
LARGEST_PAGE = 120_000


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(
        java_script_enabled=False, locale="ru-RU", viewport={"width": 390, "height": 844}
    )
    yield context.new_page()
    context.close()


def open_filters(page: Page) -> None:
    """On a phone they are on a sheet."""
    button = page.get_by_role("button", name="Фильтры")
    if button.is_visible():
        button.click()


def test_adverts_are_shown_with_their_pictures_and_nothing_moves(
    watched: Watched, demo: Server
) -> None:
    page = watched.page
    page.add_init_script(
        """window.shifts = 0;
        new PerformanceObserver((list) => {
          for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(demo.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Питомцы ищут дом")
    cards = page.locator(CARDS)
    expect(cards).to_have_count(24)
    expect(cards.first).to_contain_text("Пупсик")
    expect(cards.first).to_contain_text("16\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}₽")
    assert cards.first.locator("img").evaluate("one => one.decode().then(() => true)") is True
    assert page.evaluate(WIDER) == 0
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Ещё объявления").click()
    expect(cards).to_have_count(30)
    expect(cards.nth(24).get_by_role("link")).to_be_focused()
    assert page.evaluate("window.shifts") < 0.02
    assert watched.foreign_requests(demo.url) == []
    assert watched.complaints == []


def test_filters_are_in_the_address_and_come_off_one_by_one(watched: Watched, demo: Server) -> None:
    page = watched.page
    page.goto(demo.url)
    open_filters(page)
    page.get_by_role("radio", name="Кошки").check()
    expect(page).to_have_url(re.compile(r"/\?kind=Cat$"))
    page.get_by_role("textbox", name="до", exact=True).last.fill("5000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"kind=Cat&price_max=5000$"))
    expect(page.locator("#sheet")).not_to_have_attribute("open", "")
    expect(page.locator("#total")).to_have_text("8 объявлений")
    expect(page.locator("#announcement")).to_have_text("8 объявлений")
    page.get_by_role("link", name="Кошки убрать").click()
    expect(page).to_have_url(re.compile(r"/\?price_max=5000$"))
    expect(page.locator("#total")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("link", name="Кошки убрать")).to_be_visible()
    page.get_by_role("link", name="Сбросить всё").click()
    expect(page.locator("#total")).to_have_text("30 объявлений")
    assert watched.complaints == []


def test_cards_are_skeletons_while_a_slow_answer_is_awaited(watched: Watched, demo: Server) -> None:
    page, held = watched.page, list[Route]()
    page.goto(demo.url)
    title = page.locator(CARDS).first.locator("h2 a")
    height = "one => one.closest('li').getBoundingClientRect().height"
    before = title.evaluate(height)
    page.route(re.compile("sort="), lambda route: held.append(route))  # noqa: PLW0108
    page.get_by_label("Порядок").select_option("price")
    expect(title).to_have_css("color", "rgba(0, 0, 0, 0)")
    assert title.evaluate(height) == before
    held[0].continue_()
    expect(title).not_to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(page).to_have_url(re.compile("sort=price"))


def test_on_a_phone_the_filters_and_the_order_share_a_line(plain: Page, demo: Server) -> None:
    plain.goto(demo.url)
    filters = plain.get_by_role("button", name="Фильтры").bounding_box()
    order = plain.get_by_label("Порядок").bounding_box()
    assert filters is not None
    assert order is not None
    assert filters["y"] == pytest.approx(order["y"], abs=4)


def test_the_search_suggests_by_keyboard(watched: Watched, demo: Server) -> None:
    page = watched.page
    page.goto(demo.url)
    field = page.get_by_role("combobox", name="Поиск")
    field.focus()
    page.keyboard.type("каза")
    option = page.get_by_role("option", name="Казань")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=%D0%9A"))
    expect(page.locator(CARDS).first).to_contain_text("Казань")
    page.keyboard.press("Tab")
    field.fill("дракон")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Пока никого. Сбросить фильтры?")).to_be_visible()
    page.get_by_role("link", name="Сбросить фильтры").click()
    expect(page.locator(CARDS)).to_have_count(24)


def test_without_scripts_all_of_it_is_links_and_a_form(plain: Page, demo: Server) -> None:
    plain.goto(demo.url)
    plain.get_by_role("link", name="Ещё объявления").click()
    expect(plain.locator(CARDS)).to_have_count(6)
    plain.get_by_role("link", name="К началу списка").click()
    plain.get_by_role("button", name="Фильтры").click()
    plain.get_by_role("radio", name="Собаки").check()
    plain.get_by_role("button", name="Показать").click()
    expect(plain).to_have_url(re.compile("kind=Dog"))
    plain.get_by_role("link", name="Собаки убрать").click()
    expect(plain.locator(CARDS)).to_have_count(24)
    plain.get_by_role("button", name="English").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Pets looking for a home")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_filters(watched: Watched, demo: Server, scheme: str) -> None:
    page = watched.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{demo.url}/?q=дракон")
    open_filters(page)
    assert_accessible(page)


def test_the_page_with_its_styles_and_scripts_is_small(demo: Server) -> None:
    """Compressed, as it is sent; fonts and pictures are not counted."""
    html = httpx.get(demo.url).text
    sizes = [len(gzip.compress(html.encode(), 6))]
    for address in set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:css|js))"', html)):
        with httpx.stream("GET", demo.url + address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            sizes.append(len(b"".join(answer.iter_raw())))
    assert len(sizes) > 2
    assert sum(sizes) <= LARGEST_PAGE, sizes
