"""Reading the board: the seed's list, pages, one advert, suggestions.

These answer from bytes that are ready, so FastAPI's routing and validation would be most of their
cost. `quick_read` finds them by their path alone; the routes below describe them in the API's
document and answer in the same way.
"""

import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Scope

from rip.accounts import bearer
from rip.accounts.bearer import Anyone
from rip.adverts.api.callers import JSON, AdvertNumber, advert_number, user_of
from rip.adverts.api.parameters import (
    FilterParameters,
    PageParameters,
    SuggestParameters,
    check_may_list,
    list_listing,
    page_listing,
    read_parameters,
)
from rip.adverts.api.schemas import AdvertFull, AdvertOut, AdvertsPage, Suggestions
from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.listing.listing import Listing
from rip.core.errors import NotFound
from rip.core.http.problems import responses

EXECUTE: Final = "/api/v1/execute"
ADVERTS: Final = "/api/v1/adverts"
SUGGEST: Final = f"{ADVERTS}/suggest"
ADVERT: Final = f"{ADVERTS}/"
# A longer query string is not worth remembering what it means.
LONGEST_REMEMBERED: Final = 1000
NOT_CHANGED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Not changed since the ETag in If-None-Match."}
}

router = APIRouter()


async def read_list(scope: Scope) -> Response:
    found = await catalogue.every(await _listing(scope, list_listing))
    return found if isinstance(found, Response) else _streamed(found)


async def read_page(scope: Scope) -> Response:
    return await catalogue.page(await _listing(scope, page_listing))


async def read_suggestions(scope: Scope) -> Response:
    await bearer.caller(scope)
    asked = read_parameters(scope["query_string"], SuggestParameters)
    return await catalogue.suggestions(asked.field, asked.prefix)


async def read_advert(scope: Scope, advert_id: int) -> Response:
    session = await bearer.caller(scope)
    advert = await catalogue.advert(advert_id)
    if advert is None or not advert.may_be_seen_by(user_of(session)):
        raise NotFound
    return advert.answer()


async def _listing(scope: Scope, read: Callable[[bytes, int | None], Listing]) -> Listing:
    """What the query string means, if the caller may see it."""
    user = user_of(await bearer.caller(scope))
    query = scope["query_string"]
    if len(query) > LONGEST_REMEMBERED:
        read = read.__wrapped__  # type: ignore[attr-defined]
    listing = read(query, user.pk if user else None)
    check_may_list(listing.filter, user)
    return listing


def _streamed(pieces: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(pieces, media_type=JSON, headers={"Cache-Control": "no-cache"})


_READS: Final[dict[str, Callable[[Scope], Awaitable[Response]]]] = {
    EXECUTE: read_list,
    ADVERTS: read_page,
    SUGGEST: read_suggestions,
}


def quick_read(path: str) -> Callable[[Scope], Awaitable[Response]] | None:
    """What answers a GET of this path without FastAPI, if anything does."""
    read = _READS.get(path)
    if read is not None or not path.startswith(ADVERT):
        return read
    number = advert_number(path[len(ADVERT) :])
    return functools.partial(read_advert, advert_id=number) if number is not None else None


@router.get(
    EXECUTE,
    response_model=list[AdvertOut],
    responses=NOT_CHANGED | responses(400, 401, 403),
)
async def list_adverts(
    request: Request, session: Anyone, wanted: Annotated[FilterParameters, Query()]
) -> Response:
    """All published adverts, the newest first; or those that the parameters ask for."""
    return await read_list(request.scope)


@router.get(ADVERTS, response_model=AdvertsPage, responses=NOT_CHANGED | responses(400, 401, 403))
async def list_page(
    request: Request, session: Anyone, wanted: Annotated[PageParameters, Query()]
) -> Response:
    """A page of adverts. The cursor goes on behind the last advert of the page before, so that no
    advert is missed or repeated while others come and go."""
    return await read_page(request.scope)


@router.get(SUGGEST, response_model=Suggestions, responses=NOT_CHANGED | responses(400, 401))
async def suggest(
    request: Request, session: Anyone, wanted: Annotated[SuggestParameters, Query()]
) -> Response:
    """Up to ten breeds or locations of published adverts, the most used first."""
    return await read_suggestions(request.scope)


@router.get(
    f"{ADVERT}{{advert_id:advert}}",
    response_model=AdvertFull,
    responses=NOT_CHANGED | responses(400, 401, 404),
)
async def read_one(request: Request, session: Anyone, advert_id: AdvertNumber) -> Response:
    """One advert. A closed one is shown to its owner and to staff."""
    return await read_advert(request.scope, advert_id)
