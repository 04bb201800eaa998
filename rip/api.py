"""The API door as a whole: its routers, its documentation, its health checks, the pictures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from csp.utils import build_policy
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template.loader import render_to_string
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import rip
from rip.accounts.api import router as accounts
from rip.accounts.lifespan import running as accounts_running
from rip.adverts.api import router as adverts
from rip.adverts.lifespan import running as adverts_running
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.http import problems
from rip.core.http.limits import ProcessLimit
from rip.core.http.routes import DirectApi
from rip.core.pictures.convert import running as pictures_running
from rip.core.work.coalesce import Remembered
from rip.core.work.shutdown import steps_before_signals
from rip.support.api import router as support
from rip.support.lifespan import running as support_running

READINESS_CHECKS: Final = ProcessLimit(per_minute=600, burst=60)
DESCRIPTION: Final = """
Pet adverts and live support chat.

* Get tokens at `POST /api/token/` and send `Authorization: Bearer ACCESS`.
* Bodies may be JSON, a form, or a multipart form (for pictures).
* Errors are RFC 9457 problem documents, in Russian or English by `Accept-Language`.
* The chat is a WebSocket at `/ws/chat/ROOM/?uuid=TICKET`; docs/chat-protocol.md describes it.
"""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with accounts_running(), adverts_running(), support_running(), pictures_running():
        with steps_before_signals():
            yield


class Media(StaticFiles):
    """Uploaded pictures. A name is never used twice, so clients may cache them for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        return await super().get_response(path, scope)

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response


operations = APIRouter(include_in_schema=False)


@operations.get("/livez")
async def alive() -> dict[str, str]:
    """The process responds."""
    return {"status": "alive"}


@operations.get(
    "/readyz", dependencies=[Depends(READINESS_CHECKS)], responses=problems.responses(429, 503)
)
async def ready() -> dict[str, str]:
    """The database responds and has every table this version needs, as of the last second."""
    if await _migrations_missing.get():
        raise Unavailable("Run manage.py migrate: the database is behind this version.")
    return {"status": "ready"}


def _missing_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


_migrations_missing: Final = Remembered(lambda: threads.read(_missing_migrations), seconds=1.0)


@operations.get("/api/docs", response_class=HTMLResponse)
async def documentation() -> HTMLResponse:
    policy = {"Content-Security-Policy": build_policy()}
    return HTMLResponse(render_to_string("api_docs.html"), headers=policy)


class Api(DirectApi):
    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, with the problem document among its schemas."""
        if self.openapi_schema is None:
            document = super().openapi()
            schemas = document["components"]["schemas"]
            schemas["Problem"] = problems.PROBLEM_SCHEMA
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            # The response to a wrong parameter is a 400, as to every bad input.
            for path in document["paths"].values():
                for operation in path.values():
                    described = operation["responses"].get("422", {})
                    if "application/json" in described.get("content", {}):
                        del operation["responses"]["422"]
        assert self.openapi_schema is not None
        return self.openapi_schema


def create() -> Api:
    app = Api(
        title="RIP",
        version=rip.__version__,
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    problems.install(app)
    for router in (adverts, accounts, support, operations):
        app.include_router(router, responses=problems.responses(503))
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    app.mount(settings.MEDIA_URL, Media(directory=settings.MEDIA_ROOT))
    return app
