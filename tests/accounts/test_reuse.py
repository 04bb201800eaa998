"""A refresh token that turns up after its successor is in two hands: its log-in ends."""

from datetime import timedelta

import pytest

from rip.accounts import tokens
from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import TokenPair, family_open, family_refresh, family_revoke, session_of
from rip.accounts.tokens import InvalidToken


def _later(seconds: int = 31) -> None:
    """Move every rotation so far into the past."""
    for family in RefreshFamily.objects.all():
        family.rotated -= timedelta(seconds=seconds)
        family.save()


def _ended(*pairs: TokenPair) -> bool:
    for pair in pairs:
        with pytest.raises(InvalidToken):
            session_of(access=pair.access)
        with pytest.raises(InvalidToken):
            family_refresh(refresh=pair.refresh)
    return True


def test_a_lost_answer_may_be_asked_for_again_after_the_grace(
    pair: TokenPair, family: RefreshFamily
) -> None:
    lost = family_refresh(refresh=pair.refresh)
    for _ in range(3):
        _later()
        following = family_refresh(refresh=pair.refresh)
        assert following.refresh != lost.refresh
        assert family_refresh(refresh=pair.refresh).refresh == following.refresh
        lost = following
    family.refresh_from_db()
    assert (family.generation, family.revoked_at) == (5, None)
    session_of(access=family_refresh(refresh=following.refresh).access)


def test_the_successor_that_another_has_replaced_ends_the_log_in(pair: TokenPair) -> None:
    stolen = family_refresh(refresh=pair.refresh)
    _later()
    following = family_refresh(refresh=pair.refresh)
    with pytest.raises(InvalidToken):
        family_refresh(refresh=stolen.refresh)
    assert _ended(pair, stolen, following)


def test_a_repeat_after_its_successor_was_presented_ends_the_log_in(
    pair: TokenPair, family: RefreshFamily
) -> None:
    following = family_refresh(refresh=pair.refresh)
    family_refresh(refresh=following.refresh)
    _later()
    with pytest.raises(InvalidToken, match="invalid-token") as caught:
        family_refresh(refresh=pair.refresh)
    assert caught.value.detail != InvalidToken.detail
    family.refresh_from_db()
    assert family.revoked_at is not None
    assert _ended(pair, following)


def test_a_token_two_steps_old_ends_the_log_in_at_once(pair: TokenPair) -> None:
    second = family_refresh(refresh=pair.refresh)
    third = family_refresh(refresh=second.refresh)
    with pytest.raises(InvalidToken):
        family_refresh(refresh=pair.refresh)
    assert _ended(pair, second, third)


def test_the_newest_token_may_be_as_old_as_it_likes(pair: TokenPair) -> None:
    following = family_refresh(refresh=pair.refresh)
    _later(seconds=13 * 24 * 3600)
    session_of(access=family_refresh(refresh=following.refresh).access)


def test_other_log_ins_of_the_user_go_on(owner: User, pair: TokenPair) -> None:
    other = family_open(user=owner)
    family_refresh(refresh=family_refresh(refresh=pair.refresh).refresh)
    with pytest.raises(InvalidToken):
        family_refresh(refresh=pair.refresh)
    session_of(access=other.access)
    family_refresh(refresh=other.refresh)


def test_the_end_of_a_log_in_keeps_its_moment(owner: User, family: RefreshFamily) -> None:
    moment = tokens.now() - timedelta(hours=1)
    RefreshFamily.objects.update(revoked_at=moment)
    family_revoke(user=owner, family_id=family.pk)
    family.refresh_from_db()
    assert family.revoked_at == moment
