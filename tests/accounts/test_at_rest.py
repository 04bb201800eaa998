"""The database alone signs nobody in: it has no token and no ticket in it, only their hashes."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from rip.accounts.models import RefreshFamily, Ticket, User
from rip.accounts.sessions import TokenPair, family_refresh, session_of
from rip.accounts.tickets import DatabaseTickets, Holder, ticket_issue
from rip.accounts.tokens import hash_of, session_hash_of
from tests.accounts.conftest import run_with_stores
from tests.conftest import PASSWORD


def _everything_stored() -> str:
    rows: list[Any] = []
    for model in apps.get_models():
        rows.extend(model._default_manager.values_list())
    return repr(rows)


def test_no_token_is_stored(owner: User, pair: TokenPair) -> None:
    following = family_refresh(refresh=pair.refresh)
    stored = _everything_stored()
    assert hash_of(pair.refresh) in stored
    assert hash_of(following.refresh) in stored
    for token in (pair.access, pair.refresh, following.access, following.refresh):
        for part in (token, token.split(".")[2]):
            assert part not in stored


def test_no_password_is_stored(owner: User) -> None:
    assert PASSWORD not in _everything_stored()


@pytest.mark.django_db(transaction=True)
def test_no_ticket_is_stored(owner: User, pair: TokenPair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RIP_REDIS_URL", "")
    ticket = run_with_stores(ticket_issue(session=session_of(access=pair.access)))
    stored = _everything_stored()
    assert hash_of(ticket) in stored
    assert ticket not in stored
    assert ticket.replace("-", "") not in stored


@pytest.mark.django_db(transaction=True)
def test_expired_tickets_are_tidied_when_the_next_is_issued(
    owner: User, family: RefreshFamily
) -> None:
    holder = Holder(family.pk, session_hash_of(owner))
    asyncio.run(DatabaseTickets().save(hash_of("old"), holder))
    Ticket.objects.update(expires=family.created - timedelta(seconds=1))
    asyncio.run(DatabaseTickets().save(hash_of("new"), holder))
    assert [ticket.ticket_hash for ticket in Ticket.objects.all()] == [hash_of("new")]
