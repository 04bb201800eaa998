"""Kept pages are made once for all that they are made of, in a bounded memory."""

from rip.adverts.pages.kept import LONGEST_KEY, KeptPages, Key
from rip.pages.shared import SharedPage


class Maker:
    """Makes pages of some length, and counts them."""

    def __init__(self, length: int = 10) -> None:
        self.length = length
        self.made = 0

    def __call__(self) -> SharedPage:
        self.made += 1
        return SharedPage("x" * self.length, "en")


def key(address: bytes, site: str = "", language: str = "en", theme: str = "") -> Key:
    return (address, site, language, theme)


def test_a_page_is_made_again_only_when_it_is_made_of_something_else() -> None:
    kept, make = KeptPages(10**6), Maker()
    first = kept.page(key(b"/"), (1, "a"), make)
    assert kept.page(key(b"/"), (1, "a"), make) is first
    assert make.made == 1
    second = kept.page(key(b"/"), (2, "a"), make)
    assert second is not first
    assert kept.page(key(b"/"), (2, "a"), make) is second
    assert (make.made, len(kept)) == (2, 1)


def test_each_language_theme_and_name_of_the_site_has_its_own() -> None:
    kept, make = KeptPages(10**6), Maker()
    keys = [
        key(b"/"),
        key(b"/?a"),
        key(b"/", site="http://localhost"),
        key(b"/", language="ru"),
        key(b"/", theme="rip-dark"),
    ]
    pages = [kept.page(one, 1, make) for one in keys]
    assert len(set(map(id, pages))) == make.made == len(kept) == len(keys)


def test_the_memory_is_bounded_and_the_page_last_used_stays() -> None:
    kept, make = KeptPages(100_000), Maker(10_000)
    hot = kept.page(key(b"/hot"), 1, make)
    for number in range(100):
        kept.page(key(b"/%d" % number), 1, make)
        assert kept.page(key(b"/hot"), 1, make) is hot
    assert len(kept) < 10


def test_a_long_address_is_served_and_not_kept() -> None:
    kept, make = KeptPages(10**6), Maker()
    for _ in range(2):
        kept.page(key(b"x" * LONGEST_KEY, site="x"), 1, make)
    assert (make.made, len(kept)) == (2, 0)
    kept.page(key(b"x" * LONGEST_KEY), 1, make)
    assert len(kept) == 1
