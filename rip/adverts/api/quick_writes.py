"""Writing adverts past FastAPI's routing, which costs several times what the rest does.

`quick_write` finds by method and path alone what the routes of `writing.py` and `execute.py`
describe, and calls the same functions with the same arguments, read in the same order.
"""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import Request, Response

from rip.accounts import bearer
from rip.adverts.api.callers import advert_number, checked_key, count_change
from rip.adverts.api.execute import EXECUTE, change_advert, create_advert
from rip.adverts.api.writing import ADVERTS, change_fields, post_advert
from rip.adverts.schemas import AdvertFields, AdvertIn, AdvertPatch
from rip.core.bodies import read_body
from rip.core.headers import header

Answer = Callable[[Request], Awaitable[Response]]

_ADVERT: Final = f"{ADVERTS}/"
_read_new: Final = read_body(AdvertIn)
_read_patch: Final = read_body(AdvertPatch)
_read_fields: Final = read_body(AdvertFields)


async def _post(request: Request, door: Callable[..., Awaitable[Response]]) -> Response:
    await count_change(request)
    session = await bearer.caller(request.scope)
    key = checked_key(header(request.scope, b"idempotency-key"))
    return await door(session, key, await _read_new(request))


async def _change(request: Request) -> Response:
    await count_change(request)
    session = await bearer.caller(request.scope)
    return await change_advert(session, await _read_patch(request))


async def _change_fields(request: Request, advert_id: int) -> Response:
    await count_change(request)
    session = await bearer.caller(request.scope)
    return await change_fields(session, advert_id, await _read_fields(request))


_WRITES: Final[dict[tuple[Any, Any], Answer]] = {
    ("POST", EXECUTE): functools.partial(_post, door=create_advert),
    ("POST", ADVERTS): functools.partial(_post, door=post_advert),
    ("PATCH", EXECUTE): _change,
}


def quick_write(method: str, path: str) -> Answer | None:
    """What answers this request without FastAPI, if anything does."""
    write = _WRITES.get((method, path))
    if write is not None or method != "PATCH" or not path.startswith(_ADVERT):
        return write
    number = advert_number(path[len(_ADVERT) :])
    return functools.partial(_change_fields, advert_id=number) if number is not None else None
