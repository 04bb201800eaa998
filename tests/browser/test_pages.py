"""The pages in a real browser: they show what they should, and ask nobody else for anything."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watched
from tests.kit.running import Server


def test_the_language_can_be_switched(watched: Watched, demo: Server) -> None:
    watched.page.goto(demo.url)
    watched.page.get_by_role("button", name="English").click()
    expect(watched.page.get_by_role("heading", level=1)).to_have_text("Pets looking for a home")


def test_the_theme_can_be_switched_and_is_kept(watched: Watched, demo: Server) -> None:
    page = watched.page
    page.goto(demo.url)
    page.get_by_role("button", name="Тёмная тема").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "rip-dark")
    page.reload()
    expect(page.get_by_role("button", name="Светлая тема")).to_be_visible()


def test_the_api_can_be_read_and_tried(watched: Watched, demo: Server) -> None:
    page = watched.page
    page.goto(f"{demo.url}/api/docs")
    page.locator("#operations-adverts-list_adverts_api_v1_execute_get").click()
    page.get_by_role("button", name="Try it out").click()
    page.locator("button.execute").click()
    expect(page.locator(".live-responses-table td.response-col_status").last).to_contain_text("200")


@pytest.mark.parametrize("path", ["/api/docs", "/admin/login/"])
def test_a_page_asks_no_other_site_and_raises_no_error(
    watched: Watched, demo: Server, path: str
) -> None:
    watched.page.goto(demo.url + path)
    watched.page.wait_for_load_state("networkidle")
    assert watched.requests
    assert watched.foreign_requests(demo.url) == []
    assert watched.complaints == []


def test_at_the_end_of_a_page_the_chat_covers_nothing(watched: Watched, demo: Server) -> None:
    page = watched.page
    page.goto(f"{demo.url}/privacy/")
    bubble = page.locator("rip-chat .bubble").bounding_box()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    last = page.locator("footer").get_by_role("link").last.bounding_box()
    assert bubble is not None
    assert last is not None
    assert last["y"] + last["height"] <= bubble["y"]
