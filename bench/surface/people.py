"""Those who send the requests of a row, and the requests in their names."""

import functools
import itertools
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from bench.data.contents import Contents
from bench.load.exchanges import Exchange, Request

# Any 32 letters: Django compares those of the cookie with those of the header.
CSRF: Final = "c" * 32
FORM: Final = "application/x-www-form-urlencoded"
Check = Callable[[bytes], None]


class Who(StrEnum):
    """A kind of caller. The last three have much of one thing each: adverts, favourites,
    messages."""

    NOBODY = "nobody"
    CUSTOMER = "customer"
    OPERATOR = "operator"
    SELLER = "seller"
    COLLECTOR = "collector"
    TALKER = "talker"


@dataclass(frozen=True)
class Person:
    """Somebody with tokens for the API and a web session for the pages, or nobody."""

    url: str
    id: int = 0
    name: str = ""
    access: str = ""
    refresh: str = ""
    session: str = ""

    def api(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        status: int = 200,
        check: Check | None = None,
        read: bool = False,
    ) -> Exchange:
        """A call of the API. With `read` each response is given to `check`, else some."""
        headers = {"Authorization": f"Bearer {self.access}"} if self.access else {}
        content = b""
        if isinstance(body, Multipart):
            headers["Content-Type"], content = body.content_type, body.content
        elif body is not None:
            headers["Content-Type"], content = "application/json", json.dumps(body).encode()
        request = Request(self.url + path, method, headers, content, status)
        return request.exchange(check, read=read)

    def page(self, path: str, *, status: int = 200, check: Check | None = None) -> Exchange:
        return Request(self.url + path, headers=self._cookies(), status=status).exchange(check)

    def form(
        self, path: str, fields: "Mapping[str, Any] | Multipart", *, status: int = 302
    ) -> Exchange:
        """A form of a page as it is sent; most answer with the way to another page."""
        headers = {**self._cookies(), "X-CSRFToken": CSRF}
        if isinstance(fields, Multipart):
            headers["Content-Type"], content = fields.content_type, fields.content
        else:
            headers["Content-Type"], content = FORM, urlencode(fields, doseq=True).encode()
        return Request(self.url + path, "POST", headers, content, status).exchange()

    def _cookies(self) -> dict[str, str]:
        session = f"; sessionid={self.session}" if self.session else ""
        return {"Cookie": f"csrftoken={CSRF}{session}"}


@dataclass(frozen=True)
class Multipart:
    """A form with one picture."""

    content: bytes
    content_type: str = "multipart/form-data; boundary=bench"

    @classmethod
    def of(cls, picture: bytes) -> "Multipart":
        head = (
            b'--bench\r\nContent-Disposition: form-data; name="image"; filename="pet.jpg"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n"
        )
        return cls(head + picture + b"\r\n--bench--\r\n")


@dataclass(frozen=True)
class People:
    """Everybody who signs in to one running site, and how much is on it."""

    url: str
    adverts: int
    of_seller: int
    # Customers, most of whom do not sign in, each with an advert in so many.
    owners: int
    by_role: dict[Who, list[Person]]
    # Not the same numbers in each run, which a server may have cached.
    chance: random.Random = field(default_factory=random.Random)

    def turns(self, who: Who) -> Iterator[Person]:
        """Give the people of a kind in turn, without end: one session is not all there is."""
        return itertools.cycle(self.by_role[who])

    @functools.cached_property
    def _places(self) -> dict[int, int]:
        return {person.id: place for place, person in enumerate(self.customers)}

    @property
    def customers(self) -> list[Person]:
        return self.by_role[Who.CUSTOMER]

    def room(self) -> int:
        """The number of some customer's room."""
        return self.chance.choice(self.customers).id

    def number(self) -> int:
        """The number of some advert."""
        return self.chance.randint(1, self.adverts)

    def own_advert(self, person: Person) -> int:
        """The number of an advert that belongs to this customer: see `bench.data.fill_site`."""
        place = self._places[person.id]
        first = self.of_seller + 1 + (place - self.of_seller - 1) % self.owners
        return self.chance.randrange(first, self.adverts + 1, self.owners)


def people_of(url: str, contents: Contents, signed_in: Mapping[str, Any]) -> People:
    """Return the people of a site as `bench.data.sign_in` prints them."""
    by_role = {
        Who(role): [Person(url, **person) for person in people]
        for role, people in signed_in.items()
    }
    everyone = {Who.NOBODY: [Person(url)], **by_role}
    # The talker is not one of the customers.
    return People(url, contents.adverts, contents.of_seller, contents.rooms - 1, everyone)
