"""Adverts in the admin: written through the commands, so every change has its number."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from rip.accounts.models import User
from rip.adverts.models import Advert, AdvertChange, AdvertLog
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.pictures.convert import ConvertedPicture, convert_blocking, picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db

LIST = "admin:adverts_advert_changelist"
ADD = "admin:adverts_advert_add"
CHANGE = "admin:adverts_advert_change"
DELETE = "admin:adverts_advert_delete"


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    """A browser in which the site's administrator is logged in."""
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


@pytest.fixture
def advert(owner: User, values: AdvertValues, files_left: FilesLeft) -> Advert:
    picture = picture_convert(pictures.png())
    return commands.advert_create(user=owner, values=values, picture=picture)


@pytest.mark.sqlite
@pytest.mark.mariadb
def test_the_kinds_to_filter_by_are_those_of_today_and_the_one_that_is_chosen(
    desk: Client, advert: Advert, settings: Any
) -> None:
    Advert.objects.filter(pk=advert.pk).update(kind="Fish")
    settings.RIP_KINDS = ["Dog", "Bird"]

    def kinds(**query: str) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            html = desk.get(reverse(LIST), query).content.decode()
        assert not [one["sql"] for one in seen if "DISTINCT" in one["sql"]]
        assert (f"/{advert.pk}/change/" in html) is (query.get("kind") != "Dog")
        return re.findall(r'href="\?kind=\w+">([A-Za-z]+)</a>', html)

    assert kinds() == ["Dog", "Bird"]
    assert kinds(kind="Dog") == ["Dog", "Bird"]
    assert kinds(kind="Fish") == ["Dog", "Bird", "Fish"]


def form(values: AdvertValues, **changes: Any) -> dict[str, Any]:
    return {**values, "status": "published", **changes}


def upload(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("pet.png", raw)


def changes() -> list[tuple[int, bool]]:
    return list(AdvertChange.objects.values_list("advert_id", "deleted"))


def test_an_advert_is_added_with_its_picture_and_a_change_row(
    desk: Client, values: AdvertValues, files_left: FilesLeft
) -> None:
    answer = desk.post(reverse(ADD), form(values, picture=upload(pictures.png())))
    assert answer.status_code == 302
    advert = Advert.objects.get()
    assert advert.title == values["title"]
    assert advert.owner is not None
    assert advert.owner.username == "admin"
    assert len(files_left()) == 3
    assert changes() == [(advert.pk, False)]
    assert advert.seq == AdvertLog.objects.get().last_seq


def test_a_text_as_picture_is_a_form_error(
    desk: Client, values: AdvertValues, files_left: FilesLeft
) -> None:
    answer = desk.post(reverse(ADD), form(values, picture=upload(b"text")))
    assert answer.status_code == 200
    assert set(answer.context["adminform"].form.errors) == {"picture"}
    assert not Advert.objects.exists()
    assert files_left() == []


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "Fish"), ("age", "201"), ("price", "-1"), ("title", "a\0b")]
)
def test_a_wrong_field_is_a_form_error(
    desk: Client, values: AdvertValues, field: str, value: str
) -> None:
    answer = desk.post(reverse(ADD), {**form(values), field: value})
    assert set(answer.context["adminform"].form.errors) == {field}
    assert not Advert.objects.exists()


def test_an_edit_keeps_the_owner_and_writes_a_change_row(
    desk: Client, advert: Advert, owner: User, values: AdvertValues
) -> None:
    page = reverse(CHANGE, args=[advert.pk])
    assert "rip-thumbnail" in desk.get(page).content.decode()
    answer = desk.post(page, form(values, title="Новое имя", status="reserved"))
    assert answer.status_code == 302
    kept = Advert.objects.get()
    assert (kept.title, kept.status, kept.owner) == ("Новое имя", "reserved", owner)
    assert kept.image == advert.image
    assert changes() == [(advert.pk, False)] * 2
    assert kept.seq == AdvertLog.objects.get().last_seq


def test_a_new_picture_replaces_the_old_files(
    desk: Client,
    advert: Advert,
    values: AdvertValues,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = files_left()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse(CHANGE, args=[advert.pk]), form(values, picture=upload(pictures.webp())))
    assert len(files_left()) == 3
    assert not set(files_left()) & set(before)


def test_an_advert_that_is_gone_is_no_error(desk: Client, values: AdvertValues) -> None:
    assert desk.post(reverse(CHANGE, args=[10**9]), form(values)).status_code == 302


def test_deleting_one_writes_a_tombstone_and_removes_the_files(
    desk: Client,
    advert: Advert,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = reverse(DELETE, args=[advert.pk])
    assert desk.get(page).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(page, {"post": "yes"}).status_code == 302
    assert changes() == [(advert.pk, False), (advert.pk, True)]
    assert files_left() == []


def test_deleting_several_at_once_does_the_same_for_each(
    desk: Client,
    advert: Advert,
    owner: User,
    values: AdvertValues,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    other = commands.advert_create(user=owner, values=values)
    action = {
        "action": "delete_selected",
        "_selected_action": [advert.pk, other.pk],
        "post": "yes",
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(reverse(LIST), action).status_code == 302
    assert not Advert.objects.exists()
    assert sorted(changes()) == sorted(
        (pk, gone) for pk in (advert.pk, other.pk) for gone in (False, True)
    )
    assert files_left() == []


def test_the_list_shows_thumbnails_and_can_be_searched(
    desk: Client, advert: Advert, owner: User, values: AdvertValues
) -> None:
    commands.advert_create(user=owner, values={**values, "title": "Мурзик", "breed": "кот"})
    page = desk.get(reverse(LIST)).content.decode()
    assert advert.pictures.get().thumbnail in page
    assert "Мурзик" in page
    found = desk.get(reverse(LIST), {"q": "Мурзик"}).content.decode()
    assert "Мурзик" in found
    assert advert.pictures.get().thumbnail not in found
    assert desk.get(reverse(LIST), {"q": owner.username, "kind": "Dog"}).status_code == 200
    assert desk.get(reverse(LIST), {"q": "%_\\'\""}).status_code == 200


def test_only_staff_get_in(client: Client, stranger: User, advert: Advert) -> None:
    for _ in range(2):
        for name, arguments in ((LIST, []), (ADD, []), (CHANGE, [advert.pk])):
            answer = client.get(reverse(name, args=arguments))
            assert answer.status_code == 302
            assert answer["Location"].startswith("/admin/login/")
        assert client.post(reverse(DELETE, args=[advert.pk]), {"post": "yes"}).status_code == 302
        client.force_login(stranger)
    assert Advert.objects.exists()


def test_staff_without_the_right_change_nothing(
    client: Client, operator: User, advert: Advert, values: AdvertValues
) -> None:
    client.force_login(operator)
    assert client.post(reverse(CHANGE, args=[advert.pk]), form(values)).status_code == 403
    assert client.post(reverse(DELETE, args=[advert.pk]), {"post": "yes"}).status_code == 403
    assert Advert.objects.get().seq == advert.seq


def test_an_advert_that_went_while_its_form_was_open_is_a_message_and_no_error(
    desk: Client, advert: Advert, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_deletes_it(raw: bytes) -> ConvertedPicture:
        commands.advert_delete(user=User.objects.get(username="admin"), advert_id=advert.pk)
        return convert_blocking(raw)

    monkeypatch.setattr("rip.adverts.admin.convert_blocking", somebody_deletes_it)
    address = reverse(CHANGE, args=[advert.pk])
    answer = desk.post(address, form(values, picture=upload(pictures.png())), follow=True)
    assert answer.redirect_chain == [(reverse(LIST), 302)]
    assert len(answer.context["messages"]) == 1


def test_a_status_that_does_not_lead_there_is_a_message_and_no_error(
    desk: Client, advert: Advert, values: AdvertValues
) -> None:
    admin = User.objects.get(username="admin")
    commands.advert_update(user=admin, advert_id=advert.pk, values={"status": "closed"})
    address = reverse(CHANGE, args=[advert.pk])
    answer = desk.post(address, form(values, status="reserved"), follow=True)
    assert answer.redirect_chain == [(reverse(LIST), 302)]
    assert len(answer.context["messages"]) == 1
    assert Advert.objects.get(pk=advert.pk).status == "closed"
