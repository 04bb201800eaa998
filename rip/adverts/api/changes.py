"""The change feed, GET /api/v1/adverts/changes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from rip.accounts.bearer import Anyone
from rip.adverts.api.schemas import ChangesOut
from rip.adverts.feed.changes import CHANGES, Position
from rip.adverts.feed.long_poll import long_polls
from rip.core.errors import RipError
from rip.core.http.limits import RateLimit, network_of_client
from rip.core.http.problems import responses
from rip.core.http.responses import EncodedResponse

CHANGE_READS: Final = RateLimit("changes", "600/minute")

router = APIRouter()

Seq = Annotated[int, Query(ge=0, le=2**63 - 1)]


@router.get(
    CHANGES,
    response_model=ChangesOut,
    dependencies=[Depends(CHANGE_READS)],
    responses=responses(400, 401, 410, 429),
)
async def list_changes(
    request: Request,
    session: Anyone,
    since: Seq = 0,
    started: Annotated[
        int | None,
        Query(description="The `started` of the response to `since=0`.", ge=0, le=2**63 - 1),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    wait: Annotated[
        int, Query(ge=0, le=30, description="How many seconds to wait for a change.")
    ] = 0,
) -> Response:
    """The changes of the board after a number, in order; docs/change-feed.md says how to follow.

    Begin with `since=0`: it gives the whole board, page after page. Go on with `next` each time.
    An advert that has changed several times may come only once, as it is now. After a 410 drop
    what you have and begin again.
    """
    async with _departure_of(request) as left:
        network = network_of_client(request)
        page = await long_polls.changes(Position(since, started), limit, wait, left, network)
    response = EncodedResponse(page.body)
    response.headers["Cache-Control"] = "no-store"
    return response


@asynccontextmanager
async def _departure_of(request: Request) -> AsyncIterator["asyncio.Future[None]"]:
    """A future that is done when the client has gone, so that a long poll can end."""

    async def watch() -> None:
        with suppress(RipError):  # a body that is too large, say
            while (await request.receive())["type"] != "http.disconnect":
                pass

    watching = asyncio.create_task(watch())
    try:
        yield watching
    finally:
        watching.cancel()
