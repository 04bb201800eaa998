"""The caller's favourites, /api/v1/favourites."""

from typing import Annotated

import msgspec
from django.utils.translation import gettext as _
from fastapi import APIRouter, Depends, Request, Response

from rip.accounts.bearer import SignedIn, private
from rip.accounts.schemas import Done
from rip.adverts import favourites
from rip.adverts.api.paths import FAVOURITE, FAVOURITES, AdvertId
from rip.adverts.api.schemas import FavouritesIn, FavouritesOut, FavouritesParameters
from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.catalogue.favourites import LARGEST_ID, favourites_encoded
from rip.core.database import threads
from rip.core.http.bodies import Body, describe_body, read_body
from rip.core.http.cursors import read_cursor, write_cursor
from rip.core.http.limits import RateLimit
from rip.core.http.looks import taken_look
from rip.core.http.problems import responses
from rip.core.http.queries import describe_query, read_query
from rip.core.http.responses import private_json
from rip.core.http.routes import direct

router = APIRouter(dependencies=[private, Depends(RateLimit("favourites", "300/minute"))])


@router.get(
    FAVOURITES,
    response_model=FavouritesOut,
    responses=responses(400, 401, 429),
    openapi_extra=describe_query(FavouritesParameters),
)
@direct
async def list_favourites(
    request: Request,
    session: SignedIn,
    parameters: Annotated[FavouritesParameters, Depends(read_query(FavouritesParameters))],
) -> Response:
    """The last added first. `advert` is null if it has been closed or deleted since."""
    before = LARGEST_ID
    if parameters.cursor is not None:
        [before] = read_cursor("favourites", parameters.cursor)
    items, last = await favourites_encoded(
        catalogue,
        session.user,
        before=before,
        limit=parameters.limit,
        looked=taken_look(request.scope),
    )
    cursor = write_cursor("favourites", [last]) if last is not None else None
    return private_json(
        b'{"items":[%b],"next_cursor":%b}' % (b",".join(items), msgspec.json.encode(cursor))
    )


@router.post(
    FAVOURITES,
    responses=responses(400, 401, 409, 413, 415, 429),
    openapi_extra=describe_body(FavouritesIn),
)
async def merge_favourites(
    session: SignedIn, body: Annotated[Body[FavouritesIn], Depends(read_body(FavouritesIn))]
) -> Done:
    """Add the favourites of someone before they signed in, but not adverts that do not exist."""
    wanted = body.fields.adverts
    await threads.write(favourites.favourites_merge, user=session.user, advert_ids=wanted)
    return Done(message=_("You will find them among your favourites."))


@router.put(FAVOURITE, responses=responses(400, 401, 404, 409, 429))
async def add_favourite(session: SignedIn, advert_id: AdvertId) -> Done:
    """Add an advert to the favourites; doing so twice is the same as once."""
    await threads.write(favourites.favourite_add, user=session.user, advert_id=advert_id)
    return Done(message=_("You will find it among your favourites."))


@router.delete(FAVOURITE, responses=responses(400, 401, 429))
async def remove_favourite(session: SignedIn, advert_id: AdvertId) -> Done:
    """Take an advert from the favourites, whether it is still there or not."""
    await threads.write(favourites.favourite_remove, user=session.user, advert_id=advert_id)
    return Done(message=_("It is not among your favourites any more."))
