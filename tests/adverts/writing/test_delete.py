import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from rip.accounts.models import User
from rip.adverts.models import Advert, AdvertChange, Picture
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import NotAllowed, NotFound, NotSignedIn
from rip.core.pictures.convert import picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def advert(owner: User, values: AdvertValues, files_left: FilesLeft) -> Advert:
    picture = picture_convert(pictures.png())
    return commands.advert_create(user=owner, values=values, picture=picture)


@pytest.mark.parametrize("who", ["owner", "operator"])
def test_the_owner_and_staff_delete_an_advert_with_its_pictures(
    advert: Advert,
    who: str,
    request: pytest.FixtureRequest,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user: User = request.getfixturevalue(who)
    assert len(files_left()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        commands.advert_delete(user=user, advert_id=advert.pk)
    assert not Advert.objects.exists()
    assert not Picture.objects.exists()
    assert files_left() == []


def test_a_stranger_and_nobody_do_not(
    advert: Advert, stranger: User, files_left: FilesLeft
) -> None:
    for user, refusal in ((stranger, NotAllowed), (None, NotSignedIn)):
        with pytest.raises(refusal):
            commands.advert_delete(user=user, advert_id=advert.pk)
    assert Advert.objects.get() == advert
    assert len(files_left()) == 3
    assert not AdvertChange.objects.filter(deleted=True).exists()


def test_it_is_deleted_once(advert: Advert, owner: User) -> None:
    commands.advert_delete(user=owner, advert_id=advert.pk)
    with pytest.raises(NotFound):
        commands.advert_delete(user=owner, advert_id=advert.pk)
    assert AdvertChange.objects.filter(deleted=True).count() == 1
