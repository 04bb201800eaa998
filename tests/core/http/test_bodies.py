"""Bodies read in this process: whatever arrives is read and checked, or clearly refused."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from starlette.requests import Request
from starlette.types import Message

from rip.adverts.api.schemas import AdvertIn, AdvertPatch
from rip.adverts.encoding import encode
from rip.core.errors import BadInput, UnsupportedContent
from rip.core.http import problems
from rip.core.http.bodies import FORM, JSON, MULTIPART, Body, read_body
from rip.core.http.fields import LongText
from tests.kit.people import ADVERT

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from([*ADVERT, "image", "id", "status"])


def read(
    raw: bytes,
    content_type: str = JSON,
    schema: type[Any] = AdvertIn,
    pieces: int = 1,
    *,
    left: bool = False,
) -> Body[Any]:
    """Read a body that arrives in pieces; with `left`, its sender leaves before it has ended."""
    size = max(1, len(raw) // pieces)
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)] or [b""]
    messages: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks
    ]
    messages[-1]["more_body"] = left

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "POST",
        "headers": [(b"content-type", content_type.encode())] if content_type else [],
    }

    async def dependency() -> Body[Any]:
        return await read_body(schema)(Request(scope, receive))

    return asyncio.run(dependency())


def refused_or_read(raw: bytes, content_type: str, schema: type[Any] = AdvertIn) -> None:
    try:
        read(raw, content_type, schema).fields.model_dump_json().encode()
    except BadInput as error:
        problems.response(error)


def test_the_seeds_example_is_read_from_json_and_from_a_form() -> None:
    assert read(json.dumps(ADVERT).encode()).fields.title == ADVERT["title"]
    form = "&".join(f"{name}={value}" for name, value in ADVERT.items()).encode()
    assert read(form, FORM, pieces=7).fields == read(json.dumps(ADVERT).encode()).fields


@pytest.mark.parametrize("pieces", [1, 2, 50])
def test_a_multipart_form_may_arrive_in_pieces(pieces: int) -> None:
    raw = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in ADVERT.items()
    )
    raw += b'--b\r\nContent-Disposition: form-data; name="image"; filename="x"\r\n\r\nPIC\r\n--b--'
    body = read(raw, f"{MULTIPART}; boundary=b", pieces=pieces)
    assert body.fields.location == ADVERT["location"]
    assert body.picture == b"PIC"


@given(JSON_VALUES)
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_any_json_value_is_read_or_refused(value: object) -> None:
    refused_or_read(json.dumps(value).encode(), JSON)


@given(st.dictionaries(FIELDS, JSON_VALUES))
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=300)
@example({"age": 10**20, "price": 1e308})
@example({"title": "\ud800", "description": "\0"})
@example({"price": float("nan")})
def test_any_value_in_any_field_is_read_or_refused(wrong: dict[str, object]) -> None:
    for schema in (AdvertIn, AdvertPatch):
        raw = json.dumps({"id": 1, **ADVERT, **wrong}).encode()
        refused_or_read(raw, JSON, schema)


@given(st.binary(max_size=200))
@settings(suppress_health_check=list(HealthCheck), deadline=None)
@example(b"\xff")
@example(b"=&&=%")
@example(b"--b\r\n\r\n--b--")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for content_type in (JSON, FORM, f"{MULTIPART}; boundary=b"):
        refused_or_read(raw, content_type, AdvertPatch)


def test_a_form_cut_anywhere_is_refused() -> None:
    """Also where all that the schema needs has come."""
    whole = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n7\r\n' % name
        for name in (b"id", b"title")
    )
    whole += b"--b--"
    assert read(whole, f"{MULTIPART}; boundary=b", AdvertPatch).fields.id == 7
    for cut in range(len(whole)):
        with pytest.raises(BadInput):
            read(whole[:cut], f"{MULTIPART}; boundary=b", AdvertPatch)


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xcf\xf0\xe8"])
def test_text_that_is_not_utf8_is_refused_in_every_kind_of_body(bad: bytes) -> None:
    number, start = (
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n' % name
        for name in (b"id", b"title")
    )
    escaped = "".join(f"%{byte:02x}" for byte in bad).encode()
    for content_type, before, text, after in (
        (JSON, b'{"id": 7, "title": "', bad, b'"}'),
        (FORM, b"id=7&title=", bad, b""),
        (FORM, b"id=7&title=", escaped, b""),
        (f"{MULTIPART}; boundary=b", number + b"7\r\n" + start, bad, b"\r\n--b--"),
    ):
        read(before + "ё".encode() + after, content_type, AdvertPatch)
        with pytest.raises(BadInput):
            read(before + text + after, content_type, AdvertPatch)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "", "json", "multipart/mixed"]
)
def test_another_content_type_is_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedContent):
        read(b"{}", content_type)


def test_nothing_at_all_is_an_empty_object() -> None:
    with pytest.raises(BadInput) as caught:
        read(b"", "")
    assert set(caught.value.errors) == set(ADVERT)


def test_a_field_that_a_form_leaves_empty_was_sent() -> None:
    class Note(BaseModel):
        text: LongText

    assert read(b"text=", FORM, Note).fields.text == ""
    with pytest.raises(BadInput):
        read(b"", FORM, Note)


def test_an_endless_form_is_refused() -> None:
    with pytest.raises(BadInput):
        read(b"a=1&" * 100, FORM)


def test_no_adverts_are_an_empty_list() -> None:
    assert encode([]) == b"[]"
