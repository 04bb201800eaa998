"""The URL path of an advert's page, which names the pet in Latin letters."""

import re
from typing import Final

LONGEST_SLUG: Final = 60

_LATIN: Final = str.maketrans({
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True)),
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
    "ю": "yu", "я": "ya",
})  # fmt: skip
_BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """The title as the end of a path: whole words of a-z and 0-9, at most 60 characters.

    Empty when no letter of the title has a Latin counterpart.
    """
    text = _BETWEEN_WORDS.sub("-", title.lower().translate(_LATIN)).strip("-")
    if len(text) > LONGEST_SLUG:
        text = text[: LONGEST_SLUG + 1].rpartition("-")[0] or text[:LONGEST_SLUG]
    return text


def path_of(advert_id: int, title: str) -> str:
    """The path of the advert's page, as every link to it is written."""
    name = slug(title)
    return f"/adverts/{advert_id}-{name}/" if name else f"/adverts/{advert_id}/"
