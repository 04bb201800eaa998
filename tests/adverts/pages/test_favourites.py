"""The page of favourites: a page at a time, the last added first, also those that are gone."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rip.accounts.models import User
from rip.adverts.favourites import favourites_merge
from rip.adverts.pages.favourites import PAGE
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues

pytestmark = pytest.mark.django_db

FAVOURITES = "/favourites/"


def keep(user: User, owner: User, values: AdvertValues, count: int) -> list[int]:
    adverts = [
        commands.advert_create(user=owner, values={**values, "title": f"Зверь {number}"})
        for number in range(count)
    ]
    favourites_merge(user=user, advert_ids=[one.pk for one in adverts])
    return [one.pk for one in adverts]


def shown(html: str) -> list[str]:
    return re.findall(r">(Зверь \d+)</", html)


def test_more_than_a_page_is_read_a_page_at_a_time(
    client: Client, stranger: User, owner: User, values: AdvertValues
) -> None:
    keep(stranger, owner, values, PAGE + 3)
    client.force_login(stranger)
    html = client.get(FAVOURITES).content.decode()
    first = shown(html)
    more = re.search(r'href="(\?before=\d+)"', html)
    assert more is not None
    html = client.get(FAVOURITES + more[1]).content.decode()
    assert first + shown(html) == [f"Зверь {number}" for number in range(PAGE + 2, -1, -1)]
    assert "?before=" not in html


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "²"])
def test_a_place_that_is_none_begins_anew(
    client: Client, stranger: User, owner: User, values: AdvertValues, before: str
) -> None:
    keep(stranger, owner, values, 1)
    client.force_login(stranger)
    html = client.get(FAVOURITES, {"before": before}).content.decode()
    assert shown(html) == ["Зверь 0"]


def test_each_sees_their_own_as_they_are_now(
    client: Client, stranger: User, owner: User, values: AdvertValues
) -> None:
    [gone, closed, changed] = keep(stranger, owner, values, 3)
    favourites_merge(user=owner, advert_ids=[closed])
    client.force_login(stranger)
    assert len(shown(client.get(FAVOURITES).content.decode())) == 3
    commands.advert_delete(user=owner, advert_id=gone)
    commands.advert_update(user=owner, advert_id=closed, values={"status": "closed"})
    commands.advert_update(user=owner, advert_id=changed, values={"title": "Зверь 99"})
    html = client.get(FAVOURITES).content.decode()
    assert shown(html) == ["Зверь 99", "Зверь 1", "Зверь 0"]
    assert f"/adverts/{changed}-" in html
    assert f"/adverts/{closed}-" not in html
    client.force_login(owner)
    html = client.get(FAVOURITES).content.decode()
    assert shown(html) == ["Зверь 1"]
    assert f"/adverts/{closed}-" in html


def test_more_of_them_cost_no_more_queries(
    client: Client, stranger: User, owner: User, values: AdvertValues
) -> None:
    client.force_login(stranger)
    counts = []
    for count in (2, 5):
        keep(stranger, owner, values, count)
        with CaptureQueriesContext(connection) as seen:
            client.get(FAVOURITES)
        counts.append(len(seen))
    assert counts[0] == counts[1]
