"""Writing adverts past FastAPI's routing, which costs several times what the rest does.

`quick_write` finds by method and path alone what the routes of `writing.py` and `execute.py`
describe, and calls the same functions with the same arguments, read in the same order.
"""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import Request, Response

from rip.accounts import bearer
from rip.accounts.schemas import Done
from rip.adverts.api.callers import advert_number, checked_key, count_change
from rip.adverts.api.execute import EXECUTE, change_advert, create_advert, delete_advert
from rip.adverts.api.schemas import AdvertDelete, AdvertFields, AdvertIn, AdvertPatch
from rip.adverts.api.writing import ADVERTS, change_fields, delete_one, post_advert
from rip.core.http.bodies import read_body
from rip.core.http.headers import header
from rip.core.http.responses import EncodedResponse

Answer = Callable[[Request], Awaitable[Response]]

_ADVERT: Final = f"{ADVERTS}/"
_read_new: Final = read_body(AdvertIn)
_read_patch: Final = read_body(AdvertPatch)
_read_delete: Final = read_body(AdvertDelete)
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


async def _delete(request: Request) -> Response:
    await count_change(request)
    session = await bearer.caller(request.scope)
    return _done(await delete_advert(session, await _read_delete(request)))


async def _delete_one(request: Request, advert_id: int) -> Response:
    await count_change(request)
    session = await bearer.caller(request.scope)
    return _done(await delete_one(session, advert_id))


def _done(done: Done) -> Response:
    return EncodedResponse(done.model_dump_json().encode())


_WRITES: Final[dict[tuple[Any, Any], Answer]] = {
    ("POST", EXECUTE): functools.partial(_post, door=create_advert),
    ("POST", ADVERTS): functools.partial(_post, door=post_advert),
    ("PATCH", EXECUTE): _change,
    ("DELETE", EXECUTE): _delete,
}
_WRITES_OF_ONE: Final = {"PATCH": _change_fields, "DELETE": _delete_one}


def quick_write(method: str, path: str) -> Answer | None:
    """What answers this request without FastAPI, if anything does."""
    write = _WRITES.get((method, path))
    if write is not None:
        return write
    write_one = _WRITES_OF_ONE.get(method)
    if write_one is None or not path.startswith(_ADVERT):
        return None
    number = advert_number(path[len(_ADVERT) :])
    return functools.partial(write_one, advert_id=number) if number is not None else None
