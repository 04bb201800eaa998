"""Tokens somebody else made, or made something else of."""

from typing import Any

import pytest

from rip.accounts.sessions import TokenPair, session_of
from rip.accounts.tokens import InvalidToken, read_token
from tests.accounts.conftest import Claims, claims_of, encoded, forge


def test_a_token_made_by_hand_with_the_right_key_is_taken(claims: Claims) -> None:
    """Without this, the forgeries below could be refused for being badly made."""
    assert read_token(forge(claims), "access").user_id == int(claims["sub"])


def test_a_token_signed_with_another_key_is_refused(claims: Claims) -> None:
    with pytest.raises(InvalidToken):
        read_token(forge(claims, key=b"another key, just as long as ours"), "access")


def test_a_token_signed_with_no_key_is_refused(claims: Claims) -> None:
    with pytest.raises(InvalidToken):
        read_token(forge(claims, key=b""), "access")


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
def test_a_token_that_asks_not_to_be_checked_is_refused(claims: Claims, algorithm: str) -> None:
    unsigned = encoded({"alg": algorithm, "typ": "JWT"}) + b"." + encoded(claims) + b"."
    with pytest.raises(InvalidToken):
        read_token(unsigned.decode(), "access")


@pytest.mark.parametrize(
    ("algorithm", "digest"), [("HS512", "sha512"), ("HS384", "sha384"), ("HS256", "sha512")]
)
def test_the_right_key_with_another_hash_is_refused(
    claims: Claims, algorithm: str, digest: str
) -> None:
    with pytest.raises(InvalidToken):
        read_token(forge(claims, alg=algorithm, digest=digest), "access")


@pytest.mark.parametrize(
    "algorithm", ["RS256", "PS256", "ES256", "EdDSA", "hs256", "HS256 ", None, 1, ["HS256"], {}]
)
def test_a_header_that_names_another_algorithm_is_refused(
    claims: Claims, algorithm: object
) -> None:
    with pytest.raises(InvalidToken):
        read_token(forge(claims, alg=algorithm), "access")


@pytest.mark.parametrize(("name", "value"), [("b64", False), ("kid", 1), ("crit", ["exp"])])
def test_a_header_with_extensions_is_refused(claims: Claims, name: str, value: Any) -> None:
    with pytest.raises(InvalidToken):
        read_token(forge(claims, **{name: value}), "access")


def test_changed_claims_under_the_old_signature_are_refused(pair: TokenPair) -> None:
    header, _, signature = pair.access.split(".")
    changed = encoded({**claims_of(pair.access), "sub": "1"}).decode()
    with pytest.raises(InvalidToken):
        read_token(f"{header}.{changed}.{signature}", "access")


def test_a_token_of_one_log_in_does_not_open_another_users(pair: TokenPair, claims: Claims) -> None:
    """Even the holder of the key cannot name a user and a log-in that do not belong together."""
    with pytest.raises(InvalidToken):
        session_of(access=forge({**claims, "sub": str(int(claims["sub"]) + 1)}))
