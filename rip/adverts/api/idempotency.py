"""The Idempotency-Key of a POST, with which it may be sent again."""

import re
from typing import Annotated, Any, Final

from django.utils.translation import gettext_lazy as _
from fastapi import Depends, Request, Response

from rip.core.errors import BadInput
from rip.core.http.headers import header
from rip.core.http.responses import EncodedResponse

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_DESCRIPTION: Final = (
    "Any text unique to this post, such as a UUID. The same request with the same key within 24"
    " hours posts no second advert, and gets the first one back with the header"
    " `Idempotent-Replayed: true`."
)


async def _read_key(request: Request) -> str | None:
    given = header(request.scope, b"idempotency-key")
    if given is None:
        return None
    # The draft writes the key as a quoted string, most clients send it bare.
    key = given.removeprefix('"').removesuffix('"')
    if not _KEY.fullmatch(key):
        message = _("Give 1 to 255 visible ASCII characters without spaces.")
        raise BadInput(errors={"Idempotency-Key": [message]})
    return key


IdempotencyKey = Annotated[str | None, Depends(_read_key)]


def describe_key() -> dict[str, Any]:
    """The `openapi_extra` of a route that takes an IdempotencyKey."""
    schema = {
        "anyOf": [{"type": "string"}, {"type": "null"}],
        "description": _DESCRIPTION,
        "title": "Idempotency-Key",
    }
    parameter = {
        "name": "idempotency-key",
        "in": "header",
        "required": False,
        "description": _DESCRIPTION,
        "schema": schema,
    }
    return {"parameters": [parameter]}


def posted_response(advert: bytes, *, replayed: bool, **headers: str) -> Response:
    """The response to a POST that created an advert, now or (`replayed`) when it first came."""
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    return EncodedResponse(advert, 201, **headers)
