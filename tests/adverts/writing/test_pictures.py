"""Adverts written on a page: fields and pictures in one step, or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture
from rip.adverts.models.owners import UploadedPicture
from rip.adverts.writing.commands import AdvertValues
from rip.adverts.writing.pictures import (
    Album,
    advert_publish,
    advert_revise,
    picture_upload,
    uploads_prune,
)
from rip.core.errors import BadInput, KeyReused, NotAllowed, NotSignedIn
from rip.core.pictures.convert import ConvertedPicture, picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db

KEY = "one-form"


@pytest.fixture
def ready(files_left: FilesLeft) -> ConvertedPicture:
    return picture_convert(pictures.png())


def names(advert: Advert) -> list[str]:
    return list(advert.pictures.values_list("name", flat=True))


def test_an_advert_gets_uploaded_and_new_pictures_in_order(
    owner: User, values: AdvertValues, ready: ConvertedPicture, files_left: FilesLeft
) -> None:
    first, second = (picture_upload(user=owner, picture=ready).name for _ in range(2))
    album = Album([second, first], [ready])
    advert = advert_publish(user=owner, values=values, album=album, key=KEY)
    assert names(advert)[:2] == [second, first]
    assert len(names(advert)) == 3
    assert not UploadedPicture.objects.exists()
    wanted = {one.file_name(width) for one in advert.album for width in Picture.WIDTHS}
    assert set(files_left()) == wanted


def test_the_same_form_sent_twice_is_one_advert(
    owner: User, values: AdvertValues, ready: ConvertedPicture
) -> None:
    upload = picture_upload(user=owner, picture=ready).name
    for _ in range(2):
        advert = advert_publish(user=owner, values=values, album=Album([upload]), key=KEY)
        assert names(advert) == [upload]
    assert Advert.objects.count() == 1
    with pytest.raises(KeyReused):
        advert_publish(user=owner, values={**values, "age": 9}, album=Album(), key=KEY)


def test_revising_adds_removes_and_moves_pictures(
    owner: User,
    values: AdvertValues,
    ready: ConvertedPicture,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    uploads = [picture_upload(user=owner, picture=ready).name for _ in range(3)]
    advert = advert_publish(user=owner, values=values, album=Album(uploads), key=KEY)
    late = picture_upload(user=owner, picture=ready).name
    wanted = [late, uploads[2], uploads[0]]
    with django_capture_on_commit_callbacks(execute=True):
        advert_revise(
            user=owner,
            advert_id=advert.pk,
            values={**values, "title": "Новый"},
            album=Album(wanted),
        )
    kept = Advert.objects.get()
    assert kept.title == "Новый"
    assert kept.seq == advert.seq + 1
    assert names(kept) == wanted
    assert len(files_left()) == 9


def test_nobody_takes_pictures_that_somebody_else_uploaded(
    owner: User, stranger: User, values: AdvertValues, ready: ConvertedPicture, settings: Settings
) -> None:
    settings.RIP_ANONYMOUS_ADVERTS = True
    upload = picture_upload(user=stranger, picture=ready).name
    for user in (owner, None):
        with pytest.raises(BadInput):
            advert_publish(user=user, values=values, album=Album([upload]), key=KEY)
    assert not Advert.objects.exists()
    assert UploadedPicture.objects.get().name == upload


def test_pictures_of_another_advert_are_not_taken(
    owner: User, stranger: User, values: AdvertValues, ready: ConvertedPicture
) -> None:
    upload = picture_upload(user=owner, picture=ready).name
    mine = advert_publish(user=owner, values=values, album=Album([upload]), key=KEY)
    with pytest.raises(BadInput):
        advert_publish(user=stranger, values=values, album=Album([upload]), key=KEY)
    assert names(mine) == [upload]


def test_what_fails_leaves_everything_as_it_was(
    owner: User,
    stranger: User,
    values: AdvertValues,
    ready: ConvertedPicture,
    files_left: FilesLeft,
    settings: Settings,
) -> None:
    upload = picture_upload(user=owner, picture=ready).name
    advert = advert_publish(user=owner, values=values, album=Album([upload]), key=KEY)
    before = files_left()
    settings.RIP_PICTURES_PER_ADVERT = 1
    settings.RIP_ANONYMOUS_ADVERTS = False
    changed: AdvertValues = {**values, "title": "x"}
    for user, refusal in ((owner, BadInput), (stranger, NotAllowed), (None, NotSignedIn)):
        with pytest.raises(refusal):
            advert_revise(
                user=user, advert_id=advert.pk, values=changed, album=Album([upload], [ready])
            )
    with pytest.raises(NotSignedIn):
        picture_upload(user=None, picture=ready)
    with pytest.raises(NotSignedIn):
        advert_publish(user=None, values=values, album=Album((), [ready]), key=KEY)
    assert Advert.objects.get().title == values["title"]
    assert names(advert) == [upload]
    assert files_left() == before


def test_uploads_that_no_advert_comes_for_are_removed_in_time(
    owner: User,
    ready: ConvertedPicture,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    picture_upload(user=owner, picture=ready)
    assert uploads_prune(now=timezone.now()) == 0
    assert len(files_left()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        assert uploads_prune(now=timezone.now() + timedelta(hours=24) + timedelta(seconds=1)) == 1
    assert files_left() == []
    assert not UploadedPicture.objects.exists()
