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
from rip.core.http.limits import RateLimit
from rip.core.http.problems import responses
from rip.core.http.responses import EncodedResponse

CHANGES_READS: Final = RateLimit("changes", "600/minute")

router = APIRouter()

Seq = Annotated[int, Query(ge=0, le=2**63 - 1)]


@router.get(
    CHANGES,
    response_model=ChangesOut,
    dependencies=[Depends(CHANGES_READS)],
    responses=responses(400, 401, 410, 429),
)
async def list_changes(
    request: Request,
    session: Anyone,
    since: Seq = 0,
    started: Annotated[
        int | None,
        Query(description="What the answers since since=0 have said.", ge=0, le=2**63 - 1),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    wait: Annotated[
        int, Query(ge=0, le=30, description="How many seconds to wait for a change.")
    ] = 0,
) -> Response:
    """What the board has become since a number, in order; docs/change-feed.md says how to follow.

    Begin with `since=0`: it gives the whole board, page after page. Go on with `next` each time.
    An advert that has changed several times may come only once, as it is now. After a 410 forget
    what you have and begin again.
    """
    async with _departure_of(request) as left:
        page = await long_polls.changes(Position(since, started), limit, wait, left)
    response = EncodedResponse(page.body)
    response.headers["Cache-Control"] = "no-store"
    return response


@asynccontextmanager
async def _departure_of(request: Request) -> AsyncIterator["asyncio.Future[None]"]:
    """A future that is done when the client has gone, so that nobody waits on its behalf."""

    async def watch() -> None:
        with suppress(RipError):  # a body that is too large, say
            while (await request.receive())["type"] != "http.disconnect":
                pass

    watching = asyncio.create_task(watch())
    try:
        yield watching
    finally:
        watching.cancel()
