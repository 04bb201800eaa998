"""The bridge from a web session to access tokens, and how it falls with the session."""

from typing import Any

import pytest
from django.test import Client

from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import Session, families_revoke, family_revoke, session_of
from rip.accounts.tokens import InvalidToken

pytestmark = pytest.mark.django_db

ADDRESS = "/session/token/"


@pytest.fixture
def browser(owner: User) -> Client:
    """A browser in which the owner is signed in."""
    client = Client()
    client.force_login(owner)
    return client


def token(client: Client) -> str:
    answer = client.post(ADDRESS)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    body: dict[str, Any] = answer.json()
    assert body.keys() == {"access", "expires_in"}
    assert body["expires_in"] == 15 * 60
    access: str = body["access"]
    return access


def test_it_gives_a_token_of_the_one_who_is_signed_in(browser: Client, owner: User) -> None:
    assert session_of(access=token(browser)).user == owner


def test_a_session_has_one_log_in_however_often_it_asks(browser: Client, owner: User) -> None:
    sessions: set[Session] = {session_of(access=token(browser)) for _ in range(3)}
    assert len({session.family_id for session in sessions}) == 1
    elsewhere = Client()
    elsewhere.force_login(owner)
    assert session_of(access=token(elsewhere)).family_id not in {s.family_id for s in sessions}
    assert RefreshFamily.objects.count() == 2


def test_who_is_not_signed_in_gets_a_problem_document(client: Client) -> None:
    answer = client.post(ADDRESS)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:rip:not-signed-in"


def test_looking_gives_nothing_away(browser: Client) -> None:
    assert browser.get(ADDRESS).status_code == 405


def test_another_sites_page_cannot_ask(owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    assert strict.post(ADDRESS).status_code == 403
    assert not RefreshFamily.objects.exists()


def test_logging_out_ends_the_token_and_no_other(browser: Client, owner: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(owner)
    access, other = token(browser), token(elsewhere)
    browser.logout()
    with pytest.raises(InvalidToken):
        session_of(access=access)
    assert session_of(access=other).user == owner


def test_logging_out_everywhere_ends_it(browser: Client, owner: User) -> None:
    access = token(browser)
    families_revoke(user=owner)
    with pytest.raises(InvalidToken):
        session_of(access=access)
    assert browser.post(ADDRESS).status_code == 401


def test_a_log_in_that_was_revoked_gives_no_more_tokens(browser: Client, owner: User) -> None:
    session = session_of(access=token(browser))
    family_revoke(user=owner, family_id=session.family_id)
    assert browser.post(ADDRESS).status_code == 401
