"""The claims of a token are checked, however well it is signed."""

from uuid import UUID

import pytest

from rip.accounts.sessions import TokenPair, family_refresh, session_of
from rip.accounts.tokens import InvalidToken, now, read_token
from tests.accounts.conftest import Claims, claims_of, forge


def test_access_lasts_a_quarter_of_an_hour_and_refresh_two_weeks(pair: TokenPair) -> None:
    access, refresh = claims_of(pair.access), claims_of(pair.refresh)
    assert access["exp"] - access["iat"] == 15 * 60
    assert refresh["exp"] - refresh["iat"] == 14 * 24 * 3600


def test_a_good_token_opens_its_users_session(pair: TokenPair, claims: Claims) -> None:
    session = session_of(access=pair.access)
    assert session.user.username == "owner"
    assert str(session.family_id) == claims["sid"]


def test_an_expired_token_is_refused(claims: Claims) -> None:
    moment = int(now().timestamp())
    read_token(forge({**claims, "exp": moment + 60}), "access")
    with pytest.raises(InvalidToken):
        read_token(forge({**claims, "exp": moment - 1}), "access")


def test_a_token_from_a_node_whose_clock_is_ahead_is_taken(claims: Claims) -> None:
    moment = int(now().timestamp())
    read_token(forge({**claims, "iat": moment + 30, "exp": moment + 930}), "access")


def test_a_refresh_token_is_not_an_access_token(pair: TokenPair) -> None:
    with pytest.raises(InvalidToken):
        session_of(access=pair.refresh)


def test_an_access_token_is_not_a_refresh_token(pair: TokenPair) -> None:
    with pytest.raises(InvalidToken):
        family_refresh(refresh=pair.access)


def test_an_access_token_does_not_end_the_log_in_it_was_refreshed_with(pair: TokenPair) -> None:
    with pytest.raises(InvalidToken):
        family_refresh(refresh=pair.access)
    session_of(access=pair.access)


@pytest.mark.parametrize("issuer", ["", "RIP", "rip.example.org", None, ["rip"], {"rip": 1}])
def test_a_token_of_another_issuer_is_refused(claims: Claims, issuer: object) -> None:
    with pytest.raises(InvalidToken):
        read_token(forge({**claims, "iss": issuer}), "access")


@pytest.mark.parametrize("name", ["iss", "exp", "iat", "sub", "sid", "ver", "typ"])
def test_a_token_that_lacks_a_claim_is_refused(claims: Claims, name: str) -> None:
    del claims[name]
    with pytest.raises(InvalidToken):
        read_token(forge(claims), "access")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("exp", "soon"),
        ("exp", float("inf")),
        ("exp", float("nan")),
        ("exp", [1]),
        ("sub", "owner"),
        ("sub", 7),
        ("sub", "9" * 5000),
        ("sid", "not-a-uuid"),
        ("sid", 7),
        ("sid", [1]),
        ("typ", ["access"]),
        ("typ", "Access"),
    ],
)
def test_a_claim_of_the_wrong_kind_is_refused(claims: Claims, name: str, value: object) -> None:
    with pytest.raises(InvalidToken):
        read_token(forge({**claims, name: value}), "access")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sid", str(UUID(int=7, version=4))),
        ("sub", "999999"),
        ("sub", "9" * 30),
        ("sub", "-1"),
        ("ver", "0" * 32),
    ],
)
def test_claims_no_log_in_matches_are_refused(claims: Claims, name: str, value: object) -> None:
    forged = forge({**claims, name: value})
    read_token(forged, "access")
    with pytest.raises(InvalidToken):
        session_of(access=forged)
