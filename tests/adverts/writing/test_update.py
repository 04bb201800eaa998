from decimal import Decimal

import pytest
from django.db import DatabaseError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from rip.accounts.models import User
from rip.adverts.models import Advert, AdvertChange, AdvertLog, Picture
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import NotAllowed, NotFound, NotSignedIn
from rip.core.pictures.convert import picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def advert(owner: User, values: AdvertValues) -> Advert:
    return commands.advert_create(user=owner, values=values)


@pytest.fixture
def pictured(owner: User, values: AdvertValues, files_left: FilesLeft) -> Advert:
    picture = picture_convert(pictures.png())
    return commands.advert_create(user=owner, values=values, picture=picture)


def test_only_the_given_fields_change(advert: Advert, owner: User, values: AdvertValues) -> None:
    commands.advert_update(user=owner, advert_id=advert.pk, values={"price": Decimal("10.50")})
    kept = Advert.objects.get(pk=advert.pk)
    assert kept.price == Decimal("10.5")
    assert kept.title == values["title"]
    assert kept.owner == owner
    assert kept.created == advert.created
    assert kept.updated >= advert.updated


def test_staff_change_anyones_advert_and_it_stays_the_owners(
    advert: Advert, owner: User, operator: User
) -> None:
    commands.advert_update(user=operator, advert_id=advert.pk, values={"status": "closed"})
    kept = Advert.objects.get(pk=advert.pk)
    assert kept.status == "closed"
    assert kept.owner == owner


def test_a_stranger_and_nobody_do_not(advert: Advert, stranger: User) -> None:
    for user, refusal in ((stranger, NotAllowed), (None, NotSignedIn)):
        with pytest.raises(refusal):
            commands.advert_update(user=user, advert_id=advert.pk, values={"age": 9})
    assert Advert.objects.get(pk=advert.pk).age == 1
    assert AdvertLog.objects.get().last_seq == advert.seq


def test_anyone_changes_an_advert_that_has_no_owner_while_that_is_allowed(
    values: AdvertValues, stranger: User, settings: Settings
) -> None:
    advert = commands.advert_create(user=None, values=values)
    commands.advert_update(user=None, advert_id=advert.pk, values={"age": 2})
    commands.advert_update(user=stranger, advert_id=advert.pk, values={"age": 3})
    settings.RIP_ANONYMOUS_ADVERTS = False
    for user, refusal in ((stranger, NotAllowed), (None, NotSignedIn)):
        with pytest.raises(refusal):
            commands.advert_update(user=user, advert_id=advert.pk, values={"age": 9})
    assert Advert.objects.get(pk=advert.pk).age == 3


def test_what_does_not_exist_is_not_found(owner: User) -> None:
    with pytest.raises(NotFound):
        commands.advert_update(user=owner, advert_id=2**63 - 1, values={})


def test_a_new_picture_takes_the_place_of_the_old_one(
    pictured: Advert,
    owner: User,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old = pictured.pictures.get()
    with django_capture_on_commit_callbacks(execute=True):
        commands.advert_update(
            user=owner,
            advert_id=pictured.pk,
            values={},
            picture=picture_convert(pictures.webp()),
        )
    new = pictured.pictures.get()
    assert new.name != old.name
    assert files_left() == sorted(new.file_name(width) for width in Picture.WIDTHS)


def test_a_picture_can_be_removed(
    pictured: Advert,
    owner: User,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        changed = commands.advert_update(
            user=owner, advert_id=pictured.pk, values={}, remove_picture=True
        )
    assert changed.image is None
    assert files_left() == []


def test_a_refused_change_keeps_the_old_picture_and_leaves_no_new_file(
    pictured: Advert, stranger: User, files_left: FilesLeft
) -> None:
    before = files_left()
    with pytest.raises(NotAllowed):
        commands.advert_update(
            user=stranger,
            advert_id=pictured.pk,
            values={},
            picture=picture_convert(pictures.webp()),
        )
    assert len(before) == 3
    assert files_left() == before


def test_a_database_error_undoes_the_whole_change(
    pictured: Advert, owner: User, files_left: FilesLeft
) -> None:
    before = files_left()
    AdvertChange.objects.create(seq=pictured.seq + 1, advert_id=1)
    with pytest.raises(DatabaseError):
        commands.advert_update(
            user=owner,
            advert_id=pictured.pk,
            values={"age": 9},
            picture=picture_convert(pictures.webp()),
        )
    assert Advert.objects.get(pk=pictured.pk).age == 1
    assert pictured.pictures.get().file_name(320) in before
    assert files_left() == before
