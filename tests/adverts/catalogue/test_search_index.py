"""The search entries follow the log, from wherever they were left."""

import pytest
from django.core.management import call_command

from rip.accounts.models import User
from rip.adverts.catalogue import search_index
from rip.adverts.catalogue.search_index import (
    Batch,
    next_entries,
    search_entries_follow,
    search_entries_store,
    search_rebuild,
)
from rip.adverts.feed import compaction
from rip.adverts.models import Advert, AdvertChange, AdvertLog, SearchEntry, SearchIndex
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues

pytestmark = pytest.mark.django_db(transaction=True)


def found(q: str) -> list[int]:
    return [advert.pk for advert in Advert.objects.search(q)]


@pytest.fixture(params=[1, 2, 100])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(search_index, "CHANGES_AT_ONCE", request.param)
    return int(request.param)


def follow_to_the_end() -> int:
    """Return the number of steps that took."""
    steps = 1
    while not search_entries_follow():
        steps += 1
    return steps


def test_whatever_was_written_is_found_after_however_many_steps(
    owner: User, values: AdvertValues, at_once: int
) -> None:
    def post(title: str) -> int:
        return commands.advert_create(user=owner, values={**values, "title": title}).pk

    kept, renamed, gone = post("Кошка"), post("Собака"), post("Рыба")
    commands.advert_update(user=owner, advert_id=renamed, values={"title": "Кошка"})
    commands.advert_update(user=owner, advert_id=renamed, values={"title": "Птица"})
    commands.advert_delete(user=owner, advert_id=gone)
    assert found("кошка") == found("птица") == []
    assert follow_to_the_end() == 6 // at_once + 1
    assert (found("кошка"), found("птица"), found("собака")) == ([kept], [renamed], [])
    assert SearchEntry.objects.count() == 2
    assert SearchIndex.objects.get().seq == AdvertLog.objects.get().last_seq
    assert follow_to_the_end() == 1


def test_all_adverts_that_changed_at_once_are_found_by_their_new_words(
    owner: User, values: AdvertValues
) -> None:
    """The full-text index of MySQL loses rows that one REPLACE replaces."""
    adverts = [commands.advert_create(user=owner, values=values).pk for _ in range(5)]
    search_entries_follow()
    for advert in adverts:
        commands.advert_update(user=owner, advert_id=advert, values={"title": "Птица"})
    search_entries_follow()
    assert sorted(found("птица")) == adverts


def test_a_change_of_no_words_makes_no_entry(owner: User, values: AdvertValues) -> None:
    advert = commands.advert_create(user=owner, values=values).pk
    search_entries_follow()
    SearchEntry.objects.update(tokens=" in_кот ")
    commands.advert_update(user=owner, advert_id=advert, values={"age": 7, "status": "reserved"})
    assert search_entries_follow()
    assert SearchIndex.objects.get().seq == AdvertLog.objects.get().last_seq
    assert SearchEntry.objects.get().tokens == " in_кот "


def test_an_entry_of_an_advert_that_is_gone_goes_with_its_tombstone(
    owner: User, values: AdvertValues
) -> None:
    """It may have been made while another transaction was deleting the advert."""
    advert = commands.advert_create(user=owner, values=values).pk
    commands.advert_delete(user=owner, advert_id=advert)
    SearchEntry.objects.create(pk=advert, tokens=" in_кот ")
    search_entries_follow()
    assert not SearchEntry.objects.exists()


def test_changes_that_were_not_followed_yet_are_not_compacted(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "UNTOUCHED", -compaction.UNTOUCHED)
    advert = commands.advert_create(user=owner, values=values).pk
    commands.advert_update(user=owner, advert_id=advert, values={"title": "Кошка"})
    commands.advert_update(user=owner, advert_id=advert, values={"age": 3})
    assert compaction.log_compact(after=0).superseded == 0
    call_command("compact")
    assert AdvertChange.objects.count() == 1
    assert found("кошка") == [advert]


def test_what_was_written_while_all_entries_were_made_anew_is_followed(
    owner: User, values: AdvertValues
) -> None:
    advert = commands.advert_create(user=owner, values=values).pk
    rebuilding = search_rebuild()
    next(rebuilding)
    commands.advert_update(user=owner, advert_id=advert, values={"title": "Кошка"})
    assert list(rebuilding) == []
    assert found("кошка") == []
    search_entries_follow()
    assert found("кошка") == [advert]


@pytest.fixture
def cat(owner: User, values: AdvertValues) -> int:
    return commands.advert_create(user=owner, values=values).pk


@pytest.fixture
def older(owner: User, cat: int) -> Batch:
    """Entries made ready before the advert became a cat."""
    batch = next_entries()
    commands.advert_update(user=owner, advert_id=cat, values={"title": "Кошка"})
    return batch


def test_entries_made_ready_before_others_were_written_are_not_written(
    cat: int, older: Batch
) -> None:
    assert search_entries_follow()
    assert not search_entries_store(older)
    assert found("кошка") == [cat]


def test_entries_made_ready_before_all_were_made_anew_are_not_written(
    cat: int, older: Batch
) -> None:
    rebuilding = search_rebuild()
    next(rebuilding)
    assert not search_entries_store(older)
    assert list(rebuilding) == []
    assert found("кошка") == [cat]
