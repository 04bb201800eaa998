"""The account pages in a real browser: signing up and out, with and without scripts."""

import uuid

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watched
from tests.conftest import PASSWORD
from tests.kit.running import Server


def test_somebody_new_signs_up_and_out(watched: Watched, demo: Server) -> None:
    page, name = watched.page, f"Маша-{uuid.uuid4().hex[:8]}"
    page.goto(f"{demo.url}/accounts/login/")
    page.get_by_role("link", name="зарегистрируйтесь").click()
    page.get_by_label("Имя пользователя").fill(name)
    page.get_by_label("Адрес электронной почты").fill(f"{uuid.uuid4().hex}@example.org")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    send = page.locator("main form button[type=submit]")
    send.click()
    expect(page.locator("main")).to_contain_text("Без вашего согласия")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("checkbox").check()
    send.click()
    page.goto(f"{demo.url}/profile/")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    # Requests of a page whose session is being ended are refused, and rightly so.
    assert watched.complaints == []
    page.get_by_role("button", name="Выйти", exact=True).click()
    page.goto(f"{demo.url}/profile/")
    expect(page).to_have_url(f"{demo.url}/accounts/login/?next=/profile/")
    assert watched.foreign_requests(demo.url) == []


def test_signing_in_needs_no_scripts(browser: Browser, demo: Server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto(f"{demo.url}/profile/")
    page.locator("[name=login]").fill("vasya")
    page.locator("[name=password]").fill("1")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("vasya")
    context.close()
