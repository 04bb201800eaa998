"""The board as a page.

It is made of the API's response to the same query, and is as fresh.
"""

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.pages.board import query
from rip.adverts.pages.board.render import page_for, page_for_anyone
from rip.adverts.pages.kept import kept
from rip.core.database.last_numbers import LastNumbers
from rip.pages.shared import SharedPage


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """A page of the published adverts; the query string says which and in what order."""
    language = get_language() or settings.LANGUAGE_CODE
    board_query = query.read(request.META["QUERY_STRING"].encode("latin-1"), language)
    response = async_to_sync(catalogue.page)(board_query.listing)
    return HttpResponse(page_for(request, board_query, bytes(response.body), language))


async def shared_board(
    query_string: bytes, language: str, theme: str, *, looked: LastNumbers
) -> SharedPage:
    """The same for all visitors. Raises a RipError as the catalogue does."""
    with translation.override(language):
        board_query = query.read(query_string, language)
    response = await catalogue.page(board_query.listing, looked=looked)

    def render() -> SharedPage:
        with translation.override(language):
            html = page_for_anyone(board_query, bytes(response.body), language, theme)
        return SharedPage(html, language)

    return kept.page((b"/?" + query_string, "", language, theme), response.tag, render)
