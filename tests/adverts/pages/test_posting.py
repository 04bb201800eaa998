"""Writing an advert on a page that runs no scripts, and the uploads of one that does."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.pictures.convert import picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db

NEW = "/adverts/new/"


def file(raw: bytes, name: str = "pet.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def written(values: AdvertValues, **changed: Any) -> dict[str, Any]:
    return {**values, "key": "one-form", **changed}


@pytest.fixture
def advert(owner: User, values: AdvertValues, files_left: FilesLeft) -> Advert:
    picture = picture_convert(pictures.png())
    return commands.advert_create(user=owner, values=values, picture=picture)


def test_an_advert_is_posted_once_with_its_pictures(
    client: Client, owner: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    client.force_login(owner)
    assert "multipart/form-data" in client.get(NEW).content.decode()
    for _ in range(2):
        both = [file(pictures.png()), file(pictures.jpeg(), "pet.jpg")]
        form = written(values, image=both, price="16\N{NO-BREAK SPACE}000,50")
        answer = client.post(NEW, form)
        assert answer.status_code == 302
    advert = Advert.objects.get()
    assert answer["Location"] == advert.get_absolute_url()
    assert (advert.owner, str(advert.price)) == (owner, "16000.50")
    assert advert.pictures.count() == 2
    assert len(files_left()) == 6
    shown = client.get(answer["Location"]).content.decode()
    assert 'data-toast="posted"' in shown
    assert shown.count("data-large") == 2


def test_what_is_wrong_is_said_at_its_field_and_what_was_written_stays(
    client: Client, owner: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    client.force_login(owner)
    form = written(values, title=" ", age="201", price="много", image=[file(b"no picture")])
    answer = client.post(NEW, form)
    assert answer.status_code == 400
    shown = answer.content.decode()
    for name in ("title", "age", "price"):
        assert f'id="id_{name}_error"' in shown
        assert f'href="#id_{name}"' in shown
    assert 'id="id_breed_error"' not in shown
    assert 'href="#pictures"' in shown
    assert 'value="пуп"' in shown
    assert 'value="one-form"' in shown
    assert not Advert.objects.exists()
    assert files_left() == []
    free = client.post(NEW, written(values, price="", free="on"))
    assert free.status_code == 302
    assert Advert.objects.get().price == 0


ODD = {
    "NUL": "\x00",
    "no letters": "\ufffe" * 20_000,
    "many digits": "9" * 5_000,
    "tag": "<script>",
}


@pytest.mark.parametrize(
    ("field", "taken"),
    [
        ("title", {"tag"}),
        ("kind", set()),
        ("age", set()),
        ("description", {"many digits", "tag"}),
        ("pictures", set()),
        ("key", set(ODD)),
    ],
)
def test_no_text_is_too_odd(
    client: Client, owner: User, values: AdvertValues, field: str, taken: set[str]
) -> None:
    client.force_login(owner)
    for name, text in ODD.items():
        status = client.post(NEW, written(values, **{field: text})).status_code
        assert status == (302 if name in taken else 400), name


def test_who_has_no_account_posts_only_where_the_site_allows_it(
    client: Client, values: AdvertValues, settings: Settings
) -> None:
    settings.RIP_ANONYMOUS_ADVERTS = False
    for answer in (client.get(NEW), client.post(NEW, written(values))):
        assert answer["Location"] == "/accounts/login/?next=%2Fadverts%2Fnew%2F"
    refused = client.post("/adverts/pictures/", {"image": file(pictures.png())})
    assert refused.status_code == 401
    assert not Advert.objects.exists()
    settings.RIP_ANONYMOUS_ADVERTS = True
    assert client.post(NEW, written(values)).status_code == 302
    assert Advert.objects.get().owner is None


def test_a_picture_that_was_uploaded_before_goes_into_the_advert_of_who_sent_it(
    client: Client, owner: User, stranger: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    client.force_login(owner)
    sent = client.post("/adverts/pictures/", {"image": file(pictures.png())})
    assert sent.status_code == 201
    name = sent.json()["name"]
    client.force_login(stranger)
    assert client.post(NEW, written(values, pictures=[name])).status_code == 400
    client.force_login(owner)
    assert client.post(NEW, written(values, pictures=[name])).status_code == 302
    assert [one.name for one in Advert.objects.get().pictures.all()] == [name]
    for wrong in ({}, {"image": file(b"no picture")}):
        answer = client.post("/adverts/pictures/", wrong)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"]["image"]


def test_the_owner_changes_fields_and_pictures(
    client: Client, advert: Advert, owner: User, values: AdvertValues
) -> None:
    client.force_login(owner)
    address = f"/adverts/{advert.pk}/edit/"
    [first] = [one.name for one in advert.pictures.all()]
    assert f'value="{first}"' in client.get(address).content.decode()
    form = written(values, title="Пупсик подрос", age="2", pictures=[first])
    assert client.post(address, {**form, "image": [file(pictures.webp())]}).status_code == 302
    advert = Advert.objects.get()
    assert (advert.title, advert.age) == ("Пупсик подрос", 2)
    second = advert.album[1].name
    client.post(address, {**form, "pictures": [first, second], "main": second})
    assert [one.name for one in advert.pictures.all()] == [second, first]
    client.post(address, {**form, "pictures": [second, first], "remove": [second]})
    assert [one.name for one in advert.pictures.all()] == [first]


def test_nobody_else_changes_it(
    client: Client, advert: Advert, stranger: User, operator: User, values: AdvertValues
) -> None:
    address = f"/adverts/{advert.pk}/edit/"
    assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(stranger)
    assert client.get(address).status_code == 403
    assert client.post(address, written(values, title="Моё")).status_code == 403
    assert Advert.objects.get().title == "Пупсик"
    client.force_login(operator)
    assert client.get(address).status_code == 200
    for number in (advert.pk + 1, 2**63):
        assert client.get(f"/adverts/{number}/edit/").status_code == 404
