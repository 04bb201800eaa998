"""The board's page as HTML.

Most of the page depends on little: the language, the theme, and whether one owner's adverts are
shown. So the template is rendered once for each of those into a skeleton, with names in place of
all other texts, and a page is the skeleton with the texts filled in; only the results are rendered
for each page.
"""

import functools
from typing import Any, Final

import msgspec
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rip.adverts import fields
from rip.adverts.declarations import Label
from rip.adverts.listing.listing import NEWEST, RELEVANCE
from rip.adverts.pages.board.cards import ShownAdvert, cards
from rip.adverts.pages.board.filters import filter_state, filters
from rip.adverts.pages.board.query import BoardQuery
from rip.pages.shared import hole

TEMPLATE: Final = "adverts/board.html"
RESULTS: Final = "adverts/results.html"


class ShownPage(msgspec.Struct):
    """The part of an `AdvertsPage` that the page shows."""

    items: list[ShownAdvert]
    next_cursor: str | None
    total: int


_decoder: Final = msgspec.json.Decoder(ShownPage)


def page_for(request: HttpRequest, query: BoardQuery, body: bytes, language: str) -> str:
    """Return the page for this visitor, made of the API's response to the same query."""
    return render_to_string(TEMPLATE, _context(query, _texts(query, body, language)), request)


def page_for_anyone(query: BoardQuery, body: bytes, language: str, theme: str) -> str:
    """Return the page with the marks of its holes; `language` must be the active one."""
    texts = _texts(query, body, language)
    if query.errors:
        return render_to_string(TEMPLATE, {**_context(query, texts), "theme": theme, "hole": hole})
    skeleton = _skeleton(language, theme, "owner" in query.values)
    blanks = {**_in_form(query), **filter_state(query.values), **texts}
    return skeleton.format_map(
        {name: conditional_escape(text) if text else "" for name, text in blanks.items()}
    )


@functools.lru_cache(maxsize=256)
def _skeleton(language: str, theme: str, has_owner: bool) -> str:
    state = filter_state({})
    blanks = {name: f"{{{name}}}" for name in ("q", "owner", "title", "total", "results", *state)}
    if not has_owner:
        del blanks["owner"]
    context = {**blanks, "controls": filters(blanks, {}), "theme": theme, "hole": hole}
    with translation.override(language):
        return render_to_string(TEMPLATE, context)


def _context(query: BoardQuery, texts: dict[str, str]) -> dict[str, Any]:
    shown = filters(filter_state(query.values), query.errors)
    return {**_in_form(query), **texts, "controls": shown}


def _in_form(query: BoardQuery) -> dict[str, str]:
    """The conditions of the form that are no filters of fields."""
    return {name: query.values.get(name, "") for name in ("q", "owner")}


def _texts(query: BoardQuery, body: bytes, language: str) -> dict[str, str]:
    """All that differs between pages besides the form."""
    page = _decoder.decode(body)
    chips = query.chips()
    text = ngettext("%(total)s advert", "%(total)s adverts", page.total)
    total = text % {"total": number_format(page.total, use_l10n=True, force_grouping=True)}
    context = {
        "total": total,
        "chips": chips,
        "sort": query.sort,
        "default_sort": query.default_sort,
        "sorts": _sorts(query),
        "cards": cards(page.items, language),
        "next_url": query.url(cursor=page.next_cursor) if page.next_cursor else "",
        "is_continued": query.listing.after is not None,
        "first_url": query.url(),
    }
    return {
        "title": ", ".join(chip.label for chip in chips) or _("Pets looking for a home"),
        "total": total,
        "results": _results(context),
    }


def _results(context: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(RESULTS).render(context))  # noqa: S308  (a template made it)


def _sorts(query: BoardQuery) -> list[tuple[str, Label]]:
    sorts: list[tuple[str, Label]] = [(NEWEST.name, pgettext("adverts", "Newest first"))]
    sorts += [(order.name, order.label) for field in fields.SORTED for order in field.orders]
    if query.default_sort == RELEVANCE.name:
        sorts.insert(0, (RELEVANCE.name, pgettext("adverts", "Best match first")))
    return sorts
