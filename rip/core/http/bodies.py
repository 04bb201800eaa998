"""Request bodies: JSON, forms and multipart, read into one shape and checked by one schema.

`read_body(Schema)` is a FastAPI dependency that gives a validated Schema; `describe_body(Schema)`
says the same in OpenAPI. Pictures arrive as file parts named "image".
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Generic, TypeVar
from urllib.parse import parse_qsl

import msgspec
from django.utils.translation import gettext_lazy as _
from fastapi import Request
from pydantic import BaseModel, ValidationError
from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from rip.core.errors import BadInput, UnsupportedContent
from rip.core.http.headers import header
from rip.core.http.limits import UNKNOWN_IP, client_ip
from rip.core.http.problems import bad_fields

Schema = TypeVar("Schema", bound=BaseModel)
Result = TypeVar("Result")

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"

MOST_FIELDS: Final = 64
MOST_FILES: Final = 64


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("The exponent is out of all bounds.") from error


_decode = msgspec.json.Decoder(float_hook=_decimal).decode


@dataclass(frozen=True, slots=True)
class Body(Generic[Schema]):
    """A checked request body.

    `fields` are the values; `pictures` holds the bytes of each file part "image", as they came.
    `receive` tells when its client has left, `client` is that client's IP.
    """

    fields: Schema
    pictures: list[bytes] = field(default_factory=list)
    receive: Receive | None = None
    client: str = UNKNOWN_IP

    @property
    def picture(self) -> bytes | None:
        """The picture of a call that takes one: the last that came."""
        return self.pictures[-1] if self.pictures else None

    async def while_wanted(self, work: Awaitable[Result]) -> Result:
        """Await `work` on the pictures; cancel it if the client leaves meanwhile.

        Raises BadInput then, which nobody will read. Without pictures nothing is cancelled.
        """
        if self.receive is None or not self.pictures:
            return await work
        working = asyncio.ensure_future(work)
        leaving = asyncio.ensure_future(_left(self.receive))
        try:
            await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise BadInput(_("The body was cut off on the way."))
        finally:
            working.cancel()
            leaving.cancel()


async def _left(receive: Receive) -> None:
    """Returns when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


class CompleteMultiPartParser(MultiPartParser):
    """A parser that refuses a body cut off before its closing boundary, and text not in UTF-8."""

    ended = False

    def on_part_end(self) -> None:
        if self._current_part.file is None:
            # Raises UnicodeDecodeError; Starlette would take the text for Latin-1.
            self._current_part.data.decode()
        super().on_part_end()

    def on_end(self) -> None:
        self.ended = True

    async def parse(self) -> FormData:
        form = await super().parse()
        if not self.ended:
            await form.close()
            raise MultiPartException("The body ends before its closing boundary.")
        return form


async def _read_bytes(request: Request) -> bytes:
    """Like `request.body()`, without the generator it goes through. Raises ClientDisconnect."""
    parts: list[bytes] = []
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _read_json(raw: bytes) -> Mapping[str, Any]:
    if not raw:
        return {}
    try:
        value = _decode(raw)
    except (ValueError, RecursionError) as error:
        raise BadInput(_("The body is not valid JSON.")) from error
    if not isinstance(value, dict):
        raise BadInput(_("Send a JSON object with named fields."))
    return value


def _read_form(raw: bytes) -> Mapping[str, Any]:
    try:
        return dict(
            parse_qsl(
                raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        )
    except ValueError as error:
        raise BadInput(_("The form is damaged or was cut off on the way.")) from error


async def _read_multipart(request: Request) -> tuple[Mapping[str, Any], list[bytes]]:
    fields: dict[str, Any] = {}
    pictures: list[bytes] = []
    parser = CompleteMultiPartParser(
        request.headers,
        request.stream(),
        max_files=MOST_FILES,
        max_fields=MOST_FIELDS,
        max_part_size=256 * 1024,
    )
    try:
        form = await parser.parse()
    except (MultiPartException, FormParserError, ValueError) as error:
        raise BadInput(_("The form is damaged or was cut off on the way.")) from error
    try:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                fields[name] = value
            elif name == "image" and (value.filename or value.size):
                pictures.append(await value.read())
    finally:
        await form.close()
    return fields, pictures


async def _read(request: Request) -> tuple[Mapping[str, Any], list[bytes]]:
    content_type = (header(request.scope, b"content-type") or "").partition(";")[0].strip().lower()
    if content_type not in (JSON, FORM, MULTIPART, ""):
        raise UnsupportedContent
    try:
        if content_type == MULTIPART:
            return await _read_multipart(request)
        raw = await _read_bytes(request)
    except ClientDisconnect as error:
        raise BadInput(_("The body was cut off on the way.")) from error
    if content_type == FORM:
        return _read_form(raw), []
    if raw and not content_type:
        raise UnsupportedContent
    return _read_json(raw), []


def read_body(schema: type[Schema]) -> Callable[[Request], Awaitable[Body[Schema]]]:
    """A dependency that reads and checks the body.

    It raises BadInput (all wrong fields at once) or UnsupportedContent.
    """

    async def dependency(request: Request) -> Body[Schema]:
        fields, pictures = await _read(request)
        try:
            return Body(
                schema.model_validate(fields), pictures, request.receive, client_ip(request)
            )
        except ValidationError as error:
            raise bad_fields(error) from error

    return dependency


def describe_pictures() -> dict[str, Any]:
    """The `openapi_extra` of a route that takes nothing but pictures."""
    image = {"type": "string", "format": "binary", "description": "JPEG, PNG or WebP."}
    schema = {
        "type": "object",
        "required": ["image"],
        "properties": {"image": {"type": "array", "items": image}},
    }
    return {"requestBody": {"required": True, "content": {MULTIPART: {"schema": schema}}}}


def describe_body(schema: type[BaseModel], *, picture: bool = False) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes `schema` in any of the three content types."""
    plain = schema.model_json_schema(ref_template="#/components/schemas/{model}")
    examples = plain.pop("examples", [])
    content: dict[str, Any] = {JSON: {"schema": plain}, FORM: {"schema": plain}}
    if examples:
        content[JSON]["examples"] = {
            str(example.get("title", "example")): {"value": example} for example in examples
        }
    multipart = plain
    if picture:
        image = {"type": "string", "format": "binary", "description": "JPEG, PNG or WebP."}
        multipart = {**plain, "properties": {**plain["properties"], "image": image}}
    content[MULTIPART] = {"schema": multipart}
    return {"requestBody": {"required": True, "content": content}}
