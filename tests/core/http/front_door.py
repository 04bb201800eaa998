"""The whole front door in this process, asked without a network."""

import asyncio
from typing import Any

import httpx

from rip.asgi import application


def ask(method: str, path: str, **how: Any) -> httpx.Response:
    """The response of the site to one request."""
    [answer] = ask_all([(method, path, how)])
    return answer


def ask_all(requests: list[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
    """The responses to these requests, sent one after the other by one client."""

    async def send() -> list[httpx.Response]:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [await client.request(method, path, **how) for method, path, how in requests]

    return asyncio.run(send())
