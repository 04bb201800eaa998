"""The list of one's own adverts, and its buttons."""

import pytest
from django.test import Client

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.pages.mine import PAGE
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues

pytestmark = pytest.mark.django_db

MINE = "/my/adverts/"


@pytest.fixture
def advert(owner: User, values: AdvertValues) -> Advert:
    return commands.advert_create(user=owner, values=values)


def act(client: Client, advert: Advert, action: str) -> int:
    return client.post(f"/adverts/{advert.pk}/act/", {"action": action}).status_code


def shown(client: Client, status: str = "published") -> bool:
    return "Пупсик</a>" in client.get(MINE, {"status": status}).content.decode()


def test_an_advert_is_reserved_closed_and_published_again(
    client: Client, advert: Advert, owner: User
) -> None:
    client.force_login(owner)
    for status in ("reserved", "closed", "published"):
        assert act(client, advert, status) == 302
        advert.refresh_from_db()
        assert advert.status == status
        assert shown(client, status)
        others = {"published", "reserved", "closed"} - {status}
        assert not any(shown(client, other) for other in others)


def test_it_is_deleted_and_taken_back_as_it_was(
    client: Client, advert: Advert, owner: User
) -> None:
    client.force_login(owner)
    act(client, advert, "reserved")
    answer = client.post(f"/adverts/{advert.pk}/act/", {"action": "delete"})
    assert answer["Location"] == f"{MINE}?status=deleted"
    assert shown(client, "deleted")
    assert not shown(client, "reserved")
    assert not shown(client, "closed")
    client.logout()
    assert client.get(advert.get_absolute_url()).status_code == 404
    client.force_login(owner)
    assert act(client, advert, "undelete") == 302
    assert shown(client, "reserved")
    assert act(client, advert, "undelete") == 404


def test_what_cannot_be_done_is_refused(client: Client, advert: Advert, owner: User) -> None:
    client.force_login(owner)
    act(client, advert, "closed")
    assert act(client, advert, "reserved") == 409
    for action in ("", "sell", "\x00"):
        assert act(client, advert, action) == 400
    assert client.post(f"/adverts/{2**63}/act/", {"action": "delete"}).status_code == 404
    assert client.get(f"/adverts/{advert.pk}/act/").status_code == 405
    advert.refresh_from_db()
    assert advert.status == "closed"


def test_a_stranger_sees_none_of_it_and_can_do_nothing(
    client: Client, advert: Advert, stranger: User
) -> None:
    for answer in (client.get(MINE), client.post(f"/adverts/{advert.pk}/act/")):
        assert answer["Location"].startswith("/accounts/login/?next=")
    client.force_login(stranger)
    assert not shown(client)
    for action in ("reserved", "closed", "delete"):
        assert act(client, advert, action) == 403
    advert.refresh_from_db()
    assert advert.status == "published"


def test_a_long_list_is_read_page_by_page(
    client: Client, owner: User, values: AdvertValues
) -> None:
    for _ in range(PAGE + 1):
        commands.advert_create(user=owner, values=values)
    client.force_login(owner)
    first = client.get(MINE)
    assert first.content.decode().count("Пупсик</a>") == PAGE
    second = client.get(MINE, {"before": first.context["next_before"]})
    assert second.content.decode().count("Пупсик</a>") == 1
    assert client.get(MINE, {"before": "9" * 30, "status": "x"}).status_code == 200


def test_a_row_leads_back_to_its_list_and_follows_every_change(
    client: Client, advert: Advert, owner: User
) -> None:
    client.force_login(owner)
    address = f"{MINE}?status=published&before={advert.pk + 1}"
    html = client.get(address).content.decode()
    assert f'name="next" value="{address.replace("&", "&amp;")}"' in html
    assert 'name="next" value="/my/adverts/"' in client.get(MINE).content.decode()
    commands.advert_update(user=owner, advert_id=advert.pk, values={"title": "Пупс <новый>"})
    html = client.get(MINE).content.decode()
    assert "Пупс &lt;новый&gt;</a>" in html
    assert "Пупсик" not in html


def test_the_token_of_a_row_is_the_visitors_own(advert: Advert, owner: User) -> None:
    found = []
    for _ in range(2):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(owner)
        html = strict.get(MINE).content.decode()
        token = html.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
        fields = {"action": "reserved", "csrfmiddlewaretoken": token}
        assert strict.post(f"/adverts/{advert.pk}/act/", fields).status_code == 302
        fields = {"action": "published", "csrfmiddlewaretoken": token}
        assert strict.post(f"/adverts/{advert.pk}/act/", fields).status_code == 302
        found.append(token)
    assert len(set(found)) == 2
