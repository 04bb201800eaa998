from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from rip.adverts.models import AdvertLog
from rip.core.database.numbering import take_numbers
from rip.core.errors import NotFound


@pytest.fixture
def log(db: None) -> int:
    return AdvertLog.objects.create(last_seq=100).pk


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses() -> None:
    number = AdvertLog.objects.create().pk
    with pytest.raises(RuntimeError):
        take_numbers(AdvertLog, row=number)
    assert AdvertLog.objects.get(pk=number).last_seq == 0


def test_numbers_follow_each_other(log: int) -> None:
    assert take_numbers(AdvertLog, row=log) == 101
    assert take_numbers(AdvertLog, row=log) == 102
    assert AdvertLog.objects.get(pk=log).last_seq == 102


def test_without_a_row_they_are_those_of_the_first(log: int) -> None:
    last = AdvertLog.objects.get(pk=1).last_seq
    assert log != 1
    assert take_numbers(AdvertLog) == last + 1
    assert AdvertLog.objects.get(pk=log).last_seq == 100


def test_several_are_taken_at_once_and_the_last_is_returned(log: int) -> None:
    assert take_numbers(AdvertLog, row=log, count=5) == 105
    assert take_numbers(AdvertLog, row=log) == 106


def test_a_log_that_does_not_exist_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        take_numbers(AdvertLog, row=10**9)


def test_numbers_return_with_the_transaction_that_is_undone(log: int) -> None:
    with transaction.atomic():
        take_numbers(AdvertLog, row=log, count=7)
        transaction.set_rollback(True)
    assert take_numbers(AdvertLog, row=log) == 101


@pytest.mark.django_db(transaction=True)
def test_threads_share_them_without_gap_or_repeat() -> None:
    number = AdvertLog.objects.create().pk

    def take(_: int) -> int:
        try:
            with transaction.atomic():
                return take_numbers(AdvertLog, row=number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(64)))
    assert sorted(taken) == list(range(1, 65))
