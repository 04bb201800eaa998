"""The words of a text, and words that are forms of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rip.adverts.search.words import stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Щенок, 2 месяца!", ["щенок", "2", "месяца"]),
        ("ЁЛКА и ёж", ["елка", "и", "еж"]),
        ("йод, и\u0306од", ["йод", "йод"]),
        ("за\u0301мок", ["замок"]),
        ("лабрадор-ретривер", ["лабрадор", "ретривер"]),
        ("Café №7 dog's d'Artagnan", ["cafe", "no7", "dog", "d", "artagnan"]),
        ("snake_case a\x00b 🐶", ["snake", "case", "a", "b"]),
        ("柴犬 ١٢", ["柴犬", "١٢"]),
        ("\ud800", []),
        ("", []),
    ],
)
def test_words_are_letters_and_digits_without_case_and_accents(
    text: str, expected: list[str]
) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "forms",
    [
        "щенок щенка щенки щенков щенята щенят щенками",
        "котёнок котёнка котята котят котятам",
        "мышонок мышонка мышата мышат",
        "ребёнок ребята",
        "кошка кошки кошку кошек кошками",
        "рыбка рыбок",
        "девочка девочек",
        "хомячок хомячки",
        "самец самцы самцов",
        "пёс пса псы псов",
        "собака собаки собак",
        "ёж ежи",
        "йоркширский йоркширского йоркширская",
        "попугай попугаи попугаев",
        "Москва Москве москвы",
        "puppy puppies PUPPIES puppy's",
        "mouse mice",
        "dog dogs dog’s",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in words(forms)}) == 1


def test_other_words_keep_their_own_stems() -> None:
    apart = "кот котёнок кошка щенок собака волк мышь мышонок пёс cat kitten 16000 柴犬"
    stems = [stem(word) for word in words(apart)]
    assert len(set(stems)) == len(stems)


@given(st.text(max_size=60))
def test_words_of_words_are_the_same_words(text: str) -> None:
    found = words(text)
    assert [word for each in found for word in words(each)] == found


@given(st.text(max_size=60))
def test_a_text_has_the_words_that_its_pieces_between_spaces_have(text: str) -> None:
    assert words(text) == [word for piece in text.split() for word in words(piece)]


def test_what_is_longer_than_any_word_is_cut() -> None:
    assert words("я" * 100_000) == ["я" * 40]
