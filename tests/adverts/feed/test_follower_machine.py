"""Whatever is written, pruned or fails: who follows the log has the board, change by change."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from rip.adverts.feed import follower as follower_module
from rip.adverts.feed import recent_changes
from rip.adverts.feed.changes import Position, changes_after
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.feed.recent_changes import Change
from rip.adverts.models import AdvertLog
from rip.adverts.statuses import PUBLIC
from rip.core.database import log_follower
from rip.core.errors import Gone
from tests.adverts.machine import WrittenBoard
from tests.adverts.model import Board
from tests.kit.machines import patient, run_machine

ONE_OF_TWO = st.integers(0, 1)


class Copy:
    """The board as somebody in this process knows it by the changes alone."""

    def __init__(self) -> None:
        self.follower = BoardFollower()
        self.number = 0
        # Each advert as known since the last restart; None is one that is gone.
        self.known: dict[int, Any] = {}
        self.waiting: list[tuple[int, asyncio.Future[None]]] = []
        self.follower.subscribe(on_changes=self._on_changes, on_restart=self._on_restart)

    def _on_changes(self, changes: list[Change]) -> None:
        for change in changes:
            assert change.seq == self.number + 1
            self.number = change.seq
            before = change.before.fields if change.before is not None else None
            assert self.known.get(change.advert_id, before) == before
            self.known[change.advert_id] = change.after.fields if change.after else None

    def _on_restart(self) -> None:
        self.known.clear()
        self.number = self.follower.number

    def check(self, board: Board) -> None:
        for number, fields in self.known.items():
            ad = board.get(number)
            expected = {name: ad[name] for name in fields if name in ad.values} if ad else None
            got = fields and {name: fields[name] for name in fields if ad and name in ad.values}
            assert got == expected
        recent = self.follower.recent
        assert recent.last == self.number
        for number in range(recent.first, recent.last + 1):
            changes = recent.since(number)
            assert changes is not None
            assert [one.seq for one in changes] == [*range(number + 1, recent.last + 1)]
        for number, waiter in self.waiting:
            assert waiter.done() == (number < self.number)


class Mirror:
    """A client of the public feed, which has nothing but its answers."""

    def __init__(self) -> None:
        self.adverts: dict[int, Mapping[str, Any]] = {}
        self.position = Position(0)
        self.is_caught_up = False

    def read(self, limit: int) -> None:
        try:
            page = changes_after(self.position, limit)
        except Gone:
            self.__init__()  # type: ignore[misc]
            return
        body = json.loads(page.body)
        for change in body["changes"]:
            if change["deleted"]:
                self.adverts.pop(change["id"], None)
            else:
                self.adverts[change["id"]] = change["advert"]
        started = body["started"]
        self.position = Position(page.next, started)
        self.is_caught_up = page.caught_up


class FollowerMachine(WrittenBoard):
    def __init__(self) -> None:
        super().__init__()
        # So small that a few changes are more than each.
        self.patch.setattr(log_follower, "MOST_INLINE", 3)
        self.patch.setattr(log_follower, "MOST_READ", 4)
        self.patch.setattr(log_follower, "MOST_FOLLOWED", 12)
        self.patch.setattr(follower_module, "CHECK_SECONDS", 1_000.0)
        self.patch.setattr(recent_changes, "MOST_KNOWN", 5)
        self.copies = [Copy(), Copy()]
        self.mirrors = [Mirror(), Mirror()]

    def teardown(self) -> None:
        for copy in self.copies:
            copy.follower.close()
        super().teardown()

    @rule(which=ONE_OF_TWO)
    def catch_up(self, which: int) -> None:
        copy = self.copies[which]
        number = self.tried(copy.follower.catch_up)
        assert number == copy.follower.number == copy.number == AdvertLog.objects.get().last_seq
        copy.check(self.board)

    def look(self) -> None:
        for which in range(len(self.copies)):
            copy = self.copies[which]
            self.tried(copy.follower.catch_up)
            copy.check(self.board)

    @rule(which=ONE_OF_TWO)
    def catch_up_together(self, which: int) -> None:
        """Several readers at once share the work."""
        follower = self.copies[which].follower

        async def together() -> list[int]:
            return await asyncio.gather(*[follower.catch_up() for _ in range(4)])

        assert set(self.tried(together)) == {AdvertLog.objects.get().last_seq}
        self.copies[which].check(self.board)

    @rule(which=ONE_OF_TWO)
    def begin_anew(self, which: int) -> None:
        self.copies[which].follower.close()
        self.copies[which] = Copy()

    @rule(which=ONE_OF_TWO, inline=st.booleans())
    def database_is_busy(self, which: int, inline: bool) -> None:
        """Then all that could be read at once is read in a thread."""
        follower = self.copies[which].follower
        follower.look.reader = BoardFollower().inline if inline else None

    @rule(which=ONE_OF_TWO, ahead=st.integers(-2, 3))
    def wait(self, which: int, ahead: int) -> None:
        copy = self.copies[which]

        async def begin() -> None:
            await copy.follower.catch_up()
            number = copy.follower.number + ahead
            copy.waiting.append((number, copy.follower.beyond(number)))
            if ahead < 0:
                copy.follower.wake()

        self.tried(begin)

    @rule(which=ONE_OF_TWO, limit=st.integers(1, 6), to_the_end=st.booleans())
    def mirror(self, which: int, limit: int, to_the_end: bool) -> None:
        mirror = self.mirrors[which]
        mirror.read(limit)
        while to_the_end and not mirror.is_caught_up:
            mirror.read(limit)
        if mirror.is_caught_up:
            public = {one: ad for one, ad in self.board.items() if ad["status"] in PUBLIC}
            assert set(mirror.adverts) == set(public)
            for one, ad in public.items():
                shown = mirror.adverts[one]
                assert all(shown[name] == value for name, value in ad.values.items())


@patient
@pytest.mark.django_db(transaction=True)
def test_who_follows_the_log_has_the_board() -> None:
    run_machine(FollowerMachine, examples=60, steps=40)
