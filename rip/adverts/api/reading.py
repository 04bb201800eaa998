"""Reading the board: the seed's list, pages, one advert, suggestions."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from rip.accounts.bearer import Anyone, user_of
from rip.accounts.sessions import Session
from rip.adverts.api.parameters import (
    FilterParameters,
    PageParameters,
    SuggestParameters,
    check_may_list,
    list_listing,
    page_listing,
)
from rip.adverts.api.paths import ADVERT, ADVERTS, EXECUTE, SUGGEST, AdvertId
from rip.adverts.api.schemas import AdvertFull, AdvertOut, AdvertsPage, Suggestions
from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.limits import WHOLE_LISTS
from rip.adverts.listing.listing import Listing
from rip.core.errors import NotFound
from rip.core.http.looks import taken_look
from rip.core.http.problems import responses
from rip.core.http.queries import describe_query, read_query
from rip.core.http.routes import direct

# The listing of a longer query string is not cached.
LONGEST_CACHED: Final = 1000
NOT_CHANGED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Not changed since the ETag in If-None-Match."}
}

router = APIRouter()


async def _requested_list(request: Request, session: Anyone) -> Listing:
    return _listing(request, session, list_listing)


async def _requested_page(request: Request, session: Anyone) -> Listing:
    return _listing(request, session, page_listing)


def _listing(
    request: Request, session: Session | None, read: Callable[[bytes, int | None], Listing]
) -> Listing:
    """The listing that the query string asks for. Raises NotSignedIn, NotAllowed or BadInput."""
    user = user_of(session)
    query = request.scope["query_string"]
    if len(query) > LONGEST_CACHED:
        read = read.__wrapped__  # type: ignore[attr-defined]
    # Most listings are the same for everybody, and so are kept once.
    # An encoded "me" has a percent sign before its 6.
    is_personal = user is not None and (b"me" in query or b"%6" in query)
    listing = read(query, user.pk if user is not None and is_personal else None)
    check_may_list(listing.filter, user)
    return listing


@router.get(
    EXECUTE,
    response_model=list[AdvertOut],
    dependencies=[Depends(WHOLE_LISTS)],
    responses=NOT_CHANGED | responses(400, 401, 403, 429),
    openapi_extra=describe_query(FilterParameters),
)
@direct
async def list_adverts(
    request: Request, listing: Annotated[Listing, Depends(_requested_list)]
) -> Response:
    """All published adverts, the newest first; or those that the parameters ask for."""
    found = await catalogue.every(listing, looked=taken_look(request.scope))
    return found if isinstance(found, Response) else _streamed(found)


def _streamed(pieces: AsyncIterator[bytes]) -> Response:
    headers = {"Cache-Control": "no-cache"}
    return StreamingResponse(pieces, media_type="application/json", headers=headers)


@router.get(
    ADVERTS,
    response_model=AdvertsPage,
    responses=NOT_CHANGED | responses(400, 401, 403),
    openapi_extra=describe_query(PageParameters),
)
@direct
async def list_page(
    request: Request, listing: Annotated[Listing, Depends(_requested_page)]
) -> Response:
    """A page of adverts. The cursor goes on behind the last advert of the page before, so that no
    advert is missed or repeated while others come and go."""
    return await catalogue.page(listing, looked=taken_look(request.scope))


@router.get(
    SUGGEST,
    response_model=Suggestions,
    responses=NOT_CHANGED | responses(400, 401),
    openapi_extra=describe_query(SuggestParameters),
)
@direct
async def suggest(
    request: Request,
    session: Anyone,
    query: Annotated[SuggestParameters, Depends(read_query(SuggestParameters))],
) -> Response:
    """Up to ten breeds or locations of published adverts, the most used first."""
    looked = taken_look(request.scope)
    return await catalogue.suggestions(query.field, query.prefix, looked=looked)


@router.get(ADVERT, response_model=AdvertFull, responses=NOT_CHANGED | responses(400, 401, 404))
@direct
async def read_one(request: Request, session: Anyone, advert_id: AdvertId) -> Response:
    """One advert. A closed one is shown to its owner and to staff."""
    advert = await catalogue.advert(advert_id, looked=taken_look(request.scope))
    if advert is None or not advert.may_be_seen_by(user_of(session)):
        raise NotFound
    return advert.response()
