"""Adverts as cards of the board's page, each made once for a language and kept.

The card's template is rendered once with the names of its words in place of them; a card is that
with the words filled in.
"""

import functools
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rip.adverts.models import Picture
from rip.adverts.models.paths import path_of
from rip.adverts.templatetags.advert_words import age, day, price, sex, species
from rip.core.work.lru import LRUCache

# So many cards are seen without scrolling, on most screens: their pictures are wanted at once.
FIRST_SEEN: Final = 4
# What cards may take, as a part of what the catalogue may.
SHARE: Final = 4

WORDS: Final = (
    "address", "title", "price", "pet", "breed", "age", "sex", "location", "day", "created",
    "src", "srcset", "width", "height",
)  # fmt: skip


class ShownPicture(msgspec.Struct):
    """A picture, as `AdvertFull` has it."""

    thumbnail: str
    width: int
    height: int


class ShownAdvert(msgspec.Struct):
    """What a card shows of an `AdvertFull`."""

    id: int
    title: str
    kind: str
    breed: str
    age: int
    gender: str
    location: str
    price: Decimal
    created: datetime
    seq: int
    pictures: list[ShownPicture]


class Card:
    """One card as HTML."""

    __slots__ = ("html",)

    def __init__(self, html: str) -> None:
        self.html = html

    @property
    def size(self) -> int:
        # A character outside Latin-1 makes each take two bytes.
        return 2 * len(self.html)


_kept: LRUCache[tuple[int, int, str, bool], Card] = LRUCache(settings.RIP_CATALOGUE_BYTES // SHARE)


def cards(adverts: Iterable[ShownAdvert], language: str) -> SafeString:
    """The cards in this order, as HTML in `language`, which must be the active one."""
    made = [_card(one, language, at < FIRST_SEEN) for at, one in enumerate(adverts)]
    return mark_safe("".join(made))  # noqa: S308  (a template made them; its words are escaped)


def _card(advert: ShownAdvert, language: str, is_seen_first: bool) -> str:
    # A change of the advert has another number, so nothing that is kept is ever wrong.
    key = (advert.id, advert.seq, language, is_seen_first)
    card = _kept.get(key)
    if card is None:
        card = Card(_made(advert, language, is_seen_first))
        _kept.put(key, card)
    return card.html


def _made(advert: ShownAdvert, language: str, is_seen_first: bool) -> str:
    picture = advert.pictures[0] if advert.pictures else None
    words = {
        "address": path_of(advert.id, advert.title),
        "title": escape(advert.title),
        "price": price(advert.price),
        "pet": escape(species(advert)),
        "breed": escape(advert.breed),
        "age": age(advert.age),
        "sex": sex(advert.gender),
        "location": escape(advert.location),
        "day": day(advert.created),
        "created": advert.created.isoformat(),
    }
    if picture is not None:
        words["src"] = escape(picture.thumbnail)
        words["srcset"] = escape(Picture.srcset_of(picture.thumbnail))
        words["width"], words["height"] = str(picture.width), str(picture.height)
    mould = _mould(language, picture is not None, is_seen_first, not advert.price)
    return mould.format_map(words)


@functools.cache
def _mould(language: str, has_picture: bool, is_seen_first: bool, is_free: bool) -> str:
    context = {
        **{name: f"{{{name}}}" for name in WORDS},
        "has_picture": has_picture,
        "is_seen_first": is_seen_first,
        "is_free": is_free,
    }
    return render_to_string("adverts/card.html", context)
