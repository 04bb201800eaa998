"""Errors on the wire: RFC 9457 problem documents, in the caller's language.

The one place where domain errors meet HTTP status codes.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.utils import translation
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from rip.core import errors
from rip.core.http.fields import explain

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[errors.RipError], int] = {
    errors.BadInput: 400,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.TooLarge: 413,
    errors.UnsupportedContent: 415,
    errors.KeyReused: 422,
    errors.TooMany: 429,
    errors.HeadTooLarge: 431,
    errors.Unavailable: 503,
}
BY_STATUS = {status: error for error, status in STATUS.items()}


def status_of(error: errors.RipError) -> int:
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def document(error: errors.RipError) -> dict[str, Any]:
    """The problem document: `type,title,status,detail`, with `errors` of wrong fields, and with
    `reload` if something is gone."""
    body: dict[str, Any] = {
        "type": f"urn:rip:{error.code}",
        "title": str(error.title),
        "status": status_of(error),
        "detail": str(error.detail),
    }
    if error.errors:
        body["errors"] = {
            field: [str(message) for message in messages]
            for field, messages in error.errors.items()
        }
    if isinstance(error, errors.Gone) and error.reload:
        body["reload"] = error.reload
    return body


def response(error: errors.RipError) -> Response:
    body = document(error)
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
    if isinstance(error, errors.NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.TooLarge):
        # The rest of the body is not worth reading.
        headers["Connection"] = "close"
    return Response(
        msgspec.json.encode(body),
        status_code=int(body["status"]),
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def bad_fields(error: ValidationError | RequestValidationError) -> errors.BadInput:
    """The BadInput that names every wrong field of a failed pydantic validation, all at once."""
    fields: dict[str, list[errors.Text]] = {}
    for line in error.errors():
        location: Sequence[str | int] = line["loc"]
        names = [str(part) for part in location if part not in ("body", "query", "path")]
        fields.setdefault(".".join(names) or "body", []).append(explain(line))
    return errors.BadInput(errors=fields)


def install(app: FastAPI) -> None:
    """Translate every error that leaves a route of `app` into a problem document."""

    @app.exception_handler(errors.RipError)
    async def on_domain_error(request: Request, error: errors.RipError) -> Response:
        return response(error)

    @app.exception_handler(RequestValidationError)
    async def on_bad_request(request: Request, error: RequestValidationError) -> Response:
        return response(bad_fields(error))

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> Response:
        kind = BY_STATUS.get(error.status_code, errors.BadInput)
        result = response(kind())
        result.headers.update(error.headers or {})
        if error.status_code == 405 and (methods := _methods(app, request)):
            result.headers["Allow"] = ", ".join(methods)
        return result

    @app.exception_handler(Exception)
    async def on_unexpected_error(request: Request, error: Exception) -> Response:
        return response(errors.RipError())


def _methods(app: FastAPI, request: Request) -> list[str]:
    """The methods that routes take at the request's path; none below a mount.

    Routes with parameters count only if no route has this very path.
    """
    routes = [route for route in app.routes if not isinstance(route, Mount)]
    with_parameters: list[str] = []
    without: list[str] = []
    for method in ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"):
        for route in routes:
            match, scope = route.matches({**request.scope, "method": method})
            if match is Match.FULL:
                (with_parameters if scope.get("path_params") else without).append(method)
    return sorted(set(without or with_parameters))


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for the errors a route may respond with."""
    described: dict[int | str, dict[str, Any]] = {}
    for status in sorted(statuses):
        error = BY_STATUS[status]()
        if status == 400:
            error.errors = {"age": [explain({"type": "greater_than_equal", "ctx": {"ge": 0}})]}
        with translation.override("en"):
            example = document(error)
        described[status] = {
            "description": example["title"],
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": example,
                }
            },
        }
    return described


PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "An error, as RFC 9457 describes it.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "urn:rip: and a stable name for programs."},
        "title": {"type": "string", "description": "What happened, for people."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do next, for people."},
        "errors": {
            "type": "object",
            "description": "Wrong fields, each with its messages.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "reload": {"type": "string", "description": "Where to begin again."},
    },
}
