"""Tickets as the doors see them: issued to a session, redeemed for it, once."""

import socket
import uuid

import pytest
from django.conf import settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rip.accounts.models import Ticket, User
from rip.accounts.sessions import Session, TokenPair, family_revoke, session_of
from rip.accounts.tickets import InvalidTicket, ticket_issue, ticket_redeem
from tests.accounts.conftest import run_with_stores
from tests.kit.running import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RIP_REDIS_URL", "")


@pytest.fixture
def redis_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Configured, but nobody listens there."""
    monkeypatch.setattr(settings, "RIP_REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")


@pytest.fixture(params=["database_only", "redis_away"])
def anywhere(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(request.param)


@pytest.fixture
def session(pair: TokenPair) -> Session:
    return session_of(access=pair.access)


def _issue(session: Session) -> str:
    return run_with_stores(ticket_issue(session=session))


def _redeem(ticket: str) -> Session:
    return run_with_stores(ticket_redeem(ticket=ticket))


@pytest.mark.usefixtures("anywhere")
def test_a_ticket_gives_back_the_session_it_was_issued_to(session: Session) -> None:
    assert _redeem(_issue(session)) == session


@pytest.mark.usefixtures("anywhere")
def test_a_used_ticket_is_refused(session: Session) -> None:
    ticket = _issue(session)
    _redeem(ticket)
    with pytest.raises(InvalidTicket):
        _redeem(ticket)


def test_a_redis_that_answers_nothing_is_given_up_for_the_database(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setattr(settings, "RIP_REDIS_URL", f"redis://127.0.0.1:{port}/0")
        _issue(session)
    assert Ticket.objects.count() == 1


@pytest.mark.usefixtures("redis_away")
def test_without_its_redis_tickets_are_kept_in_the_database(session: Session) -> None:
    _issue(session)
    assert Ticket.objects.count() == 1


def test_with_redis_the_database_is_left_alone(
    session: Session, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RIP_REDIS_URL", redis_url)
    ticket = _issue(session)
    assert Ticket.objects.count() == 0
    assert _redeem(ticket) == session


def test_a_ticket_issued_while_redis_was_away_is_good_when_it_is_back(
    session: Session, redis_away: None, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = _issue(session)
    monkeypatch.setattr(settings, "RIP_REDIS_URL", redis_url)
    assert _redeem(ticket) == session


@pytest.mark.usefixtures("database_only")
def test_tickets_are_random_uuids(session: Session) -> None:
    tickets = {_issue(session) for _ in range(20)}
    assert len(tickets) == 20
    assert {uuid.UUID(ticket).version for ticket in tickets} == {4}


@pytest.mark.usefixtures("database_only")
def test_a_ticket_ends_with_its_log_in(owner: User, session: Session) -> None:
    ticket = _issue(session)
    family_revoke(user=owner, family_id=session.family_id)
    with pytest.raises(InvalidTicket):
        _redeem(ticket)


@pytest.mark.usefixtures("database_only")
def test_a_ticket_ends_with_the_password_it_was_issued_under(owner: User, session: Session) -> None:
    ticket = _issue(session)
    owner.set_password("another-passphrase-8")
    owner.save()
    with pytest.raises(InvalidTicket):
        _redeem(ticket)


@pytest.mark.usefixtures("database_only")
def test_a_ticket_that_met_an_ended_session_is_used_up(owner: User, session: Session) -> None:
    ticket = _issue(session)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    with pytest.raises(InvalidTicket):
        _redeem(ticket)
    User.objects.filter(pk=owner.pk).update(is_active=True)
    with pytest.raises(InvalidTicket):
        _redeem(ticket)


@pytest.mark.usefixtures("database_only")
@pytest.mark.parametrize("spoil", [str.upper, lambda text: text.replace("-", ""), "{}\n".format])
def test_a_ticket_written_differently_is_refused(session: Session, spoil: object) -> None:
    assert callable(spoil)
    ticket = _issue(session)
    with pytest.raises(InvalidTicket):
        _redeem(spoil(ticket))
    assert _redeem(ticket) == session


@pytest.mark.usefixtures("database_only")
@given(st.text(st.characters(exclude_categories=[])) | st.uuids().map(str))
@example("")
@example("\ud800")
@example("\x00" * 36)
@hypothesis_settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_that_was_not_issued_is_a_ticket(text: str) -> None:
    with pytest.raises(InvalidTicket):
        _redeem(text)
