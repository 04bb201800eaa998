import pytest
from django.db import DatabaseError
from pytest_django import Settings

from rip.accounts.models import User
from rip.adverts.models import Advert, AdvertChange, AdvertLog, Picture
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import NotAllowed, NotSignedIn
from rip.core.pictures.convert import picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db


def test_an_advert_belongs_to_the_user_who_posts_it(owner: User, values: AdvertValues) -> None:
    advert = commands.advert_create(user=owner, values=values)
    kept = Advert.objects.get(pk=advert.pk)
    assert kept.owner == owner
    assert kept.status == "published"
    assert {name: getattr(kept, name) for name in values} == values


def test_an_advert_posted_by_nobody_belongs_to_nobody(values: AdvertValues) -> None:
    assert commands.advert_create(user=None, values=values).owner is None


def test_nobody_posts_where_adverts_without_a_token_are_off(
    values: AdvertValues, settings: Settings, files_left: FilesLeft
) -> None:
    settings.RIP_ANONYMOUS_ADVERTS = False
    picture = picture_convert(pictures.png())
    with pytest.raises(NotSignedIn):
        commands.advert_create(user=None, values=values, picture=picture)
    assert not Advert.objects.exists()
    assert files_left() == []


def test_a_picture_is_kept_in_three_widths_under_a_random_name(
    owner: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    picture = picture_convert(pictures.png())
    first = commands.advert_create(user=owner, values=values, picture=picture)
    second = commands.advert_create(user=owner, values=values, picture=picture)
    rows = [*first.pictures.all(), *second.pictures.all()]
    assert len({row.name for row in rows}) == 2
    names = {row.file_name(width) for row in rows for width in Picture.WIDTHS}
    assert set(files_left()) == names


def test_a_database_error_leaves_no_row_no_number_and_no_file(
    owner: User, values: AdvertValues, files_left: FilesLeft
) -> None:
    before = AdvertLog.objects.get().last_seq
    picture = picture_convert(pictures.png())
    # A change row with the next number makes the transaction fail at its last step.
    AdvertChange.objects.create(seq=before + 1, advert_id=1)
    with pytest.raises(DatabaseError):
        commands.advert_create(user=owner, values=values, picture=picture)
    assert not Advert.objects.exists()
    assert not Picture.objects.exists()
    assert AdvertLog.objects.get().last_seq == before
    assert files_left() == []


def test_a_guest_posts_no_adverts(owner: User, values: AdvertValues) -> None:
    owner.is_guest = True
    with pytest.raises(NotAllowed) as refused:
        commands.advert_create(user=owner, values=values)
    assert "Гости могут писать в поддержку" in str(refused.value.detail)
    assert not Advert.objects.exists()
