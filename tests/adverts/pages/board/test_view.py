"""The board's page without a server: the chips of a query, and the cards of adverts.

tests/adverts/pages/board/test_served.py asks a running site.
"""

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.utils import translation

from rip.adverts.pages.board import query as board_query
from rip.adverts.pages.board.cards import ShownAdvert, ShownPicture, cards
from rip.adverts.pages.board.query import BoardQuery


def read(query: str, language: str = "en") -> BoardQuery:
    with translation.override(language):
        return board_query.read(quote(query, safe="=&%").encode(), language)


def chips(query: str, language: str = "en") -> list[tuple[str, str]]:
    with translation.override(language):
        return [(chip.label.replace("\xa0", " "), chip.url) for chip in read(query).chips()]


def shown(**changed: object) -> ShownAdvert:
    fields = {
        "id": 7,
        "title": "Пупсик",
        "kind": "Dog",
        "breed": "пуп",
        "age": 1,
        "gender": "M",
        "location": "Москва",
        "price": Decimal(16000),
        "created": datetime(2025, 1, 31, tzinfo=UTC),
        "seq": 1,
        "pictures": [],
    }
    return ShownAdvert(**{**fields, **changed})  # type: ignore[arg-type]


def card(advert: ShownAdvert, language: str = "en") -> str:
    with translation.override(language):
        return cards([advert], language)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=Dog", "Собаки"),
        ("gender=F", "Девочка"),
        ("age_min=1", "от 1 года"),
        ("age_min=2", "от 2 лет"),
        ("age_max=21", "до 21 года"),
        ("age_min=1&age_max=3", "1–3 года"),
        ("age_min=2&age_max=5", "2–5 лет"),
        ("age_min=3&age_max=3", "3 года"),
        ("age_max=0", "меньше года"),
        ("price_max=5000", "до 5 000 ₽"),
        ("price_min=1000", "от 1 000 ₽"),
        ("price_min=1000&price_max=5000", "1 000–5 000 ₽"),
        ("price_max=0", "Отдам даром"),
        ("q=рыжий кот", "«рыжий кот»"),
    ],
)
def test_a_condition_is_a_chip_in_words_that_takes_it_away(query: str, words: str) -> None:
    assert chips(query, "ru") == [(words, "/")]


def test_a_chip_leaves_the_other_conditions_and_begins_anew() -> None:
    by_words = dict(chips("kind=Cat&breed=Tabby&sort=price"))
    assert by_words == {"Cats": "/?breed=Tabby&sort=price", "Tabby": "/?kind=Cat&sort=price"}


@pytest.mark.parametrize(
    "query",
    ["age_min=x", "age_max=-1", "price_min=1e99", "kind=Dragon", "gender=X", "sort=random",
     "breed=" + "x" * 101, "q=%00", "owner=0"],
)  # fmt: skip
def test_what_is_wrong_is_left_out_and_told_at_its_field(query: str) -> None:
    name = query.partition("=")[0]
    found = read(f"{query}&location=Omsk")
    assert list(found.errors) == [name]
    assert dict(found.values) == {"location": "Omsk"}


@pytest.mark.parametrize(
    "query",
    ["", "x=1", "kind=", "&&&", "%ff=%fe", "status=closed", "owner=me", "limit=100000", "facets=x",
     "a=1&" * 200, "kind=%20"],
)  # fmt: skip
def test_what_means_nothing_here_is_ignored(query: str) -> None:
    found = read(query)
    assert dict(found.values) == {}
    assert found.errors == {}
    assert found.listing == read("").listing


def test_a_damaged_cursor_begins_anew() -> None:
    assert read("kind=Dog&cursor=x").listing == read("kind=Dog").listing


@pytest.mark.parametrize(
    ("price", "english", "russian"),
    [
        ("16000", "16,000 ₽", "16 000 ₽"),
        ("10.50", "10.50 ₽", "10,50 ₽"),
        ("0", "Free to a good home", "Отдам даром"),
    ],
)
def test_prices_read_well(price: str, english: str, russian: str) -> None:
    # An advert that no other test has shown: what is shown is cached.
    advert = shown(price=Decimal(price), id=1_000_000_000 + int(Decimal(price)))
    assert f">{english}<" in card(advert).replace("\xa0", " ")
    assert f">{russian}<" in card(advert, "ru").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("age", "words"),
    [(0, "меньше года"), (1, "1 год"), (2, "2 года"), (11, "11 лет"), (21, "21 год")],
)
def test_ages_have_the_right_plural(age: int, words: str) -> None:
    html = card(shown(age=age, id=100 + age), "ru").replace("\xa0", " ")
    assert f"Собака, мальчик, {words}<" in html


def test_html_and_braces_in_an_advert_are_shown_as_text() -> None:
    attack = "<script>{title}{0}</script>\"'"
    html = card(shown(title=attack, breed=attack, location=attack, seq=2))
    assert "<script>" not in html
    assert html.count("&lt;script&gt;{title}{0}&lt;/script&gt;&quot;&#x27;") == 3


def test_a_card_has_its_picture_in_three_widths_and_its_place_kept_free() -> None:
    picture = ShownPicture("/media/adverts/pu/pupsik-320.webp", 1600, 1200)
    html = card(shown(pictures=[picture], seq=3))
    assert 'src="/media/adverts/pu/pupsik-320.webp"' in html
    assert "/media/adverts/pu/pupsik-800.webp 800w" in html
    assert 'width="1600" height="1200"' in html


def test_a_changed_advert_has_a_new_card() -> None:
    assert "Old" in card(shown(title="Old", seq=10))
    assert "New" in card(shown(title="New", seq=11))


def test_only_the_first_pictures_are_fetched_at_once() -> None:
    picture = ShownPicture("/media/a-320.webp", 4, 3)
    with translation.override("en"):
        html = cards([shown(id=n, pictures=[picture], seq=4) for n in range(20, 30)], "en")
    assert html.count("<img") == 10
    assert html.count('loading="lazy"') == 6
