"""GET /api/v1/accounts/me: whose token this is."""

import httpx

from tests.kit.people import Person


def test_everyone_sees_their_own_account(owner: Person, stranger: Person) -> None:
    for person in (owner, stranger):
        answer = person.http.get("/api/v1/accounts/me")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        body = answer.json()
        assert isinstance(body.pop("id"), int)
        assert body == {"username": person.username, "email": "", "is_staff": False}


def test_staff_see_that_they_are(operator: Person) -> None:
    body = operator.http.get("/api/v1/accounts/me").json()
    assert (body["email"], body["is_staff"]) == ("operator@example.org", True)


def test_nobody_is_asked_to_sign_in(nobody: httpx.Client) -> None:
    answer = nobody.get("/api/v1/accounts/me", headers={"Accept-Language": "en"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {
        "type": "urn:rip:not-signed-in",
        "title": "Sign in first",
        "status": 401,
        "detail": "Get a token at POST /api/token/ and send it as “Authorization: Bearer ACCESS”.",
    }


def test_other_methods_are_refused(owner: Person) -> None:
    answer = owner.http.delete("/api/v1/accounts/me")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
