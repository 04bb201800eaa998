"""Bodies that are too large are refused at once, and the connection is closed."""

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem
from tests.kit.routes import Route, every_route_with_a_body
from tests.kit.running import Server
from tests.server.exchange import exchange, head

MEGABYTE = 1024 * 1024
TYPES = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
]


@every_route_with_a_body
@pytest.mark.parametrize("content_type", TYPES)
def test_two_gigabytes_that_are_only_announced_are_refused_before_they_are_sent(
    server: Server, route: Route, content_type: str
) -> None:
    start = head(route.method, route.path, Content_Type=content_type, Content_Length=2 * 1024**3)
    got = exchange(server.port, start)
    assert got is not None
    problem(got.answer, 413)
    assert got.closed


@pytest.mark.parametrize(
    "length", ["9" * 18, "9" * 19, "9223372036854775807", "18446744073709551615"]
)
def test_an_absurd_length_is_refused_too(server: Server, length: str) -> None:
    got = exchange(server.port, head("POST", "/api/v1/execute", Content_Length=length))
    assert got is not None
    problem(got.answer, 413)


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "9" * 40, "1, 2"])
def test_what_is_no_length_is_a_bad_request(server: Server, length: str) -> None:
    got = exchange(server.port, head("POST", "/api/v1/execute", Content_Length=length))
    assert got is not None
    assert got.answer.status_code == 400


@pytest.mark.parametrize(("content_type", "limit"), [(TYPES[0], 1), (TYPES[1], 1), (TYPES[2], 11)])
def test_a_body_in_chunks_is_refused_as_soon_as_it_grows_too_large(
    server: Server, content_type: str, limit: int
) -> None:
    start = head("POST", "/api/v1/execute", Content_Type=content_type, Transfer_Encoding="chunked")
    chunk = b"10000\r\n" + b"[" * 0x10000 + b"\r\n"
    opening = b"--x\r\nContent-Disposition: form-data; name=image; filename=x\r\n\r\n"
    first = f"{len(opening):x}\r\n".encode() + opening + b"\r\n"
    # Never ended: only a server that counts answers.
    got = exchange(server.port, start, first, *[chunk] * (16 * limit + 1))
    assert got is not None
    problem(got.answer, 413)
    assert got.closed


def test_just_under_the_limit_is_read(owner: Person) -> None:
    padded = {**ADVERT, "padding": "x" * (MEGABYTE - 1000)}
    assert owner.http.post("/api/v1/execute", json=padded).status_code == 201
    padded["padding"] += "x" * 1000
    answer = owner.http.post("/api/v1/execute", json=padded)
    problem(answer, 413)
    assert answer.headers["connection"] == "close"


def test_a_picture_over_the_limit_is_refused(owner: Person) -> None:
    form = {name: str(value) for name, value in ADVERT.items()}
    heavy = pictures.png() + b"\0" * 10 * MEGABYTE
    answer = owner.http.post("/api/v1/execute", data=form, files={"image": ("x.png", heavy)})
    problem(answer, 413)


def test_pages_are_limited_as_well(nobody: httpx.Client) -> None:
    problem(nobody.post("/admin/login/", content=b"x" * (MEGABYTE + 1)), 413)
