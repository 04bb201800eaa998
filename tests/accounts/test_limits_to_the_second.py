"""The second at which each limit ends, by a clock that stands still."""

from datetime import timedelta

import pytest

from rip.accounts import tokens
from rip.accounts.models import User
from rip.accounts.sessions import family_open, family_refresh
from rip.accounts.tickets import DatabaseTickets, Holder
from rip.accounts.tokens import session_hash_of
from tests.accounts.model import GRACE, TICKET, Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.time = tokens.now()
    monkeypatch.setattr(tokens, "now", clock.now)
    return clock


def test_a_repeated_refresh_gives_the_same_for_30_seconds_and_no_longer(
    owner: User, clock: Clock
) -> None:
    pair = family_open(user=owner)
    following = family_refresh(refresh=pair.refresh)
    clock.time += GRACE
    assert family_refresh(refresh=pair.refresh).refresh == following.refresh
    clock.time += timedelta(seconds=1)
    assert family_refresh(refresh=pair.refresh).refresh != following.refresh


def test_a_ticket_is_good_before_its_60th_second_has_passed(owner: User, clock: Clock) -> None:
    family_open(user=owner)
    store, holder = (
        DatabaseTickets(),
        Holder(owner.refresh_families.get().pk, session_hash_of(owner)),
    )
    for name in ("a" * 64, "b" * 64):
        store.save_row(name, holder)
    clock.time += TICKET - timedelta(seconds=1)
    assert store.take_row("a" * 64) == holder
    clock.time += timedelta(seconds=1)
    assert store.take_row("b" * 64) is None
