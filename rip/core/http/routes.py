"""Direct routes: endpoints called from the ASGI scope, without FastAPI's routing and validation,
which cost several times what a cached response does.

An endpoint marked with `@direct` stays an ordinary FastAPI endpoint: its path, its dependencies and
its description come from its route alone. `DirectRoutes` reads from the routes of an app which
calls each marked one makes, and makes the same calls in the same order. A route that needs more
than it can do goes through FastAPI, so a dependency put on a route always runs.
"""

import dataclasses
import inspect
import operator
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

log = structlog.get_logger(__name__)

Endpoint = TypeVar("Endpoint", bound=Callable[..., Coroutine[Any, Any, Response]])

_marked: Final[set[Callable[..., Any] | None]] = set()

# The fields of a dependant that are followed here. One that uses any other needs FastAPI.
_FOLLOWED: Final = {
    "call",
    "dependencies",
    "name",
    "parent_oauth_scopes",
    "path",
    "request_param_name",
    "response_param_name",
    "scope",
    "use_cache",
}


def direct(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint to be called without FastAPI wherever that makes no difference.

    It makes none when every dependency is asynchronous and takes only the request, the response
    and other such dependencies, and the endpoint takes only these and an integer at the end of its
    path. What a dependency sets on the response is lost, as it is in FastAPI where the endpoint
    returns a response of its own.
    """
    _marked.add(endpoint)
    return endpoint


Call: TypeAlias = Callable[[list[Any]], Awaitable[Any]]
"""Calls a dependency or the endpoint with some of the values there are by then: the request, the
number in the path, a response, and the results of the calls before."""

REQUEST: Final = 0
NUMBER: Final = 1
RESPONSE: Final = 2
FIRST_RESULT: Final = 3


@dataclass(frozen=True, slots=True)
class PathNumber:
    """The integer at the end of a path; `validate` is FastAPI's own."""

    name: str
    validate: Callable[[str], tuple[Any, list[Any]]]


@dataclass(frozen=True, slots=True)
class DirectRoute:
    """A route as the calls it makes, the endpoint's last."""

    calls: tuple[Call, ...]
    number: PathNumber | None
    needs_response: bool
    scope: dict[str, Any]
    """Set in the scope of each request, as FastAPI does."""


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

    def respond(
        self, scope: Scope, receive: Receive, send: Send
    ) -> Coroutine[Any, Any, None] | None:
        """Respond to a request; None if FastAPI has to."""
        if self.app.dependency_overrides:
            return None
        method, path = scope["method"], scope["path"]
        route = self.fixed.get((method, path))
        if route is not None:
            return self._respond(route, {}, None, scope, receive, send)
        start = path.rfind("/") + 1
        route = self.numbered.get((method, path[:start]))
        if route is None or route.number is None or not path[start:].isdecimal():
            return None
        number, errors = route.number.validate(path[start:])
        if errors:
            return None
        path_params = {route.number.name: path[start:]}
        return self._respond(route, path_params, number, scope, receive, send)

    async def _respond(
        self,
        route: DirectRoute,
        path_params: dict[str, str],
        number: object,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        scope.update(route.scope)
        scope["path_params"] = path_params
        request = Request(scope, receive)
        values: list[Any] = [request, number, Response() if route.needs_response else None]
        try:
            for call in route.calls:
                values.append(await call(values))
            response: Response = values[-1]
        except Exception as error:  # noqa: BLE001 (the app's handlers take every error)
            response = await self._error_response(request, error)
        await response(scope, receive, send)

    async def _error_response(self, request: Request, error: Exception) -> Response:
        handlers = self.app.exception_handlers
        kind = next(kind for kind in type(error).__mro__ if kind in handlers)
        if kind is Exception:
            log.error("unexpected_error", exc_info=error)
        response = handlers[kind](request, error)
        return await response if isinstance(response, Awaitable) else response


class DirectApi(FastAPI):
    """A FastAPI app that answers its direct routes past its own layers.

    Like its middleware, they are fixed when it answers for the first time. It has a handler for
    `Exception`.
    """

    direct_routes: DirectRoutes | None = None

    def build_middleware_stack(self) -> ASGIApp:
        self.direct_routes = DirectRoutes(self)
        return super().build_middleware_stack()

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Coroutine[Any, Any, None]:
        if scope["type"] == "http" and self.direct_routes is not None:
            responding = self.direct_routes.respond(scope, receive, send)
            if responding is not None:
                return responding
        return super().__call__(scope, receive, send)


def _direct_route(app: FastAPI, route: RouteContext) -> DirectRoute | None:
    # A class of its own may do anything, and FastAPI counts the bytes of a limited body.
    if type(route.original_route) is not APIRoute or route.max_body_size is not None:
        return None
    dependant: Dependant = route.dependant
    if _needs_fastapi(dependant, "path_params"):
        return None
    number = None
    if dependant.path_params:
        field, *others = dependant.path_params
        if others or field.field_info.annotation is not int:
            return None
        number = PathNumber(field.alias, field.validate)
    scope = {"app": app, "endpoint": route.endpoint, "route": route.original_route}
    return DirectRoute(_calls(dependant), number, _needs_response(dependant), scope)


def _needs_response(dependant: Dependant) -> bool:
    return bool(dependant.response_param_name) or any(map(_needs_response, dependant.dependencies))


def _needs_fastapi(dependant: Dependant, *allowed: str) -> bool:
    names = {field.name for field in dataclasses.fields(dependant)}
    return (
        not _is_asynchronous(dependant.call)
        or not _is_positional(dependant.call)
        or any(getattr(dependant, name) for name in names - _FOLLOWED - set(allowed))
        or any(map(_needs_fastapi, dependant.dependencies))
    )


def _is_asynchronous(function: Callable[..., Any] | None) -> bool:
    call = getattr(function, "__call__", None)  # noqa: B004 (an object may be called too)
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def _is_positional(function: Callable[..., Any] | None) -> bool:
    parameters = inspect.signature(function).parameters.values() if function is not None else ()
    return all(one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for one in parameters)


def _calls(route: Dependant) -> tuple[Call, ...]:
    """The calls a route makes, in FastAPI's order; the last is the endpoint's."""
    calls: list[Call] = []
    index_of: dict[Any, int] = {}

    def add(dependant: Dependant) -> int:
        index_by_name = {one.name: add(one) for one in dependant.dependencies}
        if dependant.use_cache and dependant.call in index_of:
            return index_of[dependant.call]
        assert dependant.call is not None
        index_by_name[dependant.request_param_name] = REQUEST
        index_by_name[dependant.response_param_name] = RESPONSE
        index_by_name |= {field.name: NUMBER for field in dependant.path_params}
        names = inspect.signature(dependant.call).parameters
        calls.append(_call(dependant.call, [index_by_name[name] for name in names]))
        return index_of.setdefault(dependant.call, FIRST_RESULT + len(calls) - 1)

    add(route)
    return tuple(calls)


def _call(function: Callable[..., Awaitable[Any]], indexes: list[int]) -> Call:
    if not indexes:
        return lambda values: function()
    if len(indexes) == 1:
        (index,) = indexes
        return lambda values: function(values[index])
    chosen = operator.itemgetter(*indexes)
    return lambda values: function(*chosen(values))


def _first(routes: Sequence[RouteContext], method: str, path: str) -> RouteContext | None:
    """The route FastAPI takes for a request."""
    scope = {"type": "http", "method": method, "path": path, "headers": []}
    matching = (route for route in routes if route.matches(dict(scope))[0] is Match.FULL)
    return next(matching, None)
