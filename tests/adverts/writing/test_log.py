"""Every write of the board has a row in its log, and the numbers have no gaps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from rip.accounts.models import User
from rip.adverts.models import Advert, AdvertChange, AdvertLog
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.adverts.writing.log import board_changed
from rip.core.errors import NotFound


def changes() -> list[tuple[int, int, bool]]:
    return list(AdvertChange.objects.values_list("seq", "advert_id", "deleted"))


@pytest.mark.django_db
def test_creating_changing_and_deleting_are_three_numbered_rows(
    owner: User, values: AdvertValues
) -> None:
    start = AdvertLog.objects.get().last_seq
    advert = commands.advert_create(user=owner, values=values)
    assert advert.seq == start + 1
    advert = commands.advert_update(user=owner, advert_id=advert.pk, values={"age": 2})
    assert Advert.objects.get(pk=advert.pk).seq == start + 2
    commands.advert_delete(user=owner, advert_id=advert.pk)
    assert changes() == [
        (start + 1, advert.pk, False),
        (start + 2, advert.pk, False),
        (start + 3, advert.pk, True),
    ]
    assert AdvertLog.objects.get().last_seq == start + 3


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_back_with_the_transaction_that_took_it(
    owner: User, values: AdvertValues
) -> None:
    start = AdvertLog.objects.get().last_seq
    with transaction.atomic():
        commands.advert_create(user=owner, values=values)
        transaction.set_rollback(True)
    assert changes() == []
    assert AdvertLog.objects.get().last_seq == start
    assert commands.advert_create(user=owner, values=values).seq == start + 1


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_once_it_has_committed_and_never_if_it_does_not(
    owner: User, values: AdvertValues
) -> None:
    told: list[tuple[int, bool]] = []

    def committed(seq: int) -> bool:
        """For another connection."""
        try:
            return AdvertChange.objects.filter(seq=seq).exists()
        finally:
            connections.close_all()

    def tell(seq: int, **_: object) -> None:
        with ThreadPoolExecutor(1) as pool:
            told.append((seq, pool.submit(committed, seq).result()))

    board_changed.connect(tell)
    try:
        with transaction.atomic():
            commands.advert_create(user=owner, values=values)
            transaction.set_rollback(True)
        with transaction.atomic():
            first = commands.advert_create(user=owner, values=values)
            assert told == []
        last = commands.advert_update(user=owner, advert_id=first.pk, values={"age": 2})
    finally:
        board_changed.disconnect(tell)
    assert told == [(first.seq, True), (last.seq, True)]


@pytest.mark.django_db(transaction=True)
def test_thirty_writers_at_once_leave_no_gap_and_no_repeat(
    owner: User, values: AdvertValues
) -> None:
    start = AdvertLog.objects.get().last_seq

    def post(_: int) -> int:
        try:
            return commands.advert_create(user=owner, values=values).seq
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answered = sorted(pool.map(post, range(30)))
    numbers = list(range(start + 1, start + 31))
    assert answered == numbers
    assert [seq for seq, _, _ in changes()] == numbers
    assert {advert.seq: advert.pk for advert in Advert.objects.all()} == {
        seq: advert_id for seq, advert_id, _ in changes()
    }


@pytest.mark.django_db(transaction=True)
def test_of_many_who_delete_one_advert_one_succeeds_and_writers_beside_them_do_no_harm(
    owner: User, values: AdvertValues
) -> None:
    advert = commands.advert_create(user=owner, values=values)

    def delete_or_change(turn: int) -> str:
        try:
            if turn % 2:
                commands.advert_delete(user=owner, advert_id=advert.pk)
                return "deleted"
            commands.advert_update(user=owner, advert_id=advert.pk, values={"age": turn})
        except NotFound:
            return "not found"
        finally:
            connections.close_all()
        return "changed"

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(delete_or_change, range(16)))
    assert ends.count("deleted") == 1
    assert not Advert.objects.exists()
    rows = changes()
    assert [seq for seq, _, _ in rows] == list(range(advert.seq, advert.seq + len(rows)))
    assert [deleted for _, _, deleted in rows] == [False] * (len(rows) - 1) + [True]
    assert len(rows) == 1 + ends.count("changed") + 1
