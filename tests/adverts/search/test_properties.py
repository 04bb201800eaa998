"""Whatever people write and ask, search finds what the words say, and nothing fails."""

from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rip.adverts.catalogue.search_index import TEXTS, search_entries_follow, text_of
from rip.adverts.models import Advert
from rip.adverts.models import advert as advert_models
from rip.adverts.search.query import Query
from rip.adverts.search.words import words
from rip.adverts.writing.commands import AdvertValues, advert_create

pytestmark = pytest.mark.django_db(transaction=True)

some = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

ORDINARY = [
    *("кот", "кошка", "щенок", "щенки", "щенята", "ёлка", "елки", "йод", "лабрадор-ретривер"),
    *("в", "и", "на", "2", "2021", "10.5", "puppy", "puppies", "dog's", "the", "a", "柴犬"),
    *("in_кот", "hd_кот", "NOT", "AND", "OR", "*", "+", "-", "(", ")", "~", "'", "%", "_", "\\"),
    *('"кот"', "e\u0301", "терьера"),
]
# Texts that the board takes: its doors refuse NUL and lone surrogates.
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = st.one_of(
    st.lists(st.sampled_from(ORDINARY), max_size=6).map(" ".join), st.text(letters, max_size=40)
)
questions = st.one_of(texts, st.text(max_size=60))


def post(title: str, breed: str, description: str) -> Advert:
    values: AdvertValues = {
        "title": title,
        "breed": breed,
        "description": description,
        "location": "Москва",
        "kind": "Dog",
        "age": 1,
        "gender": "M",
        "price": Decimal(16000),
    }
    return advert_create(user=None, values=values)


def answers(q: str) -> list[list[int]]:
    """The ids that `q` finds, from every way of asking and answering."""
    search_entries_follow()
    every = []
    for newest in ([], [advert_text(advert) for advert in all_adverts()]):
        with patch.object(advert_models, "newest_entries", lambda _age, newest=newest: newest):
            every.append([advert.pk for advert in Advert.objects.search(q)])
            every.append([advert.pk for advert in Advert.objects.search_page(q, limit=1000)])
    return every


def advert_text(advert: Advert) -> str:
    return text_of(*(getattr(advert, name) for name in TEXTS))


def all_adverts() -> list[Advert]:
    return list(Advert.objects.order_by("-id"))


@given(title=texts, breed=texts, description=texts, q=questions)
@some
def test_every_database_finds_what_the_rules_say_in_the_same_order(
    title: str, breed: str, description: str, q: str
) -> None:
    post(title, breed, description)
    query = Query.parse(q)
    adverts = all_adverts()
    ranked = [
        (0 if query.in_head().holds(advert_text(advert)) else 1, -advert.pk)
        for advert in adverts
        if query.holds(advert_text(advert))
    ]
    expected = [-key for _, key in sorted(ranked)]
    assert answers(q) == [expected] * 4


@given(title=texts, description=texts, data=st.data())
@some
def test_a_word_of_an_advert_finds_it_and_so_does_its_beginning(
    title: str, description: str, data: st.DataObject
) -> None:
    advert = post(title, "такса", description)
    word = data.draw(st.sampled_from([*words(title), *words(description), "такса"]))
    beginning = word[: data.draw(st.integers(2, max(2, len(word))))]
    for q in (word, beginning, f"москва {word}", f"такса {beginning}"):
        for ids in answers(q):
            assert advert.pk in ids


@given(q=questions)
@settings(max_examples=100, deadline=None)
def test_no_question_fails(q: str) -> None:
    for ids in answers(q):
        assert ids == []
