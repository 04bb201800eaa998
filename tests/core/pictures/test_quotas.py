"""Pictures are counted by account and for the site, and nothing beyond a quota is decoded."""

import asyncio
from typing import Any

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from limits import parse
from pytest_django import Settings

from rip import api
from rip.accounts.models import User
from rip.accounts.sessions import family_open
from rip.adverts.limits import ANONYMOUS_PICTURES
from rip.adverts.models import Advert
from rip.adverts.writing.commands import AdvertValues, advert_create
from rip.adverts.writing.pictures import Album, advert_publish, picture_upload
from rip.chat.messages.pictures import picture_add
from rip.core.errors import Conflict, RipError, TooLarge
from rip.core.http import limits
from rip.core.pictures import quotas
from rip.core.pictures.convert import ConvertedPicture, picture_convert
from rip.core.pictures.quotas import Usage, quota_check, site_usage, usage_of
from rip.support.kind import SUPPORT
from rip.support.rooms.rooms import room_open
from tests.conftest import FilesLeft
from tests.core.pictures.asked import asked_of_workers
from tests.kit import pictures

pytestmark = pytest.mark.django_db(transaction=True)

APP = api.create()
RAW = pictures.png()


@pytest.fixture(autouse=True)
def counted_always(monkeypatch: pytest.MonkeyPatch, files_left: FilesLeft) -> None:
    monkeypatch.setattr(quotas, "SITE_SECONDS", 0.0)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pictures that a worker was asked to decode."""
    return asked_of_workers(monkeypatch)


@pytest.fixture
def ready() -> ConvertedPicture:
    return picture_convert(RAW)


def call(user: User | None, method: str, path: str, ip: str = "192.0.2.1", **form: Any) -> int:
    headers = {"authorization": f"Bearer {family_open(user=user).access}"} if user else {}

    async def send() -> int:
        transport = httpx.ASGITransport(APP, client=(ip, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://rip") as client:
            answer = await client.request(
                method, path, data=form, files={"image": ("pet.png", RAW)}, headers=headers
            )
            return answer.status_code

    return asyncio.run(send())


def test_pictures_of_adverts_uploads_and_chats_count_for_their_owner(
    owner: User, stranger: User, values: AdvertValues, ready: ConvertedPicture
) -> None:
    advert_create(user=owner, values=values, picture=ready)
    upload = picture_upload(user=owner, picture=ready)
    room = room_open(owner=owner)
    picture_add(kind=SUPPORT, user=owner, room_id=room.pk, picture=ready)
    advert_create(user=stranger, values=values, picture=ready)
    assert ready.stored_bytes == sum(map(len, ready.files.values())) > 0
    assert usage_of(owner.pk) == Usage(3, 3 * ready.stored_bytes)
    assert site_usage() == Usage(4, 4 * ready.stored_bytes)
    advert_publish(user=owner, values=values, album=Album([upload.name]), key="k")
    assert usage_of(owner.pk) == Usage(3, 3 * ready.stored_bytes)


def refusal(owner: User, pictures: int, *, unlimited: bool = False) -> type[RipError] | None:
    try:
        quota_check(owner_id=owner.pk, pictures=pictures, unlimited=unlimited)
    except RipError as error:
        return type(error)
    return None


def test_as_many_as_a_quota_says_are_taken_and_one_more_is_refused(
    owner: User, stranger: User, ready: ConvertedPicture, settings: Settings
) -> None:
    settings.RIP_ACCOUNT_PICTURES = 2
    picture_upload(user=owner, picture=ready)
    assert refusal(owner, 1) is None
    assert refusal(owner, 2) is Conflict
    assert refusal(owner, 2, unlimited=True) is None
    assert refusal(stranger, 2) is None
    settings.RIP_ACCOUNT_PICTURE_BYTES = ready.stored_bytes + 1
    assert refusal(owner, 1) is None
    settings.RIP_ACCOUNT_PICTURE_BYTES = ready.stored_bytes
    assert refusal(owner, 1) is TooLarge
    assert refusal(owner, 0) is None


def test_the_quota_of_the_site_holds_for_everybody(
    owner: User, stranger: User, ready: ConvertedPicture, settings: Settings
) -> None:
    settings.RIP_SITE_PICTURES = 1
    assert refusal(stranger, 1) is None
    picture_upload(user=owner, picture=ready)
    assert refusal(stranger, 1, unlimited=True) is Conflict
    settings.RIP_SITE_PICTURES = 2
    settings.RIP_SITE_PICTURE_BYTES = ready.stored_bytes
    assert refusal(stranger, 1) is TooLarge


def test_the_site_is_counted_once_for_many_pictures(
    owner: User, ready: ConvertedPicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site_usage()
    monkeypatch.setattr(quotas, "SITE_SECONDS", 3_600.0)
    picture_upload(user=owner, picture=ready)
    assert site_usage() == before


def test_no_door_decodes_what_the_quota_does_not_take(
    client: Client, owner: User, values: AdvertValues, asked: list[bytes], settings: Settings
) -> None:
    advert = advert_create(user=owner, values=values)
    room = room_open(owner=owner)
    form = {name: str(value) for name, value in values.items()}
    client.force_login(owner)
    settings.RIP_ACCOUNT_PICTURES = 0
    assert call(owner, "POST", "/api/v1/execute", **form) == 409
    assert call(owner, "PATCH", "/api/v1/execute", id=str(advert.pk)) == 409
    assert call(owner, "POST", "/api/v1/adverts", **form) == 409
    assert call(owner, "PATCH", f"/api/v1/adverts/{advert.pk}") == 409
    assert call(owner, "POST", f"/api/v1/adverts/{advert.pk}/pictures") == 409
    assert call(owner, "POST", f"/api/v1/support/rooms/{room.pk}/pictures") == 409
    file = SimpleUploadedFile("pet.png", RAW)
    assert client.post("/adverts/pictures/", {"image": file}).status_code == 409
    file.seek(0)
    answer = client.post("/adverts/new/", {**values, "key": "k", "image": file})
    assert answer.status_code == 400
    assert "0 картинок" in answer.content.decode()
    assert asked == []
    assert Advert.objects.count() == 1
    settings.RIP_ACCOUNT_PICTURES, settings.RIP_ACCOUNT_PICTURE_BYTES = 1, 0
    assert call(owner, "PATCH", f"/api/v1/adverts/{advert.pk}") == 413
    owner.is_staff = True
    owner.save()
    assert call(owner, "PATCH", f"/api/v1/adverts/{advert.pk}") == 200
    assert len(asked) == 1


def test_pictures_without_an_account_are_counted_by_network(
    client: Client,
    values: AdvertValues,
    asked: list[bytes],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.RIP_RATE_LIMITS = settings.RIP_ANONYMOUS_ADVERTS = True
    settings.RIP_REDIS_URL = ""
    monkeypatch.setattr(ANONYMOUS_PICTURES, "rate", parse("2/hour"))
    limits.limiters.cache_clear()
    form = {name: str(value) for name, value in values.items()}
    for ip, status in (("2001:db8::1", 201), ("2001:db8::2", 201), ("2001:db8::3", 429)):
        assert call(None, "POST", "/api/v1/adverts", ip, **form) == status
    assert len(asked) == 2
    assert call(None, "POST", "/api/v1/adverts", "2001:db8:1::1", **form) == 201
    file = SimpleUploadedFile("pet.png", RAW)
    refused = client.post("/adverts/pictures/", {"image": file}, REMOTE_ADDR="2001:db8::4")
    assert refused.status_code == 429
    assert refused["Retry-After"]
    limits.limiters.cache_clear()
