"""Limits of the adverts: on writes, by the API and by pages, and on lists that have no pages."""

from typing import Any, Final

from rip.accounts.sessions import Session
from rip.core.http.bodies import Body
from rip.core.http.limits import ProcessLimit, RateLimit
from rip.core.http.networks import network_of

ADVERT_WRITES: Final = RateLimit("adverts", "600/minute")
WHOLE_LISTS: Final = ProcessLimit(per_minute=120, burst=60)

# Pictures of nobody's account have no quota of an account: they are counted by network.
ANONYMOUS_PICTURES: Final = RateLimit("anonymous-pictures", "100/day")


async def anonymous_pictures_count(session: Session | None, body: Body[Any]) -> None:
    """Count the pictures of a body that came without a token. Raises TooMany."""
    if session is None and body.picture is not None:
        await ANONYMOUS_PICTURES.spend(network_of(body.client))
