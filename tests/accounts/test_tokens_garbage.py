"""Whatever is sent as a token is either a token or InvalidToken, never a surprise."""

import json
from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rip.accounts.tokens import Claims, InvalidToken, TokenType, hash_of, read_token
from tests.accounts.conftest import encoded, forge

KINDS: tuple[TokenType, ...] = ("access", "refresh")

any_text = st.text(st.characters(exclude_categories=[]), max_size=300)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside),
    max_leaves=8,
)
base64_alphabet = "ABCxyz019-_=+/ \n"


@given(any_text, st.sampled_from(KINDS))
@example("", "access")
@example("..", "access")
@example("\ud800.\ud800.\ud800", "refresh")
@example("\x00", "refresh")
@example("eyJhbGciOiJIUzI1NiJ9..", "access")
@example("." * 100_000, "access")
@example("A" * 100_000, "access")
@settings(deadline=None)
def test_no_text_at_all_is_a_token(text: str, kind: TokenType) -> None:
    with pytest.raises(InvalidToken):
        read_token(text, kind)


@given(st.lists(st.text(base64_alphabet, max_size=40), min_size=3, max_size=3).map(".".join))
@settings(deadline=None)
def test_nothing_in_the_shape_of_a_token_is_one(text: str) -> None:
    with pytest.raises(InvalidToken):
        read_token(text, "access")


@given(any_json, any_json)
@settings(deadline=None)
def test_no_unsigned_header_and_claims_are_a_token(header: object, claims: object) -> None:
    text = b".".join([encoded(header), encoded(claims), b"c2lnbmF0dXJl"]).decode()
    with pytest.raises(InvalidToken):
        read_token(text, "access")


@pytest.mark.parametrize("depth", [100, 100_000])
def test_a_deeply_nested_header_is_not_a_token(depth: int) -> None:
    header = b'{"alg":' + b"[" * depth + b"]" * depth + b"}"
    with pytest.raises(InvalidToken):
        read_token(f"{urlsafe_b64encode(header).decode()}.e30.e30", "access")


def _is_number(value: object) -> bool:
    """True for what a token may have as a number: its digits as well."""
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True


GOOD = {
    "iss": "rip",
    "exp": 2**40,
    "iat": 1,
    "sub": "1",
    "sid": "00000000-0000-0000-0000-000000000000",
    "ver": "",
    "typ": "access",
}
no_number = any_json.filter(lambda value: not _is_number(value))
WRONG = {
    "iss": any_json.filter(lambda value: value != "rip"),
    "exp": no_number | st.integers(max_value=10**9) | st.just(float("nan")),
    "iat": st.none(),
    "sub": no_number | st.integers() | st.floats(),
    "sid": any_json.filter(lambda value: not isinstance(value, str) or len(value) < 32),
    "ver": st.none(),
    "typ": any_json.filter(lambda value: value != "access"),
}


@given(st.sampled_from(sorted(WRONG)).flatmap(lambda name: WRONG[name].map(lambda v: (name, v))))
@settings(deadline=None)
def test_no_signed_claim_of_a_wrong_kind_is_taken(claim: tuple[str, object]) -> None:
    name, value = claim
    assert read_token(forge(GOOD), "access").user_id == 1
    with pytest.raises(InvalidToken):
        read_token(forge({**GOOD, name: value}), "access")


@given(any_json.filter(lambda value: value is not None), any_json)
@settings(deadline=None)
def test_a_signed_session_version_of_any_kind_is_read_as_text(
    version: object, more: object
) -> None:
    claims: dict[str, Any] = {**GOOD, "ver": version, "iat": version, "more": more}
    seen = str(json.loads(json.dumps(version)))
    assert read_token(forge(claims), "access") == Claims(1, UUID(int=0), seen, claims["exp"])


@given(any_text)
@example("\ud800")
def test_any_text_has_a_hash(text: str) -> None:
    assert len(hash_of(text)) == 64
