"""A picture is decoded only for who may put it there: decoding costs far more than asking."""

import asyncio

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from rip import api
from rip.accounts.models import User
from rip.accounts.sessions import family_open
from rip.adverts.models import Advert
from rip.adverts.writing.commands import AdvertValues, advert_create
from tests.conftest import FilesLeft
from tests.core.pictures.asked import asked_of_workers
from tests.kit import pictures

pytestmark = pytest.mark.django_db(transaction=True)

APP = api.create()
RAW = pictures.png()


@pytest.fixture(autouse=True)
def decoded(monkeypatch: pytest.MonkeyPatch, files_left: FilesLeft) -> list[bytes]:
    """The uploads that a worker was asked to decode."""
    return asked_of_workers(monkeypatch)


@pytest.fixture
def advert(owner: User, values: AdvertValues) -> Advert:
    return advert_create(user=owner, values=values)


def call(user: User | None, method: str, path: str, *raw: bytes, **form: str) -> int:
    headers = {"authorization": f"Bearer {family_open(user=user).access}"} if user else {}

    async def send() -> int:
        transport = httpx.ASGITransport(APP)
        async with httpx.AsyncClient(transport=transport, base_url="http://rip") as client:
            files = [("image", ("pet.png", one)) for one in raw]
            answer = await client.request(method, path, data=form, files=files, headers=headers)
            return answer.status_code

    return asyncio.run(send())


def test_a_change_is_refused_before_its_picture_is_decoded(
    advert: Advert, owner: User, stranger: User, decoded: list[bytes]
) -> None:
    missing = advert.pk + 999
    for user, number, status in ((None, advert.pk, 401), (stranger, advert.pk, 403)):
        assert call(user, "PATCH", "/api/v1/execute", RAW, id=str(number)) == status
        assert call(user, "PATCH", f"/api/v1/adverts/{number}", RAW) == status
        assert call(user, "POST", f"/api/v1/adverts/{number}/pictures", RAW, RAW) == status
    for user in (None, stranger, owner):
        assert call(user, "PATCH", "/api/v1/execute", RAW, id=str(missing)) == 404
        assert call(user, "PATCH", f"/api/v1/adverts/{missing}", RAW) == 404
        assert call(user, "POST", f"/api/v1/adverts/{missing}/pictures", RAW) == 404
    assert decoded == []
    assert call(owner, "PATCH", f"/api/v1/adverts/{advert.pk}", RAW) == 200
    assert call(owner, "POST", f"/api/v1/adverts/{advert.pk}/pictures", RAW, RAW) == 201
    assert len(decoded) == 3


def test_pictures_beyond_an_adverts_most_are_not_decoded(
    advert: Advert, owner: User, decoded: list[bytes], settings: Settings
) -> None:
    settings.RIP_PICTURES_PER_ADVERT = 2
    address = f"/api/v1/adverts/{advert.pk}/pictures"
    assert call(owner, "POST", address, RAW) == 201
    assert call(owner, "POST", address, RAW, RAW) == 400
    assert len(decoded) == 1


def test_an_advert_that_may_not_be_posted_has_its_picture_not_decoded(
    decoded: list[bytes], settings: Settings, values: AdvertValues, stranger: User
) -> None:
    settings.RIP_ANONYMOUS_ADVERTS = False
    form = {name: str(value) for name, value in values.items()}
    guest = User.objects.create_user("guest", is_guest=True)
    for user, status in ((None, 401), (guest, 403)):
        for path in ("/api/v1/execute", "/api/v1/adverts"):
            assert call(user, "POST", path, RAW, **form) == status
    assert call(stranger, "POST", "/api/v1/adverts", RAW, **{**form, "age": "-1"}) == 400
    assert decoded == []
    assert call(stranger, "POST", "/api/v1/adverts", RAW, **form) == 201
    assert len(decoded) == 1


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("pet.png", RAW)


def test_the_pages_decode_nothing_for_who_may_not_post_or_change(
    client: Client,
    advert: Advert,
    owner: User,
    stranger: User,
    decoded: list[bytes],
    settings: Settings,
    values: AdvertValues,
) -> None:
    settings.RIP_ANONYMOUS_ADVERTS = False
    edit = f"/adverts/{advert.pk}/edit/"
    assert client.post("/adverts/pictures/", {"image": file()}).status_code == 401
    assert client.post("/adverts/new/", {**values, "image": file()}).status_code == 302
    assert client.post(edit, {**values, "image": file()}).status_code == 302
    client.force_login(stranger)
    assert client.post(edit, {**values, "image": file()}).status_code == 403
    client.force_login(User.objects.create_user("guest", is_guest=True))
    assert client.post("/adverts/pictures/", {"image": file()}).status_code == 403
    assert client.post("/adverts/new/", {**values, "image": file()}).status_code == 403
    assert decoded == []
    client.force_login(owner)
    assert client.post("/adverts/pictures/", {"image": file()}).status_code == 201
    assert len(decoded) == 1
