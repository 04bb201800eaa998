"""Direct routes: whatever FastAPI would run is run, whichever way a route is answered."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

from rip import api
from rip.accounts.api import router as accounts
from rip.adverts.api import router as adverts
from rip.core.errors import Conflict
from rip.core.http import problems
from rip.core.http.routes import DirectApi, DirectRoutes, direct
from rip.support.api import router as support

ROUTERS = (adverts, accounts, support)
SITE = api.create()
TABLE = DirectRoutes(SITE)
DIRECT = [*TABLE.fixed, *((method, f"{path}1") for method, path in TABLE.numbered)]
every_direct_route = pytest.mark.parametrize(
    ("method", "path"), DIRECT, ids=[" ".join(route) for route in DIRECT]
)


async def refuse(request: Request) -> None:
    raise Conflict


def refuse_by_query(why: Annotated[str, Query()] = "") -> None:
    """Only FastAPI can run this: it is not asynchronous, and takes a parameter."""
    raise Conflict


REFUSALS = pytest.mark.parametrize("refusal", [refuse, refuse_by_query])


def new_app(**declared: Any) -> DirectApi:
    app = DirectApi(**declared)
    problems.install(app)
    return app


def request(app: DirectApi, method: str, path: str, **how: Any) -> httpx.Response:
    """The response of `app`, which has answered before."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://rip") as client:
            await client.get("/")
            return await client.request(method, path, **how)

    return asyncio.run(send())


def is_direct(app: DirectApi, method: str, path: str) -> bool:
    assert app.direct_routes is not None
    parent = path.rpartition("/")[0] + "/"
    table = app.direct_routes
    return (method, path) in table.fixed or (method, parent) in table.numbered


def route_of(app: FastAPI, method: str, path: str) -> RouteContext:
    scope = {"type": "http", "method": method, "path": path}
    return next(
        route for route in iter_route_contexts(app.routes) if route.matches(scope)[0].name == "FULL"
    )


def test_what_is_asked_for_most_is_answered_by_direct_routes() -> None:
    assert set(DIRECT) == {
        ("GET", "/api/v1/execute"),
        ("POST", "/api/v1/execute"),
        ("PATCH", "/api/v1/execute"),
        ("DELETE", "/api/v1/execute"),
        ("GET", "/api/v1/adverts"),
        ("POST", "/api/v1/adverts"),
        ("GET", "/api/v1/adverts/suggest"),
        ("GET", "/api/v1/adverts/1"),
        ("PATCH", "/api/v1/adverts/1"),
        ("DELETE", "/api/v1/adverts/1"),
        ("GET", "/api/v1/accounts/me"),
        ("GET", "/api/v1/favourites"),
        ("GET", "/api/v1/support_chat"),
        ("GET", "/api/v1/support/rooms"),
        ("GET", "/api/v1/chats_list"),
        ("GET", "/api/ws_token/"),
    }


@every_direct_route
@REFUSALS
def test_a_dependency_of_a_route_runs(
    method: str, path: str, refusal: Callable[..., object]
) -> None:
    route = route_of(SITE, method, path)
    assert route.path is not None
    assert route.endpoint is not None
    app = new_app()
    dependencies = [*route.dependencies, Depends(refusal)]
    app.add_api_route(route.path, route.endpoint, methods=[method], dependencies=dependencies)
    assert request(app, method, path).status_code == 409
    assert is_direct(app, method, path) is (refusal is refuse)


@every_direct_route
@REFUSALS
def test_a_dependency_of_a_router_runs(
    method: str, path: str, refusal: Callable[..., object]
) -> None:
    router = APIRouter(dependencies=[Depends(refusal)])
    for one in ROUTERS:
        router.include_router(one)
    app = new_app()
    app.include_router(router)
    assert request(app, method, path).status_code == 409
    assert is_direct(app, method, path) is (refusal is refuse)


@every_direct_route
@REFUSALS
def test_a_dependency_of_an_inclusion_or_of_the_app_runs(
    method: str, path: str, refusal: Callable[..., object]
) -> None:
    including = new_app()
    whole = new_app(dependencies=[Depends(refusal)])
    for one in ROUTERS:
        including.include_router(one, dependencies=[Depends(refusal)])
        whole.include_router(one)
    for app in (including, whole):
        assert request(app, method, path).status_code == 409
        assert is_direct(app, method, path) is (refusal is refuse)


@REFUSALS
def test_a_dependency_of_the_signature_runs(refusal: Callable[..., object]) -> None:
    app = new_app()

    @app.get("/it")
    @direct
    async def it(nothing: Annotated[None, Depends(refusal)]) -> Response:
        return Response()

    assert request(app, "GET", "/it").status_code == 409
    assert is_direct(app, "GET", "/it") is (refusal is refuse)


def test_a_dependency_of_a_dependency_runs_once_and_before_it() -> None:
    ran: list[str] = []

    async def first(request: Request) -> str:
        ran.append("first")
        return request.headers["word"]

    async def second(word: Annotated[str, Depends(first)]) -> str:
        ran.append("second")
        return word.upper()

    async def again(word: Annotated[str, Depends(first, use_cache=False)]) -> None:
        ran.append("again")

    async def last() -> None:
        ran.append("last")

    app = new_app()

    @app.get("/it/{number}", dependencies=[Depends(again), Depends(second), Depends(last)])
    @direct
    async def it(
        word: Annotated[str, Depends(first)],
        loud: Annotated[str, Depends(second)],
        number: Annotated[int, Path(ge=1)],
        request: Request,
    ) -> Response:
        return Response(f"{word} {loud} {number} {request.path_params}")

    expected = "a A 7 {'number': '7'}"
    assert request(app, "GET", "/it/7", headers={"word": "a"}).text == expected
    assert is_direct(app, "GET", "/it/7")
    direct_order = ran.copy()
    app.direct_routes = None
    ran.clear()
    assert request(app, "GET", "/it/7", headers={"word": "a"}).text == expected
    assert ran == direct_order == ["first", "again", "second", "last"]


def test_what_a_dependency_sets_on_the_response_is_lost_either_way() -> None:
    async def mark(response: Response) -> None:
        response.headers["marked"] = "yes"
        response.status_code = 418

    app = new_app()

    @app.get("/it", dependencies=[Depends(mark)])
    @direct
    async def it(response: Response) -> Response:
        return Response(response.headers["marked"])

    ours = request(app, "GET", "/it")
    assert is_direct(app, "GET", "/it")
    app.direct_routes = None
    for answer in (ours, request(app, "GET", "/it")):
        assert (answer.status_code, answer.text) == (200, "yes")
        assert "marked" not in answer.headers


def test_errors_of_dependencies_are_translated_as_fastapi_does() -> None:
    async def fail(request: Request) -> None:
        if "busy" in request.query_params:
            raise HTTPException(429, headers={"Retry-After": "7"})
        raise ZeroDivisionError

    app = new_app()

    @app.get("/it", dependencies=[Depends(fail)])
    @direct
    async def it() -> Response:
        return Response()

    ours = [request(app, "GET", path) for path in ("/it?busy", "/it")]
    assert is_direct(app, "GET", "/it")
    app.direct_routes = None
    for mine, full in zip(ours, [request(app, "GET", p) for p in ("/it?busy", "/it")], strict=True):
        assert (mine.status_code, mine.headers, mine.content) == (
            full.status_code,
            full.headers,
            full.content,
        )
    assert [one.status_code for one in ours] == [429, 500]
    assert ours[0].headers["retry-after"] == "7"


def test_an_overridden_dependency_and_middleware_run() -> None:
    app = new_app()

    async def allow(request: Request) -> None:
        return None

    @app.get("/it", dependencies=[Depends(allow)])
    @direct
    async def it() -> Response:
        return Response()

    assert request(app, "GET", "/it").status_code == 200
    assert is_direct(app, "GET", "/it")
    app.dependency_overrides[allow] = refuse
    assert request(app, "GET", "/it").status_code == 409

    async def mark(request: Request, go_on: RequestResponseEndpoint) -> Response:
        response = await go_on(request)
        response.headers["marked"] = "yes"
        return response

    covered = new_app()
    covered.add_middleware(BaseHTTPMiddleware, dispatch=mark)
    covered.add_api_route("/it", it, methods=["GET"])
    assert request(covered, "GET", "/it").headers["marked"] == "yes"


class Marking(APIRoute):
    """A route that handles requests in its own way, as FastAPI teaches."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def marked(request: Request) -> Response:
            response = await handle(request)
            response.headers["marked"] = "yes"
            return response

        return marked


def test_a_class_of_routes_and_a_limit_of_a_body_hold() -> None:
    @direct
    async def it(request: Request) -> Response:
        return Response(await request.body())

    app = new_app()
    app.router.route_class = Marking
    app.add_api_route("/marked", it, methods=["POST"])
    router = APIRouter(max_body_size=3)
    router.add_api_route("/small", it, methods=["POST"])
    app.include_router(router)
    assert request(app, "POST", "/marked").headers["marked"] == "yes"
    assert request(app, "POST", "/small", content=b"123").status_code == 200
    assert request(app, "POST", "/small", content=b"1234").status_code == 413


def test_an_earlier_route_of_the_same_path_goes_first() -> None:
    app = new_app()

    @app.get("/{word}")
    async def word(word: str) -> str:
        return word

    @direct
    async def it() -> Response:
        return Response("it")

    app.add_api_route("/it", it, methods=["GET"])
    assert request(app, "GET", "/it").json() == "it"
    assert not is_direct(app, "GET", "/it")


@pytest.mark.parametrize("number", ["0", "x", "1.5", "-1", "1" * 30, "%D9%A3", "01", "1/"])
def test_a_number_that_is_none_gets_the_response_of_fastapi(number: str) -> None:
    app = new_app()

    @app.get("/it/{number}")
    @direct
    async def it(number: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Response:
        return Response(str(number))

    ours = request(app, "GET", f"/it/{number}")
    app.direct_routes = None
    full = request(app, "GET", f"/it/{number}")
    assert (ours.status_code, ours.text) == (full.status_code, full.text)
