"""The page about personal data, which the chat asks consent to."""

from django.test import Client


def test_it_is_there_in_both_languages_and_linked_from_every_page(client: Client) -> None:
    russian, english = (
        client.get("/privacy/", headers={"Accept-Language": language}).content.decode()
        for language in ("ru", "en")
    )
    assert '<h1 class="text-3xl font-semibold">Персональные данные</h1>' in russian
    assert '<h1 class="text-3xl font-semibold">Personal data</h1>' in english
    assert 'href="/privacy/"' in client.get("/chat/").content.decode()
