"""The database's ticket store while one person opens many sockets."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from rip.accounts.models import RefreshFamily, Ticket, User
from rip.accounts.tickets import DatabaseTickets, Holder
from rip.accounts.tokens import session_hash_of

PEOPLE = 6
EACH = 60


@pytest.mark.django_db(transaction=True)
def test_tickets_of_one_log_in_are_issued_and_taken_at_once(
    owner: User, family: RefreshFamily
) -> None:
    store, holder = DatabaseTickets(), Holder(family.pk, session_hash_of(owner))

    def open_sockets(_: int) -> list[Holder | None]:
        try:
            return [open_socket() for _ in range(EACH)]
        finally:
            connection.close()

    def open_socket() -> Holder | None:
        ticket_hash = uuid.uuid4().hex
        store.save_row(ticket_hash, holder)
        return store.take_row(ticket_hash)

    with ThreadPoolExecutor(PEOPLE) as pool:
        taken = [one for some in pool.map(open_sockets, range(PEOPLE)) for one in some]
    assert taken == [holder] * PEOPLE * EACH
    assert not Ticket.objects.exists()
