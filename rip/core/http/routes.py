"""Direct routes: endpoints called from the ASGI scope, without FastAPI's routing and validation,
which cost several times what a cached response does.

An endpoint marked with `@direct` stays an ordinary FastAPI endpoint: its path, its dependencies and
its description come from its route alone. `DirectRoutes` reads from the routes of an app which
calls each marked one makes, and makes the same calls in the same order. A route that needs more
than it can do goes through FastAPI, so a dependency put on a route always runs.
"""

import dataclasses
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

log = structlog.get_logger(__name__)

Endpoint = TypeVar("Endpoint", bound=Callable[..., Coroutine[Any, Any, Response]])

_marked: Final[set[Callable[..., Any] | None]] = set()

# The fields of a dependant that `Call` follows. One that uses any other needs FastAPI.
_FOLLOWED: Final = {
    "call",
    "dependencies",
    "name",
    "parent_oauth_scopes",
    "path",
    "request_param_name",
    "scope",
    "use_cache",
}


def direct(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint to be called without FastAPI wherever that makes no difference.

    It makes none when every dependency is asynchronous and takes only the request and other such
    dependencies, and the endpoint takes only these and an integer at the end of its path.
    """
    _marked.add(endpoint)
    return endpoint


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a dependency or an endpoint: the name of the parameter that gets the request, and
    the names of those that get results, each with the index of the call that gives it."""

    function: Callable[..., Awaitable[Any]]
    request: str | None
    results: tuple[tuple[str, int], ...]

    def arguments(self, request: Request, results: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {name: results[index] for name, index in self.results}
        if self.request is not None:
            found[self.request] = request
        return found


@dataclass(frozen=True, slots=True)
class PathNumber:
    """The integer at the end of a path; `validate` is FastAPI's own."""

    name: str
    validate: Callable[[str], tuple[Any, list[Any]]]


@dataclass(frozen=True, slots=True)
class DirectRoute:
    """A route as the calls it makes."""

    dependencies: tuple[Call, ...]
    endpoint: Call
    number: PathNumber | None
    scope: dict[str, Any]
    """Set in the scope of each request, as FastAPI does."""

    async def respond(self, request: Request, path_values: dict[str, Any]) -> Response:
        results: list[Any] = []
        for call in self.dependencies:
            results.append(await call.function(**call.arguments(request, results)))
        arguments = self.endpoint.arguments(request, results)
        response: Response = await self.endpoint.function(**arguments, **path_values)
        return response


class DirectRoutes:
    """The direct routes of an app, each found by its method and path."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.fixed: dict[tuple[str, str], DirectRoute] = {}
        self.numbered: dict[tuple[str, str], DirectRoute] = {}
        # Middleware of the app works around all that the app answers, so FastAPI answers it all.
        routes = [] if app.user_middleware else list(iter_route_contexts(app.routes))
        for route in routes:
            if route.endpoint in _marked and (found := _direct_route(app, route)) is not None:
                for method in route.methods or ():
                    self._add(method, route, found, routes)

    def _add(
        self, method: str, route: RouteContext, found: DirectRoute, routes: Sequence[RouteContext]
    ) -> None:
        path = route.path_format or ""
        table, key, example = self.fixed, path, path
        if found.number is not None:
            key = path.removesuffix(f"{{{found.number.name}}}")
            table, example = self.numbered, f"{key}1"
        # A path that FastAPI gives to an earlier route is left to it.
        if "{" not in key and _first(routes, method, example) is route:
            table[method, key] = found

    def respond(self, scope: Scope, receive: Receive) -> Awaitable[Response] | None:
        """The response to come, or None if FastAPI has to give it."""
        if self.app.dependency_overrides:
            return None
        method, path = scope["method"], scope["path"]
        route = self.fixed.get((method, path))
        if route is not None:
            scope.update(route.scope, path_params={})
            return self._respond(route, Request(scope, receive), {})
        start = path.rfind("/") + 1
        route = self.numbered.get((method, path[:start]))
        if route is None or route.number is None or not path[start:].isdecimal():
            return None
        value, errors = route.number.validate(path[start:])
        if errors:
            return None
        scope.update(route.scope, path_params={route.number.name: path[start:]})
        return self._respond(route, Request(scope, receive), {route.number.name: value})

    async def _respond(
        self, route: DirectRoute, request: Request, path_values: dict[str, Any]
    ) -> Response:
        try:
            return await route.respond(request, path_values)
        except Exception as error:
            kinds = type(error).__mro__
            kind = next(kind for kind in kinds if kind in self.app.exception_handlers)
            if kind is Exception:
                log.exception("unexpected_error")
            response = self.app.exception_handlers[kind](request, error)
            return await response if isinstance(response, Awaitable) else response


class DirectApi(FastAPI):
    """A FastAPI app that answers its direct routes past its own layers.

    Like its middleware, they are fixed when it answers for the first time.
    """

    direct_routes: DirectRoutes | None = None

    def build_middleware_stack(self) -> ASGIApp:
        self.direct_routes = DirectRoutes(self)
        return super().build_middleware_stack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.direct_routes is not None:
            to_come = self.direct_routes.respond(scope, receive)
            if to_come is not None:
                response = await to_come
                await response(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


def _direct_route(app: FastAPI, route: RouteContext) -> DirectRoute | None:
    dependant: Dependant = route.dependant
    if _needs_fastapi(dependant, "path_params"):
        return None
    number = None
    if dependant.path_params:
        field, *others = dependant.path_params
        if others or field.field_info.annotation is not int:
            return None
        number = PathNumber(field.name, field.validate)
    *dependencies, endpoint = _calls(dependant)
    scope = {"app": app, "endpoint": route.endpoint, "route": route.original_route}
    return DirectRoute(tuple(dependencies), endpoint, number, scope)


def _needs_fastapi(dependant: Dependant, *allowed: str) -> bool:
    names = {field.name for field in dataclasses.fields(dependant)}
    return (
        not _is_asynchronous(dependant.call)
        or any(getattr(dependant, name) for name in names - _FOLLOWED - set(allowed))
        or any(map(_needs_fastapi, dependant.dependencies))
    )


def _is_asynchronous(function: Callable[..., Any] | None) -> bool:
    call = getattr(function, "__call__", None)  # noqa: B004 (an object may be called too)
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def _calls(route: Dependant) -> list[Call]:
    """The calls a route makes, in FastAPI's order; the last is the endpoint's."""
    calls: list[Call] = []
    index_of: dict[Any, int] = {}

    def add(dependant: Dependant) -> int:
        results = [(one.name, add(one)) for one in dependant.dependencies]
        if dependant.use_cache and dependant.call in index_of:
            return index_of[dependant.call]
        assert dependant.call is not None
        named = tuple((name, index) for name, index in results if name is not None)
        calls.append(Call(dependant.call, dependant.request_param_name, named))
        return index_of.setdefault(dependant.call, len(calls) - 1)

    add(route)
    return calls


def _first(routes: Sequence[RouteContext], method: str, path: str) -> RouteContext | None:
    """The route FastAPI takes for a request."""
    scope = {"type": "http", "method": method, "path": path, "headers": []}
    matching = (route for route in routes if route.matches(dict(scope))[0] is Match.FULL)
    return next(matching, None)
