"""A person can have all their data, and can leave; others keep what is theirs."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rip.accounts.models import RefreshFamily, User
from rip.accounts.personal_data import account_erase
from rip.accounts.registration import consent_give
from rip.accounts.sessions import family_open, session_of
from rip.accounts.tokens import InvalidToken
from rip.adverts.favourites import favourite_add
from rip.adverts.models import Advert, AdvertChange, Status
from rip.adverts.writing.commands import AdvertValues, advert_create
from rip.core.database.batches import BATCH
from rip.support.models import Message, Room
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(owner: User, stranger: User, values: AdvertValues) -> Advert:
    """The owner has adverts, a favourite, a consent and a message to support."""
    others = advert_create(user=stranger, values=values)
    advert = advert_create(user=owner, values={**values, "title": "Мой"})
    favourite_add(user=owner, advert_id=others.pk)
    consent_give(user=owner, ip="127.0.0.1")
    room = Room.objects.create(owner=owner, last_seq=1)
    Message.objects.create(
        room=room, seq=1, author=owner, body="Здравствуйте", created=room.created
    )
    User.objects.filter(pk=owner.pk).update(email="owner@example.org")
    return advert


def test_the_file_has_everything_of_theirs_and_nothing_of_others(
    client: Client, owner: User, mine: Advert
) -> None:
    client.force_login(owner)
    answer = client.get("/profile/data/")
    assert answer["Content-Disposition"].startswith("attachment")
    body = answer.getvalue().decode()
    data = json.loads(body)
    assert data["account"]["email"] == "owner@example.org"
    assert [consent["address"] for consent in data["account"]["consents"]] == ["127.0.0.1"]
    assert [advert["title"] for advert in data["adverts"]["published"]] == ["Мой"]
    assert len(data["adverts"]["favourites"]) == 1
    assert [message["body"] for message in data["support"]["messages"]] == ["Здравствуйте"]
    assert owner.password not in body


@pytest.mark.sqlite
@pytest.mark.mariadb
def test_many_rows_come_in_order_a_batch_at_a_time(
    client: Client, owner: User, stranger: User, mine: Advert
) -> None:
    for room in Room.objects.filter(owner=owner), [Room.objects.create(owner=stranger)]:
        Message.objects.bulk_create(
            Message(
                room=room[0],
                seq=seq,
                author=stranger if seq % 5 == 0 else owner,
                body=str(seq),
                created=room[0].created,
            )
            for seq in range(2, 3 * BATCH)
        )
    statuses = [Status.PUBLISHED, Status.CLOSED, Status.RESERVED]
    Advert.objects.bulk_create(
        Advert(
            title="Т", age=1, price=Decimal(1), owner=owner, status=statuses[n % 3], seq=10**7 + n
        )
        for n in range(BATCH + 10)
    )
    client.force_login(owner)
    with CaptureQueriesContext(connection) as seen:
        data = json.loads(client.get("/profile/data/").getvalue())
    expected = Message.objects.filter(author=owner).order_by("room", "seq")
    found = [(one["room_id"], one["seq"]) for one in data["support"]["messages"]]
    assert found == list(expected.values_list("room_id", "seq"))
    adverts = [one["id"] for one in data["adverts"]["published"]]
    assert adverts == list(
        Advert.objects.filter(owner=owner).order_by("pk").values_list("pk", flat=True)
    )
    many = [
        one["sql"] for one in seen if "support_message" in one["sql"] and "MIN(" not in one["sql"]
    ]
    assert len(many) > len(found) // BATCH
    assert all(f"LIMIT {BATCH}" in sql for sql in many)


def test_an_account_is_erased_and_what_others_have_stays(
    client: Client, owner: User, mine: Advert
) -> None:
    access = family_open(user=owner).access
    client.force_login(owner)
    answer = client.post("/profile/delete/", {"password": PASSWORD})
    assert answer["Location"] == "/"
    gone = User.objects.get(pk=owner.pk)
    assert gone.username == f"Удалённый пользователь №{owner.pk}"
    assert (gone.email, gone.is_active, gone.has_usable_password()) == ("", False, False)
    assert [advert.owner_id for advert in Advert.objects.all()] != [owner.pk]
    assert Advert.objects.count() == 1
    assert AdvertChange.objects.order_by("seq").last().deleted  # type: ignore[union-attr]
    assert Message.objects.get().body == "Здравствуйте"
    assert not gone.favourites.exists()
    assert [consent.ip for consent in gone.consents.all()] == [""]
    with pytest.raises(InvalidToken):
        session_of(access=access)
    assert client.get("/profile/").status_code == 302
    assert User.objects.create_user("owner").pk != owner.pk


def test_erasing_ends_each_log_in_by_its_row_and_by_the_session_version(owner: User) -> None:
    first, second = (session_of(access=family_open(user=owner).access).family_id for _ in range(2))
    moment = RefreshFamily.objects.get(pk=first).created.replace(year=2001)
    RefreshFamily.objects.filter(pk=first).update(revoked_at=moment)
    account_erase(user=owner)
    revoked = dict(RefreshFamily.objects.values_list("pk", "revoked_at"))
    assert revoked[first] == moment
    assert revoked[second] is not None
    assert User.objects.get(pk=owner.pk).session_version == 1


def test_an_operator_who_leaves_keeps_no_rights(operator: User) -> None:
    User.objects.filter(pk=operator.pk).update(is_superuser=True, first_name="Ольга", last_name="К")
    account_erase(user=operator)
    gone = User.objects.get(pk=operator.pk)
    assert not any([gone.is_staff, gone.is_superuser, gone.is_active])
    assert (gone.first_name, gone.last_name) == ("", "")


@pytest.mark.parametrize("password", ["", "wrong", "\x00"])
def test_without_the_password_nothing_is_erased(
    client: Client, owner: User, mine: Advert, password: str
) -> None:
    client.force_login(owner)
    assert client.post("/profile/delete/", {"password": password}).status_code == 200
    assert client.get("/profile/delete/").status_code == 200
    assert User.objects.get(pk=owner.pk).username == "owner"
    assert Advert.objects.filter(owner=owner).exists()


@pytest.mark.parametrize("path", ["/profile/data/", "/profile/delete/"])
def test_nobody_gets_there_without_signing_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/accounts/login/")
