"""Deleting on a page: out of sight at once, erased later, and taken back until then."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from rip.accounts.models import User
from rip.adverts.models import Advert, AdvertChange
from rip.adverts.models.owners import PendingDeletion
from rip.adverts.writing import commands, deletions
from rip.adverts.writing.commands import AdvertValues
from rip.adverts.writing.deletions import (
    UNDO,
    advert_delete_later,
    advert_undelete,
    deletions_finish,
)
from rip.core.errors import NotAllowed, NotFound, NotSignedIn
from rip.core.pictures.convert import picture_convert
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def advert(owner: User, values: AdvertValues, files_left: FilesLeft) -> Advert:
    picture = picture_convert(pictures.png())
    advert = commands.advert_create(user=owner, values=values, picture=picture)
    reserved: AdvertValues = {"status": "reserved"}
    return commands.advert_update(user=owner, advert_id=advert.pk, values=reserved)


def finish(*, early: bool = False) -> int:
    late = timedelta(0) if early else UNDO + timedelta(seconds=1)
    return deletions_finish(now=timezone.now() + late)


def test_it_is_closed_at_once_and_erased_when_the_time_is_over(
    advert: Advert,
    owner: User,
    files_left: FilesLeft,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for _ in range(2):
        advert_delete_later(user=owner, advert_id=advert.pk)
    assert Advert.objects.get().status == "closed"
    assert finish(early=True) == 0
    assert len(files_left()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        assert finish() == 1
    assert not Advert.objects.exists()
    assert files_left() == []
    assert AdvertChange.objects.last().deleted  # type: ignore[union-attr]
    assert finish() == 0
    with pytest.raises(NotFound):
        advert_undelete(user=owner, advert_id=advert.pk)


def test_it_is_taken_back_as_it_was(advert: Advert, owner: User) -> None:
    advert_delete_later(user=owner, advert_id=advert.pk)
    advert_delete_later(user=owner, advert_id=advert.pk)
    assert advert_undelete(user=owner, advert_id=advert.pk).status == "reserved"
    assert Advert.objects.get().status == "reserved"
    assert finish() == 0
    with pytest.raises(NotFound):
        advert_undelete(user=owner, advert_id=advert.pk)


def test_an_advert_that_was_changed_meanwhile_stays(advert: Advert, owner: User) -> None:
    advert_delete_later(user=owner, advert_id=advert.pk)
    commands.advert_update(user=owner, advert_id=advert.pk, values={"status": "published"})
    with pytest.raises(NotFound):
        advert_undelete(user=owner, advert_id=advert.pk)
    assert Advert.objects.get().status == "published"
    assert finish() == 1
    assert Advert.objects.get().status == "published"
    assert not PendingDeletion.objects.exists()


def test_it_can_be_taken_back_for_ten_minutes_to_the_microsecond(
    advert: Advert, owner: User
) -> None:
    advert_delete_later(user=owner, advert_id=advert.pk)
    end = PendingDeletion.objects.get().at + timedelta(minutes=10)
    assert deletions_finish(now=end) == 0
    assert Advert.objects.exists()
    assert deletions_finish(now=end + timedelta(microseconds=1)) == 1
    assert not Advert.objects.exists()


def test_the_ones_that_wait_longest_are_erased_first_so_many_at_once(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletions, "ERASED_AT_ONCE", 2)
    adverts = [commands.advert_create(user=owner, values=values) for _ in range(5)]
    for minutes, one in zip((3, 1, 4, 2), adverts, strict=False):
        advert_delete_later(user=owner, advert_id=one.pk)
        at = timezone.now() - UNDO - timedelta(minutes=minutes)
        PendingDeletion.objects.filter(advert=one).update(at=at)
    left = []
    for erased in (2, 2, 0):
        assert deletions_finish(now=timezone.now()) == erased
        left.append(set(Advert.objects.values_list("pk", flat=True)))
    newest = adverts[4].pk
    assert left == [{newest, adverts[1].pk, adverts[3].pk}, {newest}, {newest}]


def test_what_was_taken_back_and_deleted_again_has_its_whole_time_again(
    advert: Advert, owner: User
) -> None:
    advert_delete_later(user=owner, advert_id=advert.pk)
    advert_undelete(user=owner, advert_id=advert.pk)
    commands.advert_update(user=owner, advert_id=advert.pk, values={"status": "published"})
    advert_delete_later(user=owner, advert_id=advert.pk)
    assert finish(early=True) == 0
    assert advert_undelete(user=owner, advert_id=advert.pk).status == "published"


def test_deleting_what_was_changed_since_it_was_deleted_begins_anew(
    advert: Advert, owner: User
) -> None:
    """It is taken back as what it was the last time, and has its whole time for that."""
    advert_delete_later(user=owner, advert_id=advert.pk)
    PendingDeletion.objects.update(at=timezone.now() - UNDO)
    commands.advert_update(user=owner, advert_id=advert.pk, values={"status": "published"})
    advert_delete_later(user=owner, advert_id=advert.pk)
    assert Advert.objects.get().status == "closed"
    assert deletions_finish(now=timezone.now()) == 0
    assert advert_undelete(user=owner, advert_id=advert.pk).status == "published"


def test_only_the_owner_and_staff_delete_and_take_back(
    advert: Advert, owner: User, stranger: User, operator: User
) -> None:
    for user, refusal in ((stranger, NotAllowed), (None, NotSignedIn)):
        with pytest.raises(refusal):
            advert_delete_later(user=user, advert_id=advert.pk)
    assert Advert.objects.get().status == "reserved"
    advert_delete_later(user=operator, advert_id=advert.pk)
    for user in (stranger, None):
        # To them it is not there.
        with pytest.raises(NotFound):
            advert_undelete(user=user, advert_id=advert.pk)
    assert advert_undelete(user=owner, advert_id=advert.pk).status == "reserved"
