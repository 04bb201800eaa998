"""RIP's HTTP calls that a chat needs."""

from typing import Any

import httpx


class SignedOut(Exception):
    """The user name or the password is not right, or no longer."""


class Site:
    """RIP's HTTP calls as one person, who is signed in again whenever that is needed."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._credentials = {"username": user, "password": password}
        self._http = httpx.AsyncClient(base_url=url, timeout=10)

    async def ticket(self) -> str:
        """A new ticket, for one connection. Raises SignedOut, or OSError or httpx.HTTPError."""
        return str(await self._get("/api/ws_token/", "uuid"))

    async def room(self) -> int:
        """The number of this person's own room. Raises what `ticket` raises."""
        return int(await self._get("/api/v1/support_chat", "room_name"))

    async def close(self) -> None:
        await self._http.aclose()

    async def _get(self, path: str, name: str) -> Any:
        if "Authorization" not in self._http.headers:
            await self._sign_in()
        answer = await self._http.get(path)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            await self._sign_in()
            answer = await self._http.get(path)
        return _field(answer, name)

    async def _sign_in(self) -> None:
        answer = await self._http.post("/api/token/", json=self._credentials)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            raise SignedOut
        self._http.headers["Authorization"] = f"Bearer {_field(answer, 'access')}"


def _field(answer: httpx.Response, name: str) -> Any:
    answer.raise_for_status()
    try:
        return answer.json()[name]
    except (ValueError, KeyError, TypeError) as error:
        raise ConnectionError("The answer is not RIP's.") from error
