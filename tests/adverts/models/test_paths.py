import pytest
from hypothesis import given
from hypothesis import strategies as st

from rip.adverts.models import Advert
from rip.adverts.models.paths import LONGEST_SLUG, path_of, slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Пупсик", "pupsik"),
        ("Мандаринка, вельш-корги пемброк", "mandarinka-velsh-korgi-pembrok"),
        ("Щенок ЁЖИК (2 года)", "shchenok-ezhik-2-goda"),
        ("Rex & Bella", "rex-bella"),
        ("Объявление", "obyavlenie"),
        ("狗", ""),
        ("!!!", ""),
        ("../../etc", "etc"),
    ],
)
def test_a_title_becomes_latin_words(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_a_long_title_ends_with_a_whole_word() -> None:
    assert slug("ласковый " * 20) == "laskovyy-laskovyy-laskovyy-laskovyy-laskovyy-laskovyy"


@given(st.text(max_size=300))
def test_any_title_makes_an_address(title: str) -> None:
    assert len(slug(title)) <= LONGEST_SLUG
    assert set(slug(title)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug(title).startswith("-")
    assert not slug(title).endswith("-")


def test_an_advert_knows_its_address() -> None:
    assert Advert(pk=7, title="Пупсик").get_absolute_url() == "/adverts/7-pupsik/"
    assert path_of(7, "狗") == "/adverts/7/"
