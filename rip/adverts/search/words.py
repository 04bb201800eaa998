"""The words of a text as search compares them: in Russian and English, in any form."""

import functools
import re
import threading
import unicodedata
from typing import Final

import snowballstemmer

# Accents and stress marks are dropped, so ё is е; only the breve of й makes another letter.
_MARKS: Final = re.compile("(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f]")
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 40
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[a-z]")

# «котята», «мышат»: Snowball does not know that these are «котёнок» and «мышонок».
_YOUNG: Final = re.compile("(?<=..)(?:ят|(?<=[жчшщ])ат)(?:а|ам|ами|ах)?$")
_YOUNG_AFTER_HUSHING: Final = re.compile("(?<=[жчшщ])онк$")
# «щенок» and «щенки», «кошек» and «кошки», «самец» and «самцы».
_FLEETING_VOWEL: Final = re.compile("(?<=.[бвгджзйклмнпрстфхцчшщь])[ое](?=[кц]$)")

_IRREGULAR: Final = {
    **dict.fromkeys(("псы", "пса", "псу", "псом", "псе", "псов", "псам", "псами", "псах"), "пес"),
    "mice": "mouse",
    "geese": "goose",
}
_IRREGULAR_STEMS: Final = {"щененк": "щенк"}

_english = snowballstemmer.stemmer("english")
_russian = snowballstemmer.stemmer("russian")
# A stemmer holds the word it works on.
_stemming = threading.Lock()


def words(text: str) -> list[str]:
    """The words of `text` in their order: letters and digits of any script, in lower case.

    Both parts of a hyphenated word are words of their own. Of a word longer than 40 letters the
    rest does not count.
    """
    return [word[:_LONGEST] for word in _WORD.findall(_POSSESSIVE.sub("", _folded(text)))]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", folded)))


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The part that all forms of a word have in common; `word` is one that `words` returned.

    A word with Cyrillic letters is taken for Russian, one with Latin letters for English, and
    anything else stays as it is.
    """
    word = _IRREGULAR.get(word, word)
    with _stemming:
        if _CYRILLIC.search(word):
            return _russian_stem(word)
        if _LATIN.search(word):
            return str(_english.stemWord(word))
    return word


def _russian_stem(word: str) -> str:
    young = _YOUNG.sub("енк", word)
    if young != word:
        return _IRREGULAR_STEMS.get(young, young)
    stemmed = _FLEETING_VOWEL.sub("", _russian.stemWord(word))
    return _YOUNG_AFTER_HUSHING.sub("енк", stemmed)
