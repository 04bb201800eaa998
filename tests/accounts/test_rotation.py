"""A refresh token is used once: it gives the next pair, and the same again for 30 seconds."""

from datetime import timedelta

import pytest

from rip.accounts import sessions, tokens
from rip.accounts.models import RefreshFamily
from rip.accounts.sessions import TokenPair, family_refresh, session_of, session_of_refresh
from rip.accounts.tokens import InvalidToken, hash_of
from tests.accounts.conftest import claims_of


def test_refreshing_gives_a_new_pair_of_the_same_log_in(
    pair: TokenPair, family: RefreshFamily
) -> None:
    following = family_refresh(refresh=pair.refresh)
    assert following.refresh != pair.refresh
    assert session_of(access=following.access).family_id == family.pk
    assert session_of_refresh(refresh=following.refresh).family_id == family.pk


def test_rotation_goes_on_from_pair_to_pair(pair: TokenPair, family: RefreshFamily) -> None:
    seen = {pair.refresh}
    for _ in range(5):
        pair = family_refresh(refresh=pair.refresh)
        seen.add(pair.refresh)
    family.refresh_from_db()
    assert len(seen) == 6
    assert family.generation == 6
    assert family.token_hash == hash_of(pair.refresh)


def test_an_access_token_outlives_the_rotation(pair: TokenPair) -> None:
    family_refresh(refresh=pair.refresh)
    session_of(access=pair.access)


def test_a_log_in_that_is_used_does_not_expire(pair: TokenPair, family: RefreshFamily) -> None:
    week = timedelta(days=7)
    RefreshFamily.objects.update(expires=family.expires - week, rotated=family.rotated - week)
    following = family_refresh(refresh=pair.refresh)
    family.refresh_from_db()
    assert family.expires - tokens.now() > timedelta(days=13)
    assert claims_of(following.refresh)["exp"] == int(family.expires.timestamp())


def test_a_repeat_within_the_grace_gives_the_same_successor(
    pair: TokenPair, family: RefreshFamily
) -> None:
    first = family_refresh(refresh=pair.refresh)
    _rotated_ago(seconds=29)
    again, later = (family_refresh(refresh=pair.refresh) for _ in range(2))
    assert again.refresh == later.refresh
    family.refresh_from_db()
    assert (family.generation, family.revoked_at) == (2, None)
    assert claims_of(first.refresh)["gen"] == claims_of(again.refresh)["gen"]


def test_a_repeated_answer_is_the_same_byte_for_byte_and_works(pair: TokenPair) -> None:
    first = family_refresh(refresh=pair.refresh)
    again = family_refresh(refresh=pair.refresh)
    assert again.refresh == first.refresh
    assert family_refresh(refresh=again.refresh).refresh != first.refresh


def test_one_of_two_that_rotate_at_once_takes_the_others_successor(
    pair: TokenPair, family: RefreshFamily
) -> None:
    """Both have read the row before either has written it."""
    presented, moment = hash_of(pair.refresh), tokens.now()
    late = RefreshFamily.objects.select_related("user").get()
    sessions.family_rotate(family, presented, moment)
    won = family_refresh(refresh=pair.refresh)
    sessions.family_rotate(late, presented, moment + timedelta(seconds=1))
    assert family_refresh(refresh=pair.refresh).refresh == won.refresh
    family.refresh_from_db()
    assert (family.generation, family.rotated) == (2, moment)


def test_one_of_two_late_repeats_at_once_takes_the_others_successor(
    pair: TokenPair, family: RefreshFamily
) -> None:
    presented, moment = hash_of(pair.refresh), tokens.now()
    family_refresh(refresh=pair.refresh)
    _rotated_ago(seconds=31)
    early, late = (RefreshFamily.objects.select_related("user").get() for _ in range(2))
    sessions.family_rotate(early, presented, moment)
    won = family_refresh(refresh=pair.refresh)
    sessions.family_rotate(late, presented, moment + timedelta(seconds=1))
    assert family_refresh(refresh=pair.refresh).refresh == won.refresh
    family.refresh_from_db()
    assert (family.generation, family.rotated) == (3, moment)


def test_a_late_repeat_that_loses_to_its_successor_ends_the_log_in(
    pair: TokenPair, family: RefreshFamily
) -> None:
    """The repeat has read the row before the successor is presented."""
    following = family_refresh(refresh=pair.refresh)
    late = RefreshFamily.objects.select_related("user").get()
    last = family_refresh(refresh=following.refresh)
    sessions.family_rotate(late, hash_of(pair.refresh), tokens.now())
    family.refresh_from_db()
    assert family.token_hash == hash_of(last.refresh)
    with pytest.raises(InvalidToken):
        family_refresh(refresh=pair.refresh)


def _rotated_ago(seconds: int) -> None:
    RefreshFamily.objects.update(rotated=tokens.now() - timedelta(seconds=seconds))
