"""All that pages ask for is found by an index, however much is stored: no table is read through."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rip.accounts.models import User
from rip.adverts.models import Advert, PendingDeletion, Status
from rip.adverts.models.readers import Favourite

# They have one row for each thing that the site has of them, or one for each page of somebody's.
SMALL = {"adverts_advertlog", "accounts_sessionlog"}
OWNERS = 30


@pytest.fixture
def owner(db: None) -> User:
    """One of many with many adverts and favourites, some of which wait to be erased."""
    owners = [User.objects.create(username=f"owner-{number}") for number in range(OWNERS)]
    Advert.objects.bulk_create(
        Advert(
            title="Т",
            description="О" * 200,
            kind="Dog" if number % 2 else "Cat",
            breed=f"Порода {number % 300}",
            location=f"Город {number % 500}",
            age=number % 20,
            gender="M",
            price=Decimal(number),
            owner=owners[number % OWNERS],
            status=Status.CLOSED if number % 7 == 0 else Status.PUBLISHED,
            seq=10_000_000 + number,
        )
        for number in range(3_000)
    )
    adverts = list(Advert.objects.order_by("pk"))
    closed = [one for one in adverts if one.status == Status.CLOSED]
    PendingDeletion.objects.bulk_create(
        PendingDeletion(advert=one, was="published", seq=one.seq) for one in closed[::5]
    )
    Favourite.objects.bulk_create(
        Favourite(user=user, advert=one, title=one.title)
        for number, user in enumerate(owners)
        for one in adverts[number * 50 : number * 50 + 100]
    )
    if connection.vendor == "sqlite":
        # MariaDB does so itself.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return owners[OWNERS // 2]


def read_through(statement: str) -> list[str]:
    """The tables of which the database would look at every row, or at every entry of an index."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        how = "QUERY PLAN" if is_sqlite else "FORMAT=TRADITIONAL"
        cursor.execute(f"EXPLAIN {how} {statement}")
        names = [column[0] for column in cursor.description]
        steps: list[dict[str, Any]] = [
            dict(zip(names, row, strict=True)) for row in cursor.fetchall()
        ]
    if is_sqlite:
        details = [step["detail"].split() for step in steps]
        return [words[1] for words in details if words[0] == "SCAN" and words[1] not in SMALL]
    return [
        str(step["table"])
        for step in steps
        if step["type"] in ("ALL", "index") and int(step["rows"] or 0) > 500
    ]


@pytest.fixture
def plans(owner: User, client: Client) -> Callable[[str], dict[str, list[str]]]:
    """Requests a page as the owner; gives each statement that reads a table through."""
    client.force_login(owner)

    def of(path: str) -> dict[str, list[str]]:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.getvalue()
        selects = [one["sql"] for one in seen if one["sql"].startswith("SELECT")]
        assert selects
        return {sql: found for sql in selects if (found := read_through(sql))}

    return of


@pytest.mark.sqlite
@pytest.mark.mariadb
@pytest.mark.parametrize(
    "path",
    [
        *("/my/adverts/", "/my/adverts/?status=closed", "/my/adverts/?status=deleted"),
        *("/my/adverts/?before=1000", "/favourites/", "/favourites/?before=900"),
        *("/profile/", "/profile/name/", "/profile/delete/", "/profile/data/", "/accounts/email/"),
        *("/adverts/new/", "/chat/", "/privacy/", "/sitemap.xml", "/sitemap-0.xml"),
    ],
)
def test_a_page_reads_no_table_through(
    plans: Callable[[str], dict[str, list[str]]], path: str
) -> None:
    assert plans(path) == {}


@pytest.mark.sqlite
@pytest.mark.mariadb
def test_the_pages_of_an_advert_read_no_table_through(
    plans: Callable[[str], dict[str, list[str]]], owner: User
) -> None:
    advert = owner.adverts.filter(status=Status.PUBLISHED).earliest("pk")
    for path in (advert.get_absolute_url(), *("edit", "report")):
        whole = path if path.startswith("/") else f"/adverts/{advert.pk}/{path}/"
        assert plans(whole) == {}, whole


def test_a_table_that_is_read_through_is_found(owner: User) -> None:
    assert owner.pk
    assert read_through("SELECT * FROM adverts_advert WHERE description = 'x'")
    assert not read_through("SELECT * FROM adverts_advert WHERE id = 7")
