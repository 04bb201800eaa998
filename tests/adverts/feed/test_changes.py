"""The change feed, page by page, whatever was written before, between and after."""

import contextlib
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rip.accounts.models import User
from rip.adverts.encoding import full_shape, to_json
from rip.adverts.feed.changes import Changes, Position, changes_after
from rip.adverts.models import Advert, AdvertChange, AdvertLog, Status
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import Conflict, Gone

pytestmark = pytest.mark.django_db


class Follower:
    """Someone who keeps a copy of the board by following its feed."""

    def __init__(self) -> None:
        self.adverts: dict[int, Any] = {}
        self.position = Position(0)

    def read(self, limit: int) -> Changes:
        page = changes_after(self.position, limit)
        body = msgspec.json.decode(page.body)
        numbers = [change["seq"] for change in body["changes"]]
        assert numbers == sorted(set(numbers))
        for change in body["changes"]:
            if change["deleted"]:
                self.adverts.pop(change["id"], None)
            else:
                assert change["advert"]["seq"] == change["seq"]
                self.adverts[change["id"]] = change["advert"]
        self.position = Position(body["next"], body["started"])
        return page

    def catch_up(self, limit: int = 100) -> None:
        while not self.read(limit).caught_up:
            pass


def board() -> dict[int, Any]:
    return {
        advert.pk: msgspec.json.decode(to_json(full_shape(advert)))
        for advert in Advert.objects.public()
    }


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.just(0), st.just("")),
        st.tuples(st.just("age"), st.integers(0, 9), st.just("")),
        st.tuples(st.just("status"), st.integers(0, 9), st.sampled_from(Status.values)),
        st.tuples(st.just("delete"), st.integers(0, 9), st.just("")),
        st.tuples(st.just("read"), st.integers(1, 4), st.just("")),
        st.tuples(st.just("begin"), st.just(0), st.just("")),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, limit=st.integers(1, 5))
def test_who_only_follows_ends_with_exactly_the_boards_content(
    owner: User, values: AdvertValues, steps: list[tuple[str, int, str]], limit: int
) -> None:
    follower, ids = Follower(), list(Advert.objects.values_list("pk", flat=True))
    late = Follower()
    for what, which, status in steps:
        write = _writes(owner, values, ids, which, status).get(what)
        if write is not None:
            write()
        elif what == "read":
            follower.read(which)
        else:
            late = Follower()
            late.read(1)
    for reader in (follower, late, Follower()):
        reader.catch_up(limit)
        assert reader.adverts == board()


def _writes(
    owner: User, values: AdvertValues, ids: list[int], which: int, status: str
) -> dict[str, Callable[[], object]]:
    def post() -> None:
        ids.append(commands.advert_create(user=owner, values=values).pk)

    def change(new: AdvertValues) -> None:
        if ids:
            number = ids[which % len(ids)]
            with contextlib.suppress(Conflict):
                commands.advert_update(user=owner, advert_id=number, values=new)

    def delete() -> None:
        if ids:
            commands.advert_delete(user=owner, advert_id=ids.pop(which % len(ids)))

    return {
        "post": post,
        "age": lambda: change({"age": which}),
        "status": lambda: change({"status": status}),
        "delete": delete,
    }


def test_a_change_that_commits_while_a_page_is_read_is_not_called_caught_up(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    advert = commands.advert_create(user=owner, values=values)
    follower = Follower()
    with_albums = type(Advert.objects.all()).with_albums

    def changed_first(adverts: Any) -> Any:
        monkeypatch.undo()
        commands.advert_update(user=owner, advert_id=advert.pk, values={"age": 2})
        return with_albums(adverts)

    monkeypatch.setattr(type(Advert.objects.all()), "with_albums", changed_first)
    assert follower.read(10).caught_up is False
    assert follower.adverts == {}
    follower.catch_up()
    assert follower.adverts == board()


def test_what_was_forgotten_while_a_page_is_read_does_not_go_unnoticed(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [commands.advert_create(user=owner, values=values).pk for _ in range(2)]
    follower = Follower()
    follower.catch_up()
    commands.advert_delete(user=owner, advert_id=numbers[0])
    tombstone = AdvertLog.objects.get().last_seq
    commands.advert_update(user=owner, advert_id=numbers[1], values={"age": 2})
    get = type(AdvertLog.objects).get
    AdvertChange.objects.filter(seq=tombstone).delete()

    def forgotten_first(manager: Any) -> AdvertLog:
        AdvertLog.objects.update(compacted_seq=tombstone)
        log: AdvertLog = get(manager)
        return log

    monkeypatch.setattr(type(AdvertLog.objects), "get", forgotten_first)
    with pytest.raises(Gone) as gone:
        follower.read(10)
    assert gone.value.reload == "/api/v1/adverts/changes?since=0"


def test_who_began_after_what_is_forgotten_goes_on(owner: User, values: AdvertValues) -> None:
    for _ in range(3):
        commands.advert_create(user=owner, values=values)
    commands.advert_delete(user=owner, advert_id=Advert.objects.latest("pk").pk)
    last = AdvertLog.objects.get().last_seq
    AdvertLog.objects.update(compacted_seq=last)
    follower = Follower()
    follower.read(1)
    assert follower.position == Position(last - 3, last)
    follower.catch_up()
    assert follower.adverts == board()
    for position in (Position(last - 1), Position(last - 1, last - 1)):
        with pytest.raises(Gone):
            changes_after(position, 10)
    assert changes_after(Position(last), 10).caught_up
    with pytest.raises(Gone):
        changes_after(Position(last - 1, last + 1), 10)
