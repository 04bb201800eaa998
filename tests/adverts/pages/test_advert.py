"""The page of one advert: what people, scripts of social networks and search engines read."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.models.readers import AdvertReport, Favourite
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.adverts.writing.pictures import Album, advert_revise
from rip.core.pictures.convert import picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def advert(owner: User, values: AdvertValues, files_left: FilesLeft) -> Advert:
    picture = picture_convert(pictures.png())
    return commands.advert_create(user=owner, values=values, picture=picture)


def html(client: Client, advert: Advert) -> str:
    answer = client.get(advert.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_every_other_address_leads_to_the_canonical_one(client: Client, advert: Advert) -> None:
    canonical = advert.get_absolute_url()
    assert canonical == f"/adverts/{advert.pk}-pupsik/"
    for path in (f"/adverts/{advert.pk}/", f"/adverts/{advert.pk}-somebody-else/"):
        answer = client.get(path, {"from": "chat"})
        assert (answer.status_code, answer["Location"]) == (301, f"{canonical}?from=chat")
    page = html(client, advert)
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in page
    assert client.head(canonical).status_code == 200
    assert client.post(canonical).status_code == 405


@pytest.mark.parametrize(
    "path", ["/adverts/1/", "/adverts/1-pupsik/", f"/adverts/{2**63}/", "/adverts/x/"]
)
def test_what_is_not_there_has_a_page_that_leads_on(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_a_closed_advert_is_for_its_owner_and_staff_alone(
    client: Client, advert: Advert, owner: User, stranger: User, operator: User
) -> None:
    closed: AdvertValues = {"status": "closed"}
    commands.advert_update(user=owner, advert_id=advert.pk, values=closed)
    path = advert.get_absolute_url()
    assert client.get(path).status_code == 404
    client.force_login(stranger)
    assert client.get(path).status_code == 404
    assert client.get(f"/adverts/{advert.pk}/report/").status_code == 404
    for user in (owner, operator):
        client.force_login(user)
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer["X-Robots-Tag"] == "noindex"


def test_it_tells_social_networks_and_search_engines_what_it_shows(
    client: Client, advert: Advert
) -> None:
    page = html(client, advert)
    image = f"http://testserver{advert.image}"
    assert f'<meta property="og:image" content="{image}">' in page
    address = f"http://testserver{advert.get_absolute_url()}"
    assert f'<meta property="og:url" content="{address}">' in page
    assert '<meta property="product:price:amount" content="16000.00">' in page
    data = data_of(page)
    assert (data["name"], data["image"]) == ("Пупсик", [image])
    assert data["offers"]["price"] == 16000
    assert data["offers"]["availability"] == "https://schema.org/InStock"
    assert page.count("<h1") == 1


def test_words_of_an_advert_never_become_markup_or_script(
    client: Client, owner: User, values: AdvertValues
) -> None:
    evil = '</script><script>alert(1)</script><img src=x onerror="alert(1)">'
    values = {**values, "title": evil, "description": evil, "breed": evil[:100], "location": evil}
    page = html(client, commands.advert_create(user=owner, values=values))
    assert data_of(page)["name"] == evil
    assert "<script>" not in page
    assert "<img src=x" not in page
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in one or 'type="application/ld+json"' in one for one in scripts)
    assert not re.search(r"<[^>]+\s(style|on\w+)=\"", page)


def test_more_pictures_and_more_adverts_alike_cost_no_more_queries(
    client: Client, advert: Advert, owner: User, values: AdvertValues
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page = html(client, advert)
        assert page.count("data-large") == advert.pictures.count()
        return len(seen)

    for _ in range(5):
        commands.advert_create(user=owner, values=values)
    before = queries()
    new = [picture_convert(pictures.png()) for _ in range(4)]
    album = Album([one.name for one in advert.pictures.all()], new)
    advert_revise(user=owner, advert_id=advert.pk, values={}, album=album)
    for _ in range(5):
        picture = picture_convert(pictures.png())
        commands.advert_create(user=owner, values=values, picture=picture)
    assert queries() == before


def test_search_engines_find_published_adverts_by_the_map(
    client: Client, advert: Advert, owner: User, values: AdvertValues
) -> None:
    hidden = commands.advert_create(user=owner, values={**values, "title": "Закрытый"})
    closed: AdvertValues = {"status": "closed"}
    commands.advert_update(user=owner, advert_id=hidden.pk, values=closed)
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in robots.content.decode()
    index = client.get("/sitemap.xml").content.decode()
    [*_, last] = re.findall(r"<loc>http://testserver(.*?)</loc>", index)
    found = client.get(last).content.decode()
    assert f"<loc>http://testserver{advert.get_absolute_url()}</loc>" in found
    assert hidden.get_absolute_url() not in found
    assert client.get(f"/sitemap-{2**63}.xml").status_code == 404


def test_it_is_kept_found_among_favourites_and_let_go(
    client: Client, advert: Advert, owner: User, stranger: User
) -> None:
    address = f"/adverts/{advert.pk}/favourite/"
    answer = client.post(address, {"keep": "1"})
    assert answer["Location"].startswith("/accounts/login/?next=")
    client.force_login(stranger)
    answer = client.post(address, {"keep": "1", "next": "https://evil.example/"})
    assert answer["Location"] == "/favourites/"
    assert "Пупсик" in client.get("/favourites/").content.decode()
    commands.advert_delete(user=owner, advert_id=advert.pk)
    gone = client.get("/favourites/").content.decode()
    assert "Пупсик" in gone
    assert advert.get_absolute_url() not in gone
    client.post(address, {"keep": "0"})
    assert not Favourite.objects.exists()
    assert client.post(f"/adverts/{2**63}/favourite/", {"keep": "1"}).status_code == 404


def test_favourites_of_a_browser_are_handed_over(
    client: Client, advert: Advert, stranger: User
) -> None:
    client.force_login(stranger)
    for ids in ("x,,-1,²", f"{advert.pk},{2**60},{'9' * 40}"):
        assert client.post("/favourites/merge/", {"ids": ids}).status_code == 302
    assert [one.advert_id for one in Favourite.objects.of(stranger)] == [advert.pk]


def test_a_report_reaches_staff_who_close_the_advert_or_leave_it(
    client: Client, advert: Advert, stranger: User
) -> None:
    address = f"/adverts/{advert.pk}/report/"
    assert client.post(address, {"reason": "ugly"}).status_code == 400
    assert client.post(address, {"reason": "spam"})["Location"] == advert.get_absolute_url()
    client.force_login(stranger)
    client.post(address, {"reason": "fraud", "text": "Просит предоплату"})
    first, second = AdvertReport.objects.order_by("pk")
    assert (first.reporter, second.reporter) == (None, stranger)
    listed = "/admin/adverts/advertreport/"
    assert client.get(listed).status_code == 302
    client.force_login(User.objects.create_superuser("admin", password="x"))
    assert "Просит предоплату" in client.get(listed).content.decode()
    for action, report in (("leave_adverts", first), ("close_adverts", second)):
        client.post(listed, {"action": action, "_selected_action": [report.pk]})
        report.refresh_from_db()
    assert (first.status, second.status) == ("dismissed", "upheld")
    advert.refresh_from_db()
    assert advert.status == "closed"
