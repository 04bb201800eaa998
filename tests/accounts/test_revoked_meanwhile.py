"""A log-in that ends while its token is being refreshed is not refreshed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from rip.accounts import sessions
from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import (
    TokenPair,
    families_revoke,
    family_refresh,
    family_revoke,
    session_of_refresh,
)
from rip.accounts.tokens import InvalidToken

Row = tuple[int, str, str]
Ending = Callable[[User], object]


def _log_out(user: User) -> None:
    family_revoke(user=user, family_id=user.refresh_families.get().pk)


def _log_out_everywhere(user: User) -> None:
    families_revoke(user=user)


def _deactivate(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _change_password(user: User) -> None:
    user.set_password("another-passphrase-8")
    user.save()


every_ending = pytest.mark.parametrize(
    "end", [_log_out, _log_out_everywhere, _deactivate, _change_password, User.delete]
)


@contextmanager
def _before_statement(verb: str, act: Callable[[], object], *, after: str = "") -> Iterator[None]:
    """Run `act` just before the first statement of this verb on log-ins.

    With `after`, the first one that follows a statement of that other verb.
    """
    awaited = [after, verb] if after else [verb]

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if awaited and sql.startswith(awaited[0]) and RefreshFamily._meta.db_table in sql:
            awaited.pop(0)
            if not awaited:
                act()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield
    assert not awaited


def _row() -> Row:
    family = RefreshFamily.objects.get()
    return family.generation, family.token_hash, family.previous_hash


@pytest.mark.parametrize("end", [_log_out, _log_out_everywhere])
def test_a_log_in_revoked_between_reading_and_rotating_keeps_its_row(
    owner: User, pair: TokenPair, end: Ending
) -> None:
    before = _row()
    with pytest.raises(InvalidToken), _before_statement("UPDATE", lambda: end(owner)):
        family_refresh(refresh=pair.refresh)
    assert _row() == before


@every_ending
def test_what_ends_between_reading_and_rotating_is_not_refreshed(
    owner: User, pair: TokenPair, end: Ending
) -> None:
    with pytest.raises(InvalidToken), _before_statement("UPDATE", lambda: end(owner)):
        family_refresh(refresh=pair.refresh)


@every_ending
def test_what_ends_just_after_the_rotation_is_not_refreshed(
    owner: User, pair: TokenPair, end: Ending
) -> None:
    with (
        pytest.raises(InvalidToken),
        _before_statement("SELECT", lambda: end(owner), after="UPDATE"),
    ):
        family_refresh(refresh=pair.refresh)


def test_a_revoked_log_in_is_left_as_it_was(owner: User, pair: TokenPair) -> None:
    following = family_refresh(refresh=pair.refresh)
    _log_out(owner)
    before = _row()
    for token in (pair.refresh, following.refresh):
        with pytest.raises(InvalidToken):
            family_refresh(refresh=token)
        with pytest.raises(InvalidToken):
            session_of_refresh(refresh=token)
    assert _row() == before


def test_logging_out_everywhere_revokes_each_log_in_and_keeps_the_moment_of_earlier_ends(
    owner: User, stranger: User
) -> None:
    early, late, theirs = (
        sessions.session_of(access=sessions.family_open(user=user).access).family_id
        for user in (owner, owner, stranger)
    )
    family_revoke(user=owner, family_id=early)
    moment = RefreshFamily.objects.get(pk=early).created.replace(year=2001)
    RefreshFamily.objects.filter(pk=early).update(revoked_at=moment)
    families_revoke(user=owner)
    revoked = dict(RefreshFamily.objects.values_list("pk", "revoked_at"))
    assert revoked[early] == moment
    assert revoked[late] is not None
    assert revoked[theirs] is None
    versions = dict(User.objects.values_list("username", "session_version"))
    assert versions == {"owner": 1, "stranger": 0}
