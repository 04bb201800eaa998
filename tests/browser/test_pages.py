"""The pages in a real browser: they show what they should, and ask nobody else for anything."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watched
from tests.running import Server


def test_the_board_shows_the_demo_adverts_with_their_pictures(
    watched: Watched, demo: Server
) -> None:
    page = watched.page
    page.goto(demo.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Питомцы ищут дом")
    cards = page.locator(".card")
    expect(cards).to_have_count(24)
    expect(cards.first).to_contain_text("Пупсик")
    expect(cards.first).to_contain_text("16\N{NO-BREAK SPACE}000 ₽")
    shown = cards.first.locator("img").evaluate("picture => picture.decode().then(() => true)")
    assert shown is True


def test_the_second_page_of_the_board_is_one_link_away(watched: Watched, demo: Server) -> None:
    watched.page.goto(demo.url)
    watched.page.get_by_role("link", name="Ещё объявления").click()
    expect(watched.page.locator(".card")).to_have_count(6)


def test_the_language_can_be_switched(watched: Watched, demo: Server) -> None:
    watched.page.goto(demo.url)
    watched.page.get_by_role("button", name="English").click()
    expect(watched.page.get_by_role("heading", level=1)).to_have_text("Pets looking for a home")


def test_nothing_is_wider_than_the_screen(watched: Watched, demo: Server) -> None:
    watched.page.goto(demo.url)
    overflow = watched.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0


def test_the_api_can_be_read_and_tried(watched: Watched, demo: Server) -> None:
    page = watched.page
    page.goto(f"{demo.url}/api/docs")
    page.locator("#operations-adverts-list_adverts_api_v1_execute_get").click()
    page.get_by_role("button", name="Try it out").click()
    page.locator("button.execute").click()
    expect(page.locator(".live-responses-table td.response-col_status").last).to_contain_text("200")


@pytest.mark.parametrize("path", ["/", "/api/docs", "/admin/login/"])
def test_a_page_asks_no_other_site_and_raises_no_error(
    watched: Watched, demo: Server, path: str
) -> None:
    watched.page.goto(demo.url + path)
    watched.page.wait_for_load_state("networkidle")
    assert watched.requests
    assert watched.foreign_requests(demo.url) == []
    assert watched.complaints == []
