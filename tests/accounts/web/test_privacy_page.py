"""The page about personal data, which the chat asks consent to."""

from pathlib import Path

from django.test import Client
from pytest_django import Settings


def test_it_is_there_in_both_languages_and_linked_from_every_page(client: Client) -> None:
    russian, english = (
        client.get("/privacy/", headers={"Accept-Language": language}).content.decode()
        for language in ("ru", "en")
    )
    assert '<h1 class="text-3xl font-semibold">Персональные данные</h1>' in russian
    assert '<h1 class="text-3xl font-semibold">Personal data</h1>' in english
    assert 'href="/privacy/"' in client.get("/chat/").content.decode()


def test_it_says_who_runs_the_site_and_which_version_it_is(
    client: Client, settings: Settings
) -> None:
    settings.RIP_OPERATOR = "Приют «Хвост» <help@example.org>"
    settings.RIP_PERSONAL_DATA_VERSION = "2027-01"
    page = client.get("/privacy/").content.decode()
    assert "Сайт ведёт Приют «Хвост» &lt;help@example.org&gt;." in page
    assert "Версия 2027-01" in page


def test_nobody_is_named_where_nobody_was_given(client: Client, settings: Settings) -> None:
    settings.RIP_OPERATOR = ""
    assert "Сайт ведёт" not in client.get("/privacy/").content.decode()


def test_a_site_may_put_a_text_of_its_own_there(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    [engine] = settings.TEMPLATES
    assert engine["DIRS"] == [settings.ENV.data_dir.resolve() / "templates"]
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "privacy.html").write_text("Наш собственный текст")
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path]}]
    assert client.get("/privacy/").content.decode() == "Наш собственный текст"
