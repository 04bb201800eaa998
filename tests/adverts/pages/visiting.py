"""People who look at the pages of a running site, without JavaScript."""

import re
from typing import Any

import httpx

from tests.conftest import PASSWORD
from tests.kit.people import ADVERT, Person
from tests.kit.running import Server

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """A browser: it keeps cookies, and sends the forms of the pages it gets."""

    def __init__(self, server: Server, **headers: str) -> None:
        self.http = httpx.Client(base_url=server.url, timeout=30, headers=headers)

    def sign_in(self, username: str) -> None:
        answer = self.send("/accounts/login/", login=username, password=PASSWORD)
        assert answer.status_code == 302, answer.text
        # Signing in leaves a message, which the next page of the site shows.
        assert self.http.get("/privacy/").status_code == 200
        assert "messages" not in self.http.cookies

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self.http.get(path, **how)

    def page(self, path: str) -> str:
        answer = self.http.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def send(self, path: str, *, to: str = "", **fields: str) -> httpx.Response:
        """Fill in the form on the page `path`, and send it there or `to` another address."""
        found = TOKEN.search(self.page(path))
        assert found is not None, f"{path} has no form"
        return self.http.post(to or path, data={**fields, "csrfmiddlewaretoken": found[1]})


def post_advert(person: Person, **fields: Any) -> tuple[int, str]:
    """Post an advert; return its number and the path of its page."""
    answer = person.http.post("/api/v1/adverts", json={**ADVERT, **fields})
    assert answer.status_code == 201, answer.text
    advert_id = answer.json()["id"]
    answer = httpx.get(f"{person.server.url}/adverts/{advert_id}/", timeout=30)
    return advert_id, answer.headers.get("Location", f"/adverts/{advert_id}/")


def change_advert(person: Person, advert_id: int, **fields: Any) -> None:
    answer = person.http.patch(f"/api/v1/adverts/{advert_id}", json=fields)
    assert answer.status_code == 200, answer.text
