"""The board's page as HTML.

Most of the page depends on little: the language, the theme and the choices of the filters. So its
template is rendered once for each of those with names in place of all other words, and a page is
that with the words filled in; only the results are rendered each time.
"""

import functools
from typing import Any, Final

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rip.adverts.listing.listing import NEWEST, RELEVANCE
from rip.adverts.pages.board.cards import ShownAdvert, cards
from rip.adverts.pages.board.query import Asked

TEMPLATE: Final = "adverts/board.html"
RESULTS: Final = "adverts/results.html"
TYPED: Final = ("q", "breed", "location", "age_min", "age_max", "price_min", "price_max", "owner")
OTHER_WORDS: Final = ("title", "total", "results")


class ShownPage(msgspec.Struct):
    """What the page shows of an `AdvertsPage`."""

    items: list[ShownAdvert]
    next_cursor: str | None
    total: int


_decoder: Final = msgspec.json.Decoder(ShownPage)


def page_for(request: HttpRequest, asked: Asked, answer: bytes, language: str) -> str:
    """The page for this visitor, made of the JSON that the API answers the same with."""
    context = {**_words(asked, answer, language), "values": asked.values}
    return render_to_string(TEMPLATE, {**context, **_choices(asked)}, request)


def page_for_anyone(asked: Asked, answer: bytes, language: str, theme: str) -> str:
    """The page for a visitor of whom nothing is known; `language` must be the active one."""
    words = _words(asked, answer, language)
    if asked.errors:
        context = {**words, "values": asked.values, "theme": theme}
        return render_to_string(TEMPLATE, {**context, **_choices(asked)})
    chosen = asked.values.get("kind", ""), asked.values.get("gender", "")
    mould = _mould(language, theme, *chosen, "owner" in asked.values)
    typed = {name: escape(asked.values.get(name, "")) for name in TYPED}
    return mould.format_map(
        {**typed, **{name: conditional_escape(said) for name, said in words.items()}}
    )


@functools.lru_cache(maxsize=256)
def _mould(language: str, theme: str, kind: str, gender: str, has_owner: bool) -> str:
    typed = {name: f"{{{name}}}" for name in TYPED if name != "owner" or has_owner}
    context = {
        **{name: f"{{{name}}}" for name in OTHER_WORDS},
        "values": {**typed, "kind": kind, "gender": gender},
        "kinds": settings.RIP_KINDS,
        "theme": theme,
    }
    with translation.override(language):
        return render_to_string(TEMPLATE, context)


def _choices(asked: Asked) -> dict[str, Any]:
    return {"errors": asked.errors, "kinds": settings.RIP_KINDS}


def _words(asked: Asked, answer: bytes, language: str) -> dict[str, str]:
    """What differs from page to page, besides what is typed into the filters."""
    page = _decoder.decode(answer)
    chips = asked.chips()
    words = ngettext("%(total)s advert", "%(total)s adverts", page.total)
    total = words % {"total": number_format(page.total, use_l10n=True, force_grouping=True)}
    context = {
        "total": total,
        "chips": chips,
        "sort": asked.sort,
        "default_sort": asked.default_sort,
        "sorts": _sorts(asked),
        "cards": cards(page.items, language),
        "next_address": asked.address(cursor=page.next_cursor) if page.next_cursor else "",
        "is_continued": asked.listing.after is not None,
        "first_address": asked.address(),
    }
    return {
        "title": ", ".join(chip.words for chip in chips) or _("Pets looking for a home"),
        "total": total,
        "results": _results(context),
    }


def _results(context: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(RESULTS).render(context))  # noqa: S308  (a template made it)


def _sorts(asked: Asked) -> list[tuple[str, str]]:
    sorts = [
        (NEWEST.name, pgettext("adverts", "Newest first")),
        ("price", pgettext("adverts", "Cheapest first")),
        ("-price", pgettext("adverts", "Dearest first")),
        ("age", pgettext("pets", "Youngest first")),
    ]
    if asked.default_sort == RELEVANCE.name:
        sorts.insert(0, (RELEVANCE.name, pgettext("adverts", "Best match first")))
    return sorts
