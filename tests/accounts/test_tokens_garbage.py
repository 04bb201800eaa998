"""Whatever is sent as a token is either a token or InvalidToken, never a surprise."""

from base64 import urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rip.accounts.tokens import InvalidToken, TokenType, hash_of, read_token
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


@given(st.dictionaries(st.sampled_from(["exp", "iat", "sub", "sid", "ver", "typ"]), any_json))
@settings(deadline=None)
def test_even_signed_claims_of_any_kind_raise_nothing_else(claims: dict[str, object]) -> None:
    whole = {"iss": "rip", "exp": 2**40, "iat": 1, "sub": "1", "ver": "", "typ": "access"}
    sid = {"sid": "00000000-0000-0000-0000-000000000000"}
    with suppress(InvalidToken):
        read_token(forge({**whole, **sid, **claims}), "access")


@given(any_text)
@example("\ud800")
def test_any_text_has_a_hash(text: str) -> None:
    assert len(hash_of(text)) == 64
