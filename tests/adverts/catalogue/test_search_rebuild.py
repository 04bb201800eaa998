"""The search index can be made anew, and is when another version of RIP made it."""

import pytest
from django.core.management import call_command

from rip.adverts.catalogue import search_index
from rip.adverts.catalogue.search_index import search_entries_follow
from rip.adverts.models import Advert, SearchEntry, SearchIndex
from rip.adverts.search.query import VERSION
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues

pytestmark = pytest.mark.django_db(transaction=True)


def entries() -> list[tuple[int, str]]:
    search_entries_follow()
    return list(SearchEntry.objects.order_by("advert_id").values_list("advert_id", "tokens"))


def test_rebuilding_restores_what_is_missing_and_what_is_wrong(
    values: AdvertValues, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(search_index, "BATCH", 2)
    adverts = [commands.advert_create(user=None, values=values).pk for _ in range(5)]
    Advert.objects.filter(pk=adverts[1]).delete()
    expected = entries()
    assert [advert for advert, _ in expected] == [*adverts[:1], *adverts[2:]]
    SearchEntry.objects.filter(pk=adverts[0]).delete()
    SearchEntry.objects.filter(pk=adverts[2]).update(tokens=" in_кот ")
    call_command("search_rebuild")
    assert entries() == expected
    assert "4 " in capsys.readouterr().out


def test_migrating_rebuilds_what_another_version_made(values: AdvertValues) -> None:
    commands.advert_create(user=None, values=values)
    expected = entries()
    SearchEntry.objects.update(tokens=" in_кот ")
    call_command("migrate", verbosity=0)
    assert entries() != expected
    SearchIndex.objects.update(version="0")
    call_command("migrate", verbosity=0)
    assert entries() == expected
    assert SearchIndex.objects.get().version == VERSION


def test_an_empty_board_is_rebuilt_too() -> None:
    call_command("search_rebuild")
    assert entries() == []
