"""What the adverts' doors read from a request beside its body."""

import re
from typing import Annotated, Final

from django.utils.translation import gettext_lazy as _
from fastapi import Depends, Header, Path, Response
from starlette.convertors import StringConvertor, register_url_convertor

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.core.errors import BadInput
from rip.core.http.limits import limited
from rip.core.http.responses import EncodedResponse

JSON: Final = "application/json"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")

# What every call that changes adverts counts towards.
count_change = limited("adverts", "600/minute")
changing = [Depends(count_change)]


class OneAdvert(StringConvertor):
    """Any word but those that are addresses of their own beside it."""

    regex = "(?!(?:changes|suggest)$)[^/]+"


class OnePicture(StringConvertor):
    regex = "(?!order$)[^/]+"


register_url_convertor("advert", OneAdvert())
register_url_convertor("picture", OnePicture())

AdvertNumber = Annotated[int, Path(ge=1, le=2**63 - 1, description="The advert's id.")]
PictureNumber = Annotated[int, Path(ge=1, le=2**63 - 1, description="The picture's id.")]


def user_of(session: Session | None) -> User | None:
    return session.user if session else None


def posted_response(advert: bytes, *, replayed: bool, **headers: str) -> Response:
    """The answer to a POST that created an advert, now or (`replayed`) when it first came."""
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    return EncodedResponse(advert, 201, **headers)


async def _key(
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Any text unique to this post, such as a UUID. The same request with the"
            " same key within 24 hours posts no second advert, and gets the first one back with"
            " the header `Idempotent-Replayed: true`."
        ),
    ] = None,
) -> str | None:
    return checked_key(idempotency_key)


def checked_key(header: str | None) -> str | None:
    """The Idempotency-Key that a header gives. Raises BadInput."""
    if header is None:
        return None
    # The draft writes the key as a quoted string, most clients send it bare.
    key = header.removeprefix('"').removesuffix('"')
    if not _KEY.fullmatch(key):
        message = _("Give 1 to 255 visible ASCII characters without spaces.")
        raise BadInput(errors={"Idempotency-Key": [message]})
    return key


IdempotencyKey = Annotated[str | None, Depends(_key)]


def advert_number(text: str) -> int | None:
    """The id that a piece of an address is, if it can be one."""
    if len(text) < 20 and text.isascii() and text.isdecimal() and 0 < int(text) < 2**63:
        return int(text)
    return None
