"""Rows that are written by our own statements are what Django would have written."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from rip.adverts.models import Advert, AdvertChange
from rip.adverts.writing.commands import AdvertValues
from rip.core.database.bulk import keys_between, rows_insert, rows_update, saved_values

pytestmark = pytest.mark.django_db

COLUMNS = tuple(field.name for field in Advert._meta.concrete_fields if field.name != "id")

Made = Callable[..., Advert]


@pytest.fixture
def advert(values: AdvertValues) -> Made:
    """`advert(seq, price=…)` is one that is not saved."""
    return lambda seq, **changed: Advert(**{**values, "seq": seq, **changed})


def test_what_is_inserted_is_what_saving_inserts(advert: Made) -> None:
    saved = advert(1, breed="Ёжик", price=Decimal("10.50"))
    saved.save()
    [values] = saved_values([advert(2, breed="Ёжик", price=Decimal("10.50"))], COLUMNS, add=True)
    rows_insert(Advert, COLUMNS, [values])
    one, two = Advert.objects.order_by("seq").values(*COLUMNS)
    for moving in ("seq", "created", "updated"):
        assert one.pop(moving) <= two.pop(moving)
    assert one == two
    assert two["breed_key"] == "ежик"


def test_all_rows_are_of_one_moment_and_the_instances_know_it(advert: Made) -> None:
    adverts = [advert(1), advert(2)]
    rows_insert(Advert, COLUMNS, saved_values(adverts, COLUMNS, add=True))
    moments = {moment for one in adverts for moment in (one.created, one.updated)}
    assert len(moments) == 1
    assert set(Advert.objects.values_list("updated", flat=True)) == moments


def test_a_change_moves_when_it_was_changed_and_not_when_it_was_created(advert: Made) -> None:
    one = advert(1)
    one.save()
    created = one.created = one.updated = timezone.now() - timedelta(days=1)
    Advert.objects.update(created=created, updated=created)
    one.title = "Другой"
    columns = ("seq", "title", "updated")
    [values] = saved_values([one], columns, add=False)
    rows_update(Advert, columns, [[*values, one.pk]])
    one.refresh_from_db()
    assert (one.title, one.created) == ("Другой", created)
    assert one.updated > created


def test_nothing_to_save_has_no_values() -> None:
    assert saved_values([], COLUMNS, add=True) == []


@pytest.mark.parametrize("value", [None, {"words": "Ёж\u2028", "price": "1.50", "owner": None}])
def test_documents_are_read_as_they_were_written(value: dict[str, Any] | None) -> None:
    columns = ("seq", "advert_id", "deleted", "before", "after", "at")
    rows_insert(AdvertChange, columns, [(1, 2, False, None, value, timezone.now())])
    change = AdvertChange.objects.get()
    assert (change.before, change.after) == (None, value)
    assert AdvertChange.objects.filter(after__isnull=value is None).exists()


def test_keys_are_those_of_the_rows_between(advert: Made) -> None:
    for seq in (3, 4, 5, 6):
        advert(seq).save()
    keys = dict(Advert.objects.filter(seq__in=[4, 5]).values_list("seq", "pk"))
    assert keys_between(Advert, "seq", 4, 5) == keys
    assert keys_between(Advert, "seq", 7, 9) == {}


@pytest.mark.sqlite
def test_text_of_documents_is_not_escaped() -> None:
    """On SQLite, where the text can be seen: six bytes a letter would make the log large."""
    columns = ("seq", "advert_id", "deleted", "before", "after", "at")
    rows_insert(AdvertChange, columns, [(1, 2, False, None, {"a": "ё"}, timezone.now())])
    with connection.cursor() as cursor:
        cursor.execute("SELECT after FROM adverts_advertchange")
        assert cursor.fetchone() == ('{"a":"ё"}',)
