"""Rows of the adverts' API."""

import itertools
from collections import deque
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from bench.data.adverts import DEAREST, LOCATIONS, NAMES, PRICE_STEP, PRICE_STEPS, advert
from bench.load.exchanges import Exchange, require
from bench.surface.people import Check, Multipart, People, Person, Who
from bench.surface.rows.row import Row, call, decode, each, made_and_taken, rows
from tests.kit.pictures import jpeg

ADVERTS: Final = "/api/v1/adverts"
EXECUTE: Final = "/api/v1/execute"
FAVOURITES: Final = "/api/v1/favourites"
ANYONE: Final = (Who.NOBODY, Who.CUSTOMER)
PAGE: Final = 24
WARM_FILTERS: Final = 12
ORDERING: Final = 8
NEW_NUMBERS: Final = 20_000_000
PICTURE: Final = Multipart.of(jpeg(400, 300))

_new = itertools.count(NEW_NUMBERS)


def one(people: People, person: Person) -> Exchange:
    number = people.number()

    def check(body: bytes) -> None:
        found = decode(body)
        require(found["id"] == number, f"not advert {number}")
        require(found["title"] == advert(number)["title"], f"advert {number} has another title")

    return person.api("GET", f"{ADVERTS}/{number}", check=check)


def filtered(people: People, who: Who) -> Iterator[Exchange]:
    chance = type(people.chance)(PAGE)
    paths = []
    for _ in range(WARM_FILTERS):
        lowest = round(chance.uniform(0, DEAREST * 0.75))
        query = f"kind={chance.choice(('Dog', 'Cat'))}&price_min={lowest}&sort=price&limit={PAGE}"
        paths.append(f"{ADVERTS}?{query}")
    for person, path in zip(people.turns(who), itertools.cycle(paths), strict=False):
        yield person.api("GET", path)


def searched(people: People, person: Person) -> Exchange:
    words = f"{people.chance.choice(NAMES)} {people.chance.choice(LOCATIONS)}"
    return person.api("GET", f"{ADVERTS}?q={quote(words)}&limit={PAGE}")


def suggested(people: People, person: Person) -> Exchange:
    letter = people.chance.choice(LOCATIONS)[0]
    return person.api("GET", f"{ADVERTS}/suggest?field=location&prefix={quote(letter)}")


def changes(people: People, person: Person) -> Exchange:
    since = people.chance.randint(people.adverts // 2, people.adverts - 100)
    return person.api("GET", f"{ADVERTS}/changes?since={since}&limit=24")


def of_seller(people: People, person: Person) -> Exchange:
    owner = people.by_role[Who.SELLER][0].id
    return person.api("GET", f"{ADVERTS}?owner={owner}&limit={PAGE}")


def post(_people: People, person: Person) -> Exchange:
    return person.api("POST", ADVERTS, advert(next(_new)), status=201)


def post_at_seed(_people: People, person: Person) -> Exchange:
    return person.api("POST", EXECUTE, advert(next(_new)), status=201)


def _price(people: People) -> int:
    return people.chance.randrange(PRICE_STEPS) * PRICE_STEP


def patch(people: People, person: Person) -> Exchange:
    price = _price(people)

    def check(body: bytes) -> None:
        require(decode(body)["price"] == price, "an advert did not get its new price")

    path = f"{ADVERTS}/{people.own_advert(person)}"
    return person.api("PATCH", path, {"price": price}, check=check)


def patch_by_operator(people: People, person: Person) -> Exchange:
    return person.api("PATCH", f"{ADVERTS}/{people.number()}", {"price": _price(people)})


def patch_at_seed(people: People, person: Person) -> Exchange:
    return person.api("PATCH", EXECUTE, {"id": people.own_advert(person), "price": _price(people)})


def post_read(path: str) -> Any:
    def make(_people: People, person: Person, keep: Check) -> Exchange:
        body = advert(next(_new))
        return person.api("POST", path, body, status=201, check=keep, read=True)

    return make


def delete(_people: People, person: Person, made: Any) -> Exchange:
    return person.api("DELETE", f"{ADVERTS}/{made['id']}")


def delete_at_seed(_people: People, person: Person, made: Any) -> Exchange:
    return person.api("DELETE", EXECUTE, {"id": made["id"]})


def add_picture(people: People, person: Person, keep: Check) -> Exchange:
    path = f"{ADVERTS}/{people.own_advert(person)}/pictures"
    return person.api("POST", path, PICTURE, status=201, check=keep, read=True)


def delete_picture(_people: People, person: Person, made: Any) -> Exchange:
    picture = made["pictures"][-1]["id"]
    return person.api("DELETE", f"{ADVERTS}/{made['id']}/pictures/{picture}")


def order_pictures(people: People, _who: Who) -> Iterator[Exchange]:
    """Upload a picture for each of a few people, and put it into its order from then on."""
    made: deque[tuple[Person, Any]] = deque()
    few = people.customers[:ORDERING]
    for person in few:

        def keep(body: bytes, person: Person = person) -> None:
            made.append((person, decode(body)))

        yield add_picture(people, person, keep)
    while True:
        # None has come yet when there are as many connections as people.
        if not made:
            yield one(people, few[0])
            continue
        made.rotate()
        person, document = made[0]
        order = [picture["id"] for picture in document["pictures"]]
        path = f"{ADVERTS}/{document['id']}/pictures/order"
        yield person.api("PUT", path, {"pictures": order})


def keep_favourite(people: People, who: Who) -> Iterator[Exchange]:
    """Add and remove in turn: what is removed was added 32 requests before by the same person."""
    kept: list[tuple[Person, int]] = []
    for person in people.turns(who):
        if len(kept) > 32:
            keeper, number = kept.pop(0)
            yield keeper.api("DELETE", f"{FAVOURITES}/{number}")
        else:
            kept.append((person, people.chance.randint(1, people.adverts // 2)))
            yield person.api("PUT", f"{FAVOURITES}/{kept[-1][1]}")


def merge_favourites(people: People, person: Person) -> Exchange:
    # A person's own newest ones, which are favourites already: nothing grows.
    return person.api("POST", FAVOURITES, {"adverts": [people.own_advert(person)]})


ROWS: Final[list[Row]] = [
    *rows(f"GET {ADVERTS}/{{advert_id}}", ANYONE, each(one), "read"),
    *rows(f"GET {ADVERTS}", ANYONE, filtered, "read", how="filters repeated"),
    *rows(f"GET {ADVERTS}", ANYONE, each(searched), "read", how="search"),
    *rows(f"GET {ADVERTS}", ANYONE, each(of_seller), "read", how="of one seller"),
    *rows(f"GET {ADVERTS}/suggest", ANYONE, each(suggested), "read"),
    *rows(f"GET {ADVERTS}/changes", ANYONE, each(changes), "read"),
    *rows(
        f"GET {EXECUTE}",
        ANYONE,
        call("GET", EXECUTE),
        "read",
        whole="It gives every advert there is, as the seed does.",
    ),
    *rows(f"GET {FAVOURITES}", Who.CUSTOMER, call("GET", FAVOURITES), "read"),
    *rows(f"GET {FAVOURITES}", Who.COLLECTOR, call("GET", FAVOURITES), "read"),
    *rows(f"POST {ADVERTS}", ANYONE, each(post), "write"),
    *rows(f"POST {EXECUTE}", Who.CUSTOMER, each(post_at_seed), "write"),
    *rows(f"PATCH {ADVERTS}/{{advert_id}}", Who.CUSTOMER, each(patch), "write"),
    *rows(f"PATCH {ADVERTS}/{{advert_id}}", Who.OPERATOR, each(patch_by_operator), "write"),
    *rows(f"PATCH {EXECUTE}", Who.CUSTOMER, each(patch_at_seed), "write"),
    *rows(
        (f"DELETE {ADVERTS}/{{advert_id}}", f"POST {ADVERTS}"),
        Who.CUSTOMER,
        made_and_taken(post_read(ADVERTS), delete),
        "write",
    ),
    *rows(
        (f"DELETE {EXECUTE}", f"POST {EXECUTE}"),
        Who.CUSTOMER,
        made_and_taken(post_read(EXECUTE), delete_at_seed),
        "write",
    ),
    *rows(
        (
            f"POST {ADVERTS}/{{advert_id}}/pictures",
            f"DELETE {ADVERTS}/{{advert_id}}/pictures/{{picture_id}}",
        ),
        Who.CUSTOMER,
        made_and_taken(add_picture, delete_picture),
        "write",
    ),
    *rows(f"PUT {ADVERTS}/{{advert_id}}/pictures/order", Who.CUSTOMER, order_pictures, "write"),
    *rows(
        (f"PUT {FAVOURITES}/{{advert_id}}", f"DELETE {FAVOURITES}/{{advert_id}}"),
        Who.CUSTOMER,
        keep_favourite,
        "write",
    ),
    *rows(f"POST {FAVOURITES}", Who.CUSTOMER, each(merge_favourites), "write"),
]
