"""The hop from async code to the ORM."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError, connection, connections
from django.utils import translation
from django.utils.translation import gettext

from rip.accounts.models import User
from rip.core.database import threads
from rip.core.errors import NotFound, Unavailable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One database thread of this test's own, so that two hops meet the same connection."""
    with ThreadPoolExecutor(1) as thread:
        for pool in ("readers", "writers"):
            monkeypatch.setattr(threads, pool, lambda: thread)
        yield
        thread.submit(connections.close_all).result()


def test_arguments_go_in_and_the_result_comes_out() -> None:
    assert asyncio.run(threads.read(divmod, 17, 5)) == (3, 2)
    assert asyncio.run(threads.read(int, "ff", base=16)) == 255


def test_it_runs_in_a_thread_where_the_orm_may_be_used(owner: User) -> None:
    async def both() -> tuple[str, int]:
        name = await threads.read(lambda: User.objects.get(pk=owner.pk).username)
        return name, await threads.read(threading.get_ident)

    name, thread = asyncio.run(both())
    assert name == "owner"
    assert thread != threading.get_ident()


def test_what_a_hop_wrote_the_next_one_reads() -> None:
    asyncio.run(threads.write(User.objects.create_user, "written"))
    assert asyncio.run(threads.read(User.objects.filter(username="written").exists))


@pytest.mark.parametrize("error", [NotFound(), ValueError("x"), KeyError("x")])
def test_exceptions_pass(error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        asyncio.run(threads.read(fail))
    assert caught.value is error


def test_the_callers_language_travels_and_does_not_stay_behind() -> None:
    async def worded(language: str) -> str:
        with translation.override(language):
            return await threads.read(gettext, "This field is required.")

    async def both() -> tuple[str, str]:
        return await asyncio.gather(worded("ru"), worded("en"))

    russian, english = asyncio.run(both())
    assert english == "This field is required."
    assert not russian.isascii()
    assert asyncio.run(worded("ru")) == russian


def test_a_database_that_does_not_answer_is_unavailable() -> None:
    def fail() -> None:
        raise OperationalError("gone away")

    with pytest.raises(Unavailable):
        asyncio.run(threads.read(fail))


def test_a_broken_rule_of_the_database_is_the_callers_to_hear_of(owner: User) -> None:
    with pytest.raises(IntegrityError):
        asyncio.run(threads.write(User.objects.create, username="owner"))


@pytest.mark.mariadb
@pytest.mark.mysql
def test_a_connection_that_broke_is_replaced(owner: User) -> None:
    asyncio.run(threads.read(User.objects.count))
    asyncio.run(threads.read(break_connection))
    with pytest.raises(Unavailable):
        asyncio.run(threads.read(User.objects.count))
    assert asyncio.run(threads.read(User.objects.count)) == 1


@pytest.mark.mariadb
@pytest.mark.mysql
def test_a_connection_that_broke_while_it_rested_is_not_even_noticed(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(threads.read(User.objects.count))
    asyncio.run(threads.read(break_connection))
    monkeypatch.setattr(threads, "CHECK_AFTER_SECONDS", -1.0)
    assert asyncio.run(threads.read(User.objects.count)) == 1


def break_connection() -> None:
    """Leave this thread a connection that looks open, and that the server has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CONNECTION_ID()")
        (number,) = cursor.fetchone()
    killer = connection.copy()
    with killer.cursor() as cursor:
        cursor.execute("KILL %s", [number])
    killer.close()
