"""Tokens, tickets and the grace for repeats last as long as they should, to the smallest step."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from rip.accounts.guests import guest_create
from rip.accounts.models import RefreshFamily, Ticket, User
from rip.accounts.sessions import (
    TokenPair,
    family_open,
    family_refresh,
    session_of,
    session_of_refresh,
)
from rip.accounts.tickets import DatabaseTickets, Holder
from rip.accounts.tokens import InvalidToken, session_hash_of
from tests.accounts.conftest import Clock, claims_of

SHORTEST = 0.000_001

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lifetimes(settings: Settings) -> None:
    """Three that differ from each other, and from all that is built in."""
    settings.RIP_ACCESS_SECONDS = 100
    settings.RIP_TICKET_SECONDS = 200
    settings.RIP_REFRESH_SECONDS = 3000


@pytest.fixture
def pair(clock: Clock, owner: User) -> TokenPair:
    """A log-in that began by the clock."""
    return family_open(user=owner)


def _is_taken(call: Callable[..., object], **token: Any) -> bool:
    try:
        call(**token)
    except InvalidToken:
        return False
    return True


def test_an_access_token_is_taken_until_just_before_its_expiry(
    clock: Clock, pair: TokenPair
) -> None:
    clock.advance(seconds=100 - SHORTEST)
    assert _is_taken(session_of, access=pair.access)
    clock.advance(seconds=SHORTEST)
    assert not _is_taken(session_of, access=pair.access)


@pytest.mark.parametrize(
    "call", [family_refresh, session_of_refresh], ids=["to refresh", "to log out"]
)
def test_a_refresh_token_is_taken_until_just_before_its_expiry(
    clock: Clock, pair: TokenPair, call: Callable[..., object]
) -> None:
    clock.advance(seconds=3000)
    assert not _is_taken(call, refresh=pair.refresh)
    clock.advance(seconds=-SHORTEST)
    assert _is_taken(call, refresh=pair.refresh)


def test_each_refresh_begins_both_lifetimes_anew(clock: Clock, pair: TokenPair) -> None:
    clock.advance(seconds=2999)
    following = family_refresh(refresh=pair.refresh)
    assert claims_of(following.access)["exp"] == int(clock.moment.timestamp()) + 100
    assert claims_of(following.refresh)["exp"] == int(clock.moment.timestamp()) + 3000
    expires = RefreshFamily.objects.get().expires
    assert (expires - clock.moment).total_seconds() == 3000
    clock.advance(seconds=3000 - SHORTEST)
    assert _is_taken(family_refresh, refresh=following.refresh)


def test_a_refresh_is_repeated_for_thirty_seconds(clock: Clock, pair: TokenPair) -> None:
    following = family_refresh(refresh=pair.refresh)
    # Rotations are stored in whole seconds, so the thirtieth counts until it is over.
    clock.advance(seconds=31 - SHORTEST)
    assert family_refresh(refresh=pair.refresh).refresh == following.refresh


def test_a_repeat_one_step_after_the_grace_gives_a_new_successor(
    clock: Clock, pair: TokenPair
) -> None:
    lost = family_refresh(refresh=pair.refresh)
    clock.advance(seconds=31)
    following = family_refresh(refresh=pair.refresh)
    assert following.refresh != lost.refresh
    clock.advance(seconds=31 - SHORTEST)
    assert family_refresh(refresh=pair.refresh).refresh == following.refresh


def test_repeats_do_not_prolong_the_grace(clock: Clock, pair: TokenPair) -> None:
    first = family_refresh(refresh=pair.refresh)
    clock.advance(seconds=20)
    assert family_refresh(refresh=pair.refresh).refresh == first.refresh
    clock.advance(seconds=11)
    assert family_refresh(refresh=pair.refresh).refresh != first.refresh


def test_a_lost_answer_may_be_asked_for_until_the_token_itself_expires(
    clock: Clock, pair: TokenPair
) -> None:
    clock.advance(seconds=10)
    family_refresh(refresh=pair.refresh)
    clock.advance(seconds=2990 - SHORTEST)
    assert _is_taken(family_refresh, refresh=pair.refresh)
    clock.advance(seconds=SHORTEST)
    assert not _is_taken(family_refresh, refresh=pair.refresh)


def test_a_repeat_gives_an_access_token_of_full_length(clock: Clock, pair: TokenPair) -> None:
    family_refresh(refresh=pair.refresh)
    clock.advance(seconds=30)
    again = family_refresh(refresh=pair.refresh)
    clock.advance(seconds=100 - SHORTEST)
    assert _is_taken(session_of, access=again.access)


def test_a_guest_may_repeat_until_the_token_itself_expires(clock: Clock) -> None:
    guest = guest_create()
    clock.advance(seconds=10)
    family_refresh(refresh=guest.refresh)
    clock.advance(seconds=2990 - SHORTEST)
    assert _is_taken(family_refresh, refresh=guest.refresh)
    clock.advance(seconds=SHORTEST)
    assert not _is_taken(family_refresh, refresh=guest.refresh)


@pytest.fixture
def tickets(owner: User, pair: TokenPair) -> tuple[str, str]:
    """The hashes of two tickets issued at this moment."""
    store = DatabaseTickets()
    holder = Holder(owner.refresh_families.get().pk, session_hash_of(owner))
    hashes = uuid.uuid4().hex, uuid.uuid4().hex
    for ticket_hash in hashes:
        store.save_row(ticket_hash, holder)
    return hashes


def test_a_ticket_is_taken_until_just_before_its_expiry(
    clock: Clock, tickets: tuple[str, str]
) -> None:
    first, second = tickets
    clock.advance(seconds=200 - SHORTEST)
    assert DatabaseTickets().take_row(first) is not None
    clock.advance(seconds=SHORTEST)
    assert DatabaseTickets().take_row(second) is None


def test_a_ticket_that_is_still_taken_is_not_tidied(
    clock: Clock, tickets: tuple[str, str], owner: User
) -> None:
    holder = Holder(owner.refresh_families.get().pk, session_hash_of(owner))
    clock.advance(seconds=199)
    DatabaseTickets().save_row("later", holder)
    assert Ticket.objects.count() == 3
    clock.advance(seconds=2)
    DatabaseTickets().save_row("last", holder)
    assert {ticket.ticket_hash for ticket in Ticket.objects.all()} == {"later", "last"}


@pytest.mark.usefixtures("tickets")
def test_the_tickets_of_others_are_not_tidied(clock: Clock, stranger: User) -> None:
    clock.advance(seconds=201)
    theirs = session_of(access=family_open(user=stranger).access)
    holder = Holder(theirs.family_id, session_hash_of(stranger))
    DatabaseTickets().save_row("theirs", holder)
    assert Ticket.objects.count() == 3


def test_a_log_in_is_kept_while_its_token_is_taken_and_deleted_after(
    clock: Clock, pair: TokenPair, owner: User
) -> None:
    first = owner.refresh_families.get()
    clock.advance(seconds=2999)
    family_open(user=owner)
    assert owner.refresh_families.filter(pk=first.pk).exists()
    clock.advance(seconds=2)
    family_open(user=owner)
    assert not owner.refresh_families.filter(pk=first.pk).exists()
    assert owner.refresh_families.count() == 2
