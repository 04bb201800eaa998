"""The form of an error for clients, whichever door it comes from."""

from typing import Any

import httpx


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document in `answer`, which must carry it with this status."""
    assert answer.status_code == status, (answer.status_code, answer.text[:1000])
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body.keys() - {"errors", "reload"} == {"type", "title", "status", "detail"}
    assert body["status"] == status
    assert all(isinstance(body[name], str) and body[name] for name in ("type", "title", "detail"))
    for field, messages in body.get("errors", {}).items():
        assert field
        assert messages
        assert all(isinstance(message, str) and message for message in messages)
    return body


def wrong_fields(answer: httpx.Response) -> set[str]:
    """The names of the wrong fields in a 400 answer."""
    return set(problem(answer, 400)["errors"])
