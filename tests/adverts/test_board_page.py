from decimal import Decimal

import pytest
from django.test import Client

from rip.accounts.models import User
from rip.adverts import services
from rip.adverts.pages import PAGE
from rip.adverts.services import AdvertValues
from rip.core.images import picture_prepare
from tests.adverts import pictures
from tests.conftest import FilesLeft

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "", language: str = "en") -> str:
    answer = client.get(f"/{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_board_says_so(client: Client) -> None:
    assert "Nobody here yet" in page(client)
    assert "Nobody here yet" not in page(client, language="ru")


def test_it_shows_what_is_published_with_its_picture(
    client: Client, owner: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    picture = picture_prepare(pictures.png())
    advert = services.advert_create(user=owner, values=values, picture=picture)
    services.advert_create(user=owner, values={**values, "title": "Тихий", "status": "closed"})
    html = page(client)
    assert "Пупсик" in html
    assert f'src="{advert.pictures.get().thumbnail}"' in html
    assert "Тихий" not in html


@pytest.mark.parametrize(
    ("price", "shown"),
    [("16000", "16,000 ₽"), ("10.50", "10.50 ₽"), ("0", "Free to a good home")],
)
def test_prices_read_well(
    client: Client, owner: User, values: AdvertValues, price: str, shown: str
) -> None:
    services.advert_create(user=owner, values={**values, "price": Decimal(price)})
    assert shown in page(client).replace("\xa0", " ")


def test_html_in_an_advert_is_shown_as_text(
    client: Client, owner: User, values: AdvertValues
) -> None:
    attack = "<script>alert('x')</script>"
    texts: AdvertValues = {
        "title": attack,
        "description": attack,
        "breed": attack,
        "location": attack,
    }
    services.advert_create(user=owner, values={**values, **texts})
    html = page(client)
    assert attack not in html
    assert html.count("&lt;script&gt;") == 3


def test_pages_follow_each_other_from_the_newest_to_the_oldest(
    client: Client, owner: User, values: AdvertValues
) -> None:
    posted = [
        services.advert_create(user=owner, values={**values, "title": f"No-{number}."})
        for number in range(PAGE + 1)
    ]
    first = page(client)
    assert f'href="?before={posted[1].pk}"' in first
    assert first.index(f"No-{PAGE}.") < first.index(f"No-{PAGE - 1}.")
    assert "No-0." not in first
    second = page(client, f"?before={posted[1].pk}")
    assert "No-0." in second
    assert "No-1." not in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "before", ["", "x", "-1", "1.5", "%00", "%ff", "１", "9" * 19, "9" * 5000, "1&before=x", "[]"]
)
def test_what_is_no_number_is_taken_for_the_first_page(
    client: Client, owner: User, values: AdvertValues, before: str
) -> None:
    services.advert_create(user=owner, values=values)
    assert "Пупсик" in page(client, f"?before={before}")


def test_before_the_first_there_is_nothing(client: Client) -> None:
    assert "Nobody here yet" in page(client, "?before=1")


def test_it_can_only_be_read(client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
