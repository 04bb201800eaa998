"""The caller's favourites, /api/v1/favourites."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from fastapi import APIRouter, Depends, Query, Response

from rip.accounts.bearer import SignedIn, private
from rip.accounts.models import User
from rip.accounts.schemas import Done
from rip.adverts import favourites
from rip.adverts.api.paths import FAVOURITE, FAVOURITES, AdvertId
from rip.adverts.api.schemas import FavouritesIn, FavouritesOut
from rip.adverts.encoding import full_shape, to_json
from rip.adverts.models.readers import Favourite
from rip.core.database import threads
from rip.core.http.bodies import Body, describe_body, read_body
from rip.core.http.cursors import Page, read_cursor, write_cursor
from rip.core.http.limits import RateLimit
from rip.core.http.problems import responses
from rip.core.http.responses import EncodedResponse

router = APIRouter(dependencies=[private, Depends(RateLimit("favourites", "300/minute"))])


@router.get(FAVOURITES, response_model=FavouritesOut, responses=responses(400, 401, 429))
async def list_favourites(
    session: SignedIn,
    limit: Annotated[int, Query(ge=1, le=100)] = 24,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """The last added first. `advert` is null if it has been closed or deleted since."""
    page = await threads.read(_page, session.user, limit, cursor)
    response = EncodedResponse(to_json({"items": page.items, "next_cursor": page.next_cursor}))
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(user: User, limit: int, cursor: str | None) -> Page:
    rows = Favourite.objects.of(user)
    if cursor is not None:
        rows = rows.filter(pk__lt=read_cursor("favourites", cursor)[0])
    found = list(rows[: limit + 1])
    more = len(found) > limit
    items = [_shape(one, user) for one in found[:limit]]
    return Page(items, write_cursor("favourites", [found[limit - 1].pk]) if more else None)


def _shape(favourite: Favourite, user: User) -> dict[str, Any]:
    advert = favourites.advert_of(favourite, user)
    return {
        "id": favourite.advert_id,
        "title": favourite.title,
        "added": favourite.added,
        "advert": full_shape(advert) if advert is not None else None,
    }


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
