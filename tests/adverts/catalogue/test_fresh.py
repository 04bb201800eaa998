"""A read shows everything that was committed before it began."""

import json
from collections.abc import Iterable

import pytest

from rip.adverts.catalogue.fragments import Fragment, fragments_of
from rip.adverts.encoding import encode_full
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Listing
from rip.adverts.models import Advert, AdvertChange, AdvertLog
from tests.adverts.catalogue.conftest import Post, Reader, change, delete, ids

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_advert_is_shown_as_it_is_now(reader: Reader, post: Post) -> None:
    advert = post()
    assert reader.advert(advert.pk) == json.loads(encode_full(Advert.objects.get(pk=advert.pk)))
    change(advert, title="Другой")
    found = reader.advert(advert.pk)
    assert found is not None
    assert found["title"] == "Другой"
    delete(advert)
    assert reader.advert(advert.pk) is None


def test_lists_pages_and_suggestions_follow_every_write(reader: Reader, post: Post) -> None:
    assert reader.every() == []
    assert reader.page()["total"] == 0
    assert reader.suggestions("breed") == []
    advert = post(breed="Сфинкс")
    assert ids(reader.every()) == ids(reader.page()["items"]) == [advert.pk]
    assert reader.suggestions("breed") == [{"value": "Сфинкс", "count": 1}]
    change(advert, breed="Такса", title="Т")
    assert reader.every()[0]["title"] == reader.page()["items"][0]["title"] == "Т"
    assert reader.suggestions("breed") == [{"value": "Такса", "count": 1}]
    change(advert, status="reserved")
    assert reader.every() == reader.page()["items"] == reader.suggestions("breed") == []
    delete(advert)
    assert reader.page()["total"] == 0


def test_a_read_that_a_write_overtook_is_not_kept(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is read, then changed and announced, and only then does its reader come back."""
    advert = post()
    reader.page()
    overtaken: list[bool] = []

    def slow(wanted: Iterable[int]) -> dict[int, Fragment]:
        found = fragments_of(wanted)
        if not overtaken:
            overtaken.append(True)
            change(advert, title="Новее")
            number = reader.catalogue.follower.number
            reader.catalogue.follower.recent.add(_changes_after(number))
        return found

    change(advert, title="Старее")
    monkeypatch.setattr("rip.adverts.catalogue.cached_adverts.fragments_of", slow)
    monkeypatch.setattr(reader.catalogue.follower.look, "reader", None)
    reader.advert(advert.pk)
    found = reader.advert(advert.pk)
    assert found is not None
    assert found["title"] == "Новее"


def _changes_after(number: int) -> list[Change]:
    rows = AdvertChange.objects.filter(seq__gt=number).order_by("seq")
    return [Change(row.seq, row.advert_id, None, None) for row in rows]


def test_a_reader_that_was_away_for_long_begins_anew(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    advert = post()
    assert ids(reader.every()) == [advert.pk]
    monkeypatch.setattr("rip.core.database.log_follower.MOST_FOLLOWED", 2)
    monkeypatch.setattr("rip.core.database.log_follower.MOST_INLINE", 2)
    later = [post() for _ in range(3)]
    change(advert, title="Давно")
    assert ids(reader.every()) == [*reversed([one.pk for one in later]), advert.pk]
    assert reader.every()[-1]["title"] == "Давно"
    assert reader.catalogue.follower.restarts == 2


def test_many_changes_are_followed_in_parts(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    advert = post()
    assert ids(reader.every()) == [advert.pk]
    monkeypatch.setattr("rip.core.database.log_follower.MOST_READ", 2)
    monkeypatch.setattr("rip.core.database.log_follower.MOST_INLINE", 1)
    later = [post() for _ in range(6)]
    change(advert, title="Давно")
    assert ids(reader.every()) == [*reversed([one.pk for one in later]), advert.pk]
    assert reader.every()[-1]["title"] == "Давно"
    assert reader.catalogue.follower.restarts == 1


def test_a_reader_begins_anew_when_changes_it_missed_were_compacted_away(
    reader: Reader, post: Post
) -> None:
    advert = post()
    reader.advert(advert.pk)
    change(advert, title="Раз")
    change(advert, title="Два")
    AdvertChange.objects.filter(seq__lt=AdvertLog.objects.get().last_seq).delete()
    found = reader.advert(advert.pk)
    assert found is not None
    assert found["title"] == "Два"


def test_a_reader_begins_anew_when_the_log_did(reader: Reader, post: Post) -> None:
    advert = post()
    change(advert, title="Раз")
    assert reader.page()["total"] == 1
    AdvertChange.objects.all().delete()
    Advert.objects.all().delete()
    AdvertLog.objects.update(last_seq=0)
    assert reader.page()["total"] == 0
    assert reader.advert(advert.pk) is None


def test_a_busy_database_is_asked_from_a_thread(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    advert = post()
    monkeypatch.setattr(reader.catalogue.follower.look, "reader", None)
    assert ids(reader.every()) == [advert.pk]
    later = post()
    assert ids(reader.page(Listing())["items"]) == [later.pk, advert.pk]


def test_nothing_is_read_again_while_nothing_changes(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    advert = post()
    for _ in range(2):
        reader.every()
        reader.page()
        reader.advert(advert.pk)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("The database was read.")

    monkeypatch.setattr("rip.core.database.threads.read", refuse)
    reader.every()
    reader.page()
    reader.advert(advert.pk)
