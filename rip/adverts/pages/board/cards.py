"""Adverts as cards of the board's page, each rendered once for a language and cached.

The card's template is rendered once into a skeleton, with names in place of its texts; a card is
the skeleton with the texts filled in.
"""

import functools
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rip.adverts import fields
from rip.adverts.declarations import Shown
from rip.adverts.models import Picture
from rip.adverts.models.paths import path_of
from rip.adverts.pages.layout import CARD_LINES
from rip.adverts.templatetags.advert_texts import day, phrases_of, price
from rip.core.work.lru import LRUCache

# So many cards are seen without scrolling, on most screens: their pictures load at once.
FIRST_SEEN: Final = 4
# The part of the catalogue's memory that cards may take.
SHARE: Final = 4

LINES: Final = tuple(f"line_{index}" for index in range(len(CARD_LINES)))
TEXTS: Final = (
    "url", "title", "price", *LINES, "location", "day", "created", "src", "srcset", "width",
    "height",
)  # fmt: skip


class ShownPicture(msgspec.Struct):
    """A picture, as `AdvertFull` has it."""

    thumbnail: str
    width: int
    height: int


if TYPE_CHECKING:

    class _Fields(msgspec.Struct):
        """The fields of a card, which only msgspec sees."""

        def __init__(self, **values: Any) -> None: ...

        def __getattr__(self, name: str) -> Any: ...
else:
    _Fields = msgspec.defstruct(
        "_Fields",
        [
            (one.name, type(one.blank), msgspec.NODEFAULT if one.in_seed else one.blank)
            for one in fields.FIELDS
            if Shown.CARD in one.shown
        ],
        kw_only=True,
    )


class ShownAdvert(_Fields, kw_only=True):
    """The part of an `AdvertFull` that cards are made of."""

    id: int
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


_cache: LRUCache[tuple[int, int, str, bool], Card] = LRUCache(settings.RIP_CATALOGUE_BYTES // SHARE)


def cards(adverts: Iterable[ShownAdvert], language: str) -> SafeString:
    """The cards in this order, as HTML in `language`, which must be the active one."""
    found = [_card(one, language, index < FIRST_SEEN) for index, one in enumerate(adverts)]
    return mark_safe("".join(found))  # noqa: S308  (a template made them; its texts are escaped)


def _card(advert: ShownAdvert, language: str, is_seen_first: bool) -> str:
    # A change of the advert has another number, so no cached card is ever stale.
    key = (advert.id, advert.seq, language, is_seen_first)
    card = _cache.get(key)
    if card is None:
        card = Card(_render(advert, language, is_seen_first))
        _cache.put(key, card)
    return card.html


def _render(advert: ShownAdvert, language: str, is_seen_first: bool) -> str:
    picture = advert.pictures[0] if advert.pictures else None
    texts = {
        "url": path_of(advert.id, advert.title),
        "title": escape(advert.title),
        "price": price(advert.price),
        **{
            name: escape(phrases_of(line, advert))
            for name, line in zip(LINES, CARD_LINES, strict=True)
        },
        "location": escape(advert.location),
        "day": day(advert.created),
        "created": advert.created.isoformat(),
    }
    if picture is not None:
        texts["src"] = escape(picture.thumbnail)
        texts["srcset"] = escape(Picture.srcset_of(picture.thumbnail))
        texts["width"], texts["height"] = str(picture.width), str(picture.height)
    skeleton = _skeleton(language, picture is not None, is_seen_first, not advert.price)
    return skeleton.format_map(texts)


@functools.cache
def _skeleton(language: str, has_picture: bool, is_seen_first: bool, is_free: bool) -> str:
    blanks = {name: f"{{{name}}}" for name in TEXTS}
    context = {
        **blanks,
        "lines": [blanks[name] for name in LINES],
        "has_picture": has_picture,
        "is_seen_first": is_seen_first,
        "is_free": is_free,
    }
    return render_to_string("adverts/card.html", context)
