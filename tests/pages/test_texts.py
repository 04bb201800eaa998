"""Texts are kept in a bounded memory, for any number of threads."""

from concurrent.futures import ThreadPoolExecutor

from django.utils.safestring import SafeString

from rip.pages.texts import KeptTexts


def test_a_text_is_rendered_once_for_a_key() -> None:
    kept = KeptTexts(10**6)
    made: list[int] = []

    def render() -> SafeString:
        made.append(1)
        return SafeString("<b>")

    assert [kept.get(key, render) for key in (1, 2, 1, 2)] == ["<b>"] * 4
    assert len(made) == len(kept) == 2
    assert kept.find(3) is None


def test_the_memory_is_bounded() -> None:
    kept = KeptTexts(10_000)
    for number in range(1_000):
        kept.keep(number, SafeString("x" * 500))
    assert len(kept) < 10
    assert kept.find(999) == "x" * 500
    assert kept.find(0) is None


def test_threads_share_it() -> None:
    kept = KeptTexts(20_000)

    def use(number: int) -> bool:
        key = number % 50
        return kept.get(key, lambda: SafeString(f"{key}" * 100)) == f"{key}" * 100

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(use, range(20_000)))
