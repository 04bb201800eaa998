"""Damaged, cut off and misleading forms."""

from typing import Any

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields
from tests.kit.routes import Route, every_route_with_a_body
from tests.kit.running import Server
from tests.server.exchange import exchange, head

BOUNDARY = "ragged-edge"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str, value: bytes, extra: str = "") -> bytes:
    header = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
    return header.encode() + value + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
FIELDS = b"".join(part(name, str(value).encode()) for name, value in ADVERT.items())
PICTURE = part("image", pictures.png(), '; filename="x.png"\r\nContent-Type: image/png')
WHOLE = FIELDS + PICTURE + END

DAMAGED = {
    "no closing boundary": FIELDS + PICTURE,
    "cut off in a field": WHOLE[: len(FIELDS) - 5],
    "cut off in a header": WHOLE[:30],
    "cut off in the picture": WHOLE[: len(FIELDS) + len(PICTURE) // 2],
    "cut off in the last boundary": WHOLE[:-6],
    "another boundary": WHOLE.replace(BOUNDARY.encode(), b"something-else"),
    "no boundary at all": b"title=x",
    "empty": b"",
    "only an end": b"--",
    "a part without a header": f"--{BOUNDARY}\r\n\r\nx\r\n".encode() + END,
    "a part without a name": f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n".encode()
    + END,
    "a header line without a colon": f"--{BOUNDARY}\r\nnonsense\r\n\r\nx\r\n".encode() + END,
    "a field as large as a book": part("title", b"x" * 300_000) + END,
    "65 fields": part("title", b"x") * 65 + END,
    "65 files": PICTURE * 65 + END,
    "a thousand fields": part("title", b"x") * 1000 + END,
    "a hundred files": PICTURE * 100 + END,
    "a picture without bytes": FIELDS
    + part("image", b"", '; filename="x.png"\r\nContent-Type: image/png')
    + END,
}


def send(client: httpx.Client, body: bytes, content_type: str = MULTIPART) -> httpx.Response:
    return client.post("/api/v1/execute", content=body, headers={"Content-Type": content_type})


def test_the_whole_form_is_sound(owner: Person) -> None:
    assert send(owner.http, WHOLE).status_code == 201


def test_a_form_in_which_no_picture_was_chosen_is_sound(owner: Person) -> None:
    unchosen = part("image", b"", '; filename=""\r\nContent-Type: application/octet-stream')
    answer = send(owner.http, FIELDS + unchosen + END)
    assert (answer.status_code, answer.json()["image"]) == (201, None)


@pytest.mark.parametrize("body", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_form_is_refused(owner: Person, body: bytes) -> None:
    problem(send(owner.http, body), 400)


@every_route_with_a_body
def test_a_form_without_its_end_is_refused_everywhere(operator: Person, route: Route) -> None:
    body = part(route.fields[0], b"1")
    answer = operator.http.request(
        route.method, route.path, content=body, headers={"Content-Type": MULTIPART}
    )
    problem(answer, 400)


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 5000,
        "multipart/form-data; boundary=ragged-edge; charset=undefined",
        "multipart/form-data; charset=idna; boundary=ragged-edge2",
        "multipart/form-data; boundary*=utf-8''%00",
    ],
)
def test_a_strange_content_type_surprises_nobody(owner: Person, content_type: str) -> None:
    problem(send(owner.http, WHOLE, content_type), 400)


def test_of_a_field_sent_twice_the_last_counts(owner: Person) -> None:
    answer = send(owner.http, part("title", "Первый".encode()) + WHOLE)
    assert answer.json()["title"] == ADVERT["title"]
    pairs = (("title", "Первый"), *((name, str(value)) for name, value in ADVERT.items()))
    answer = owner.http.post(
        "/api/v1/execute",
        content=str(httpx.QueryParams(pairs)).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.json()["title"] == ADVERT["title"]


def test_a_field_sent_as_a_file_is_missing(owner: Person) -> None:
    without = b"".join(part(name, b"1") for name in ADVERT if name != "title")
    answer = send(owner.http, part("title", b"x", '; filename="x.txt"') + without + END)
    assert "title" in wrong_fields(answer)


@pytest.mark.parametrize("bad", ["%ff%fe", "%ed%a0%80", "%c0%af", "%00"])
def test_text_that_is_not_utf8_is_refused_and_not_guessed_at(owner: Person, bad: str) -> None:
    rest = str(httpx.QueryParams({**ADVERT, "title": "HERE"}))
    answer = owner.http.post(
        "/api/v1/execute",
        content=rest.replace("HERE", bad).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    problem(answer, 400)


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\xed\xa0\x80", b"\xcf\xf0\xe8", b"\0"])
def test_multipart_text_that_is_not_utf8_is_refused_too(owner: Person, bad: bytes) -> None:
    rest = FIELDS.replace(ADVERT["title"].encode() + b"\r\n", bad + b"\r\n", 1)
    assert rest != FIELDS
    problem(send(owner.http, rest + END), 400)


KINDS = ["application/json", "application/x-www-form-urlencoded", MULTIPART]
CHUNK = b"1f4\r\n" + WHOLE[:500]


@pytest.mark.parametrize("content_type", KINDS)
@pytest.mark.parametrize(
    ("how", "begun"),
    [
        pytest.param({"Content_Length": len(WHOLE)}, WHOLE[:500], id="less than it said"),
        pytest.param({"Content_Length": len(WHOLE)}, b"", id="nothing of what it said"),
        pytest.param({"Transfer_Encoding": "chunked"}, CHUNK[:400], id="half a chunk"),
        pytest.param({"Transfer_Encoding": "chunked"}, CHUNK + b"\r\n", id="no last chunk"),
    ],
)
def test_a_client_that_leaves_in_the_middle_of_its_body_does_no_harm(
    server: Server, nobody: httpx.Client, content_type: str, how: dict[str, Any], begun: bytes
) -> None:
    before = nobody.get("/api/v1/execute").json()
    start = head("POST", "/api/v1/execute", Content_Type=content_type, **how)
    # Nobody is there to be answered.
    assert exchange(server.port, start, begun, hang_up=True) is None
    assert nobody.get("/api/v1/execute").json() == before


@pytest.mark.parametrize("content_type", KINDS)
def test_a_body_in_chunks_that_ends_early_is_refused(server: Server, content_type: str) -> None:
    start = head("POST", "/api/v1/execute", Content_Type=content_type, Transfer_Encoding="chunked")
    got = exchange(server.port, start, CHUNK + b"\r\n0\r\n\r\n")
    assert got is not None
    problem(got.answer, 400)


@pytest.mark.parametrize("chunk", [b"zz\r\nabc\r\n", b"-1\r\nabc\r\n", b"\r\n"])
def test_what_is_no_chunk_is_a_bad_request(server: Server, chunk: bytes) -> None:
    start = head("POST", "/api/v1/execute", Content_Type=MULTIPART, Transfer_Encoding="chunked")
    got = exchange(server.port, start, chunk)
    assert got is not None
    assert got.answer.status_code == 400
    assert got.closed
