"""Rows of the site's own pages, and the pages that have none.

The admin is django.contrib.admin's, with pages for each of its models and actions. It is one entry
here, `/admin/`: its index, a list and a form stand for all of them.
"""

import functools
import itertools
import re
import uuid
from typing import Final
from urllib.parse import quote

from bench.data.adverts import LOCATIONS, advert
from bench.data.people import PASSWORD
from bench.load.exchanges import Exchange, Request, fetch
from bench.surface.people import Multipart, People, Person, Who
from bench.surface.rows.row import Exchanges, Row, each, page, rows
from tests.kit.pictures import jpeg

NEW_NUMBERS: Final = 30_000_000
# Of the site's map.
IDS_IN_FILE: Final = 10_000
LOCATION: Final = re.compile(r"<loc>[^<]*?(/adverts/[^<]+)</loc>")
FILE: Final = "A file of the map has up to 10,000 adverts."
FAVOURITES: Final = 200
BOTH: Final = (Who.NOBODY, Who.CUSTOMER)
SLUG: Final = "adverts/<advert_id>-<slug>/"
PICTURE: Final = Multipart.of(jpeg(400, 300))

FROM_MAIL: Final = "A link in one mail leads there, and may be followed once."
# Pages that end what a row would go on with, or that nobody comes to.
WITHOUT_ROW: Final = {
    "/accounts/confirm-email/<key>/": FROM_MAIL,
    "/accounts/password/reset/key/<uidb36>-<key>/": FROM_MAIL,
    "/accounts/login/code/confirm/": "Signing in by a code is off: it leads to the log-in page.",
    "/profile/log-out-everywhere/": "It ends the web session that it is sent with.",
}

_run: Final = uuid.uuid4().hex[:8]
_new = itertools.count(NEW_NUMBERS)


@functools.cache
def _paths(url: str, last: int) -> list[str]:
    """The paths of adverts' pages, from the site's map: those of its first and its last file."""
    found: list[str] = []
    for number in {0, (last - 1) // IDS_IN_FILE}:
        found += LOCATION.findall(fetch(Request(f"{url}/sitemap-{number}.xml")).text)
    return found


def advert_page(people: People, person: Person) -> Exchange:
    return person.page(people.chance.choice(_paths(people.url, people.adverts)))


def short_path(people: People, person: Person) -> Exchange:
    return person.page(f"/adverts/{people.number()}/", status=301)


def seller_page(people: People, person: Person) -> Exchange:
    return person.page(f"/?owner={people.by_role[Who.SELLER][0].id}")


def landing_page(people: People, person: Person) -> Exchange:
    location = people.chance.choice(LOCATIONS)
    return person.page(f"/?kind={people.chance.choice(('Dog', 'Cat'))}&location={quote(location)}")


def edit(people: People, person: Person) -> Exchange:
    return person.page(f"/adverts/{people.own_advert(person)}/edit/")


def store_edit(people: People, person: Person) -> Exchange:
    number = people.own_advert(person)
    return person.form(f"/adverts/{number}/edit/", advert(number))


def publish(_people: People, person: Person) -> Exchange:
    return person.form("/adverts/new/", {**advert(next(_new)), "key": f"k{next(_new)}"})


def upload(_people: People, person: Person) -> Exchange:
    return person.form("/adverts/pictures/", PICTURE, status=201)


def report(people: People, person: Person) -> Exchange:
    return person.page(f"/adverts/{people.number()}/report/")


def send_report(people: People, person: Person) -> Exchange:
    return person.form(f"/adverts/{people.number()}/report/", {"reason": "spam", "text": ""})


def act(people: People, person: Person) -> Exchange:
    action = people.chance.choice(("reserved", "published"))
    return person.form(f"/adverts/{people.own_advert(person)}/act/", {"action": action})


def keep(people: People, person: Person) -> Exchange:
    # One of few: a person may have no more than some hundreds of favourites.
    number = people.chance.randint(1, FAVOURITES)
    keeps = people.chance.choice("01")
    return person.form(f"/adverts/{number}/favourite/", {"keep": keeps})


def merge(people: People, person: Person) -> Exchange:
    return person.form("/favourites/merge/", {"ids": str(people.chance.randint(1, FAVOURITES))})


def sign_in(people: People, person: Person) -> Exchange:
    somebody = people.chance.choice(people.customers)
    fields = {"login": somebody.name, "password": PASSWORD}
    return person.form("/accounts/login/", fields)


def say(_people: People, person: Person) -> Exchange:
    fields = {"message": "Добрый день!", "client_message_id": f"{_run}-{next(_new)}"}
    return person.form("/chat/", fields)


def form(path: str, fields: dict[str, str]) -> Exchanges:
    return each(lambda _, person: person.form(path, fields))


def get(path: str, who: Who | tuple[Who, ...], *, how: str = "", status: int = 200) -> list[Row]:
    """Return the rows of a page whose path has no parameters."""
    return rows(f"GET /{path}", who, page(f"/{path}", status), "page", how=how)


ROWS: Final[list[Row]] = [
    *get("", BOTH),
    *rows("GET /", BOTH, each(seller_page), "page", how="a seller's"),
    *rows("GET /", BOTH, each(landing_page), "page", how="kind and place"),
    *rows(f"GET /{SLUG}", (*BOTH, Who.OPERATOR), each(advert_page), "page"),
    *rows("GET /adverts/<advert_id>/", Who.NOBODY, each(short_path), "page"),
    *get("adverts/new/", Who.CUSTOMER),
    *rows("GET /adverts/<advert_id>/edit/", Who.CUSTOMER, each(edit), "page"),
    *rows("GET /adverts/<advert_id>/report/", BOTH, each(report), "page"),
    *get("my/adverts/", (Who.CUSTOMER, Who.SELLER)),
    *get("favourites/", (*BOTH, Who.COLLECTOR)),
    *get("chat/", BOTH),
    *get("desk/", Who.OPERATOR),
    *get("profile/", Who.CUSTOMER),
    *get("profile/name/", Who.CUSTOMER),
    *get("profile/data/", Who.CUSTOMER),
    *get("profile/delete/", Who.CUSTOMER),
    *get("privacy/", Who.NOBODY),
    *get("accounts/login/", Who.NOBODY),
    *get("accounts/signup/", Who.NOBODY),
    *get("accounts/logout/", Who.CUSTOMER),
    *get("accounts/inactive/", Who.NOBODY),
    *get("accounts/reauthenticate/", Who.CUSTOMER),
    *get("accounts/email/", Who.CUSTOMER),
    *get("accounts/confirm-email/", Who.NOBODY),
    *get("accounts/password/change/", Who.CUSTOMER),
    *get("accounts/password/set/", Who.CUSTOMER, status=302),
    *get("accounts/password/reset/", Who.NOBODY),
    *get("accounts/password/reset/done/", Who.NOBODY),
    *get("accounts/password/reset/key/done/", Who.NOBODY),
    *get("admin/password_change/", Who.OPERATOR, status=302),
    *get("favicon.ico", Who.NOBODY, status=302),
    *get("robots.txt", Who.NOBODY),
    *get("sitemap.xml", Who.NOBODY),
    *rows("GET /sitemap-<number>.xml", Who.NOBODY, page("/sitemap-0.xml"), "page", whole=FILE),
    *rows("GET /admin/", Who.OPERATOR, page("/admin/"), "page", how="index"),
    *rows("GET /admin/", Who.OPERATOR, page("/admin/adverts/advert/"), "page", how="list"),
    *rows("GET /admin/", Who.OPERATOR, page("/admin/adverts/advert/1/change/"), "page", how="form"),
]

FORMS: Final[list[Row]] = [
    *rows("POST /adverts/new/", Who.CUSTOMER, each(publish), "write"),
    *rows("POST /adverts/<advert_id>/edit/", Who.CUSTOMER, each(store_edit), "write"),
    *rows("POST /adverts/pictures/", Who.CUSTOMER, each(upload), "write"),
    *rows("POST /adverts/<advert_id>/report/", Who.CUSTOMER, each(send_report), "write"),
    *rows("POST /adverts/<advert_id>/favourite/", Who.CUSTOMER, each(keep), "write"),
    *rows("POST /adverts/<advert_id>/act/", Who.CUSTOMER, each(act), "write"),
    *rows("POST /favourites/merge/", Who.CUSTOMER, each(merge), "write"),
    *rows(
        "POST /session/token/",
        Who.CUSTOMER,
        each(lambda _, person: person.form("/session/token/", {}, status=200)),
        "write",
    ),
    *rows("POST /chat/", Who.CUSTOMER, each(say), "write"),
    *rows("POST /accounts/login/", Who.NOBODY, each(sign_in), "write"),
    *rows("POST /i18n/setlang/", Who.NOBODY, form("/i18n/setlang/", {"language": "en"}), "write"),
    *rows("POST /theme/", Who.NOBODY, form("/theme/", {"theme": "dark"}), "write"),
]
