"""Wrong methods, wrong content types, unknown addresses and unknown hosts."""

import httpx
import pytest

from tests.kit.people import Person
from tests.kit.problems import problem
from tests.kit.routes import METHODS, ROUTES, Route, every_address, every_route_with_a_body
from tests.kit.running import Server
from tests.server.exchange import exchange, head


@every_address
def test_a_wrong_method_is_told_which_are_right(nobody: httpx.Client, path: str) -> None:
    right = {route.method for route in ROUTES if route.path == path}
    for method in {*METHODS, "OPTIONS", "TRACE", "PROPFIND"} - right:
        answer = nobody.request(method, path)
        problem(answer, 405)
        assert answer.headers["allow"] == ", ".join(sorted(right))


def test_pictures_can_only_be_read(nobody: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = nobody.request(method, "/media/adverts/x.webp")
        problem(answer, 405)
        assert answer.headers["allow"] == "GET, HEAD"


@every_route_with_a_body
@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "image/png", "json", "application/jsonp", ""]
)
def test_a_wrong_content_type_is_refused(operator: Person, route: Route, content_type: str) -> None:
    answer = operator.http.request(
        route.method, route.path, content=b'{"id": 1}', headers={"Content-Type": content_type}
    )
    problem(answer, 415)


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_a_content_type_is_read_without_its_parameters(owner: Person, content_type: str) -> None:
    answer = owner.http.post(
        "/api/v1/execute", content=b"{}", headers={"Content-Type": content_type}
    )
    problem(answer, 400)


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/execute",
        "/api/v1/execute/7",
        "/api/%00",
        "/api/..%2f..%2fmanage.py",
        "/api/" + "x" * 3000,
        "/media/",
        "/media/nothing.webp",
        "/media/%00",
        "/media/" + "x" * 3000,
        "/media/../secret_key",
        "/media/..%2fsecret_key",
        "/media/%2e%2e/rip.sqlite3",
        "/livez/x",
    ],
)
def test_an_unknown_address_is_a_problem_document(server: Server, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        got = exchange(server.port, head(method, path, Content_Length=0))
        assert got is not None
        # Nothing below /media/ takes another method, whether it is there or not.
        is_media = path.startswith("/media/") and method != "GET"
        problem(got.answer, 405 if is_media else 404)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/%00",
        "/%ff",
        "/static/%00",
        "/static/../x",
        "/static/nothing.css",
    ],
)
def test_an_unknown_page_is_not_found(server: Server, path: str) -> None:
    got = exchange(server.port, head("GET", path))
    assert got is not None
    assert got.answer.status_code == 404


@pytest.mark.parametrize("path", ["/admin/%00", "/admin/adverts/advert/%00/"])
def test_a_page_of_the_admin_is_for_who_has_signed_in_even_if_it_is_none(
    server: Server, path: str
) -> None:
    got = exchange(server.port, head("GET", path))
    assert got is not None
    assert got.answer.status_code == 302
    assert got.answer.headers["Location"] == f"/admin/login/?next={path.replace('%', '%25')}"


@pytest.mark.parametrize("path", ["/", "/api/v1/execute", "/admin/", "/static/rip/board.css"])
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "a b", "[::1", "\0"]
)
def test_a_host_it_does_not_know_is_refused(server: Server, path: str, host: str) -> None:
    got = exchange(
        server.port, f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(), hang_up=True
    )
    assert got is not None
    assert got.answer.status_code == 400
    if host != "\0":  # the parser below RIP refuses that one
        problem(got.answer, 400)
