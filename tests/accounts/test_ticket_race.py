"""The database's ticket store when two have read a ticket before either has deleted it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import QuerySet

from rip.accounts.models import RefreshFamily, Ticket, User
from rip.accounts.tickets import DatabaseTickets, Holder
from rip.accounts.tokens import hash_of, session_hash_of


@pytest.mark.django_db(transaction=True)
def test_only_the_one_whose_delete_removed_the_row_gets_the_ticket(
    owner: User, family: RefreshFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, holder = DatabaseTickets(), Holder(family.pk, session_hash_of(owner))
    store.save_row(hash_of("ticket"), holder)
    both_have_read = Barrier(2, timeout=20)
    delete = QuerySet.delete

    def delete_together(tickets: "QuerySet[Ticket]") -> tuple[int, dict[str, int]]:
        both_have_read.wait()
        return delete(tickets)

    def take(_: int) -> Holder | None:
        try:
            return store.take_row(hash_of("ticket"))
        finally:
            connection.close()

    monkeypatch.setattr(QuerySet, "delete", delete_together)
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(take, range(2)))
    assert sorted(taken, key=bool) == [None, holder]
