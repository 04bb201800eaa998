"""A board that is written to in every way, beside a model of what it should be."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from rip.accounts.models import User
from rip.adverts.catalogue.search_index import search_entries_follow
from rip.adverts.feed import compaction
from rip.adverts.models import Advert, AdvertChange, AdvertLog, SearchIndex
from rip.adverts.writing import commands, queue
from rip.adverts.writing.commands import AdvertValues, Create, Delete, Update, Write
from rip.core.database import threads
from rip.core.errors import Conflict, NotFound, RipError, Unavailable
from tests.adverts.model import CHANGES, VALUES, Board
from tests.kit.machines import Machine

WHICH = st.integers(0, 30)
# The parts of a group: to create if there are values for it, else to change or to delete.
WRITES: st.SearchStrategy[list[tuple[str, int, Any]]] = st.lists(
    st.tuples(st.just("create"), WHICH, VALUES)
    | st.tuples(st.just("change"), WHICH, CHANGES)
    | st.tuples(st.just("delete"), WHICH, st.just({})),
    min_size=1,
    max_size=6,
)


class RolledBack(Exception):
    pass


class WrittenBoard(Machine):
    """Its rules are the writes."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(settings, "RIP_ANONYMOUS_ADVERTS", True)
        self.patch.setattr(settings, "RIP_CHANGES_KEPT_DAYS", 7)
        self.board = Board()
        self.runner = asyncio.Runner()
        # So many hops to a database thread go well, and then one fails.
        self.well = -1
        in_thread = threads.in_thread

        def failing(call: Any) -> Any:
            self.well -= 1
            if self.well == -1:
                raise Unavailable
            return in_thread(call)

        self.patch.setattr(threads, "in_thread", failing)
        self._clear()
        self.people = [None, *User.objects.order_by("pk")[:2]]

    def _clear(self) -> None:
        Advert.objects.all().delete()
        AdvertChange.objects.all().delete()
        AdvertLog.objects.update(last_seq=0, compacted_seq=0)
        SearchIndex.objects.update(seq=0)
        for name in ("Маша", "Паша"):
            User.objects.get_or_create(username=name)

    def teardown(self) -> None:
        self.runner.close()
        self.patch.undo()

    # Writes

    @rule(who=st.integers(0, 2), values=VALUES, queued=st.booleans())
    def create(self, who: int, values: AdvertValues, queued: bool) -> None:
        user = self.people[who]
        if queued:
            posting = queue.advert_post(user=user, values=values, picture=None, key=None)
            with self._all_well():
                advert = self.runner.run(posting).advert
        else:
            advert = commands.advert_create(user=user, values=values)
        self.board.create(advert.pk, user.pk if user is not None else None, values)

    @rule(which=WHICH, values=CHANGES)
    def change(self, which: int, values: Mapping[str, Any]) -> None:
        if not self.board:
            return
        number = self._number(which)
        try:
            self._change(number, values)
        except Conflict:
            assert not self.board.may_change(number, values)
        else:
            assert self.board.may_change(number, values)
            self.board.change(number, values)

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        if self.board:
            number = self._number(which)
            self._delete(number)
            del self.board[number]

    @rule(writes=WRITES)
    def group(self, writes: list[tuple[str, int, Any]]) -> None:
        """Several at once, as the queue gives them to one transaction."""
        self._done(self._writes(writes), commands.adverts_store(writes=self._writes(writes)))

    @rule(which=WHICH, values=VALUES, commits=st.booleans())
    def write_late(self, which: int, values: AdvertValues, commits: bool) -> None:
        """A transaction has its numbers long before it commits, if it ever does."""
        before = self.board.copy()
        try:
            with transaction.atomic():
                self.create(0, values, queued=False)
                self.change(which, {"price": values["price"]})
                self.delete(which + 1)
                after, self.board = self.board, before
                self.look()
                if not commits:
                    raise RolledBack
                self.board = after
        except RolledBack:
            pass

    def look(self) -> None:
        """Read what there is while somebody writes."""

    @rule(days=st.sampled_from([2, 8]), indexed=st.booleans())
    def compact(self, days: int, indexed: bool) -> None:
        """The log grows older, and what nobody needs goes."""
        if indexed:
            search_entries_follow()
        AdvertChange.objects.update(at=F("at") - timedelta(days=days))
        after: int | None = 0
        while after is not None:
            after = compaction.log_compact(after=after).next

    # Failures

    @rule(well=st.integers(0, 3))
    def fail(self, well: int) -> None:
        """The database does not answer once, soon."""
        self.well = well

    @contextmanager
    def _all_well(self) -> Iterator[None]:
        self.well = -1
        yield

    def tried(self, work: Any) -> Any:
        """The result of a read; if the database fails in it, that of the next one."""
        try:
            return self.runner.run(work())
        except Unavailable:
            assert self.well < 0
            return self.runner.run(work())

    @invariant()
    def the_board_is_as_the_model_says(self) -> None:
        stored = Advert.objects.values_list("pk", "status", "price", "breed")
        assert set(stored) == {
            (ad.number, ad["status"], ad["price"], ad["breed"]) for ad in self.board.values()
        }

    def _number(self, which: int) -> int:
        return sorted(self.board)[which % len(self.board)]

    def _writes(self, writes: list[tuple[str, int, Any]]) -> list[Write]:
        made: list[Write] = []
        for verb, which, values in writes:
            if verb == "create" or not self.board:
                if verb == "create":
                    made.append(Create(None, values))
            elif verb == "change":
                number = self._number(which)
                made.append(Update(self._owner(number), number, values))
            else:
                number = self._number(which)
                made.append(Delete(self._owner(number), number))
        return made

    def _done(self, writes: list[Write], results: list[Advert | Exception]) -> list[Board]:
        """Bring the model to where a group has brought the board; return all there was between."""
        boards = [self.board.copy()]
        for write, result in zip(writes, results, strict=True):
            expected: type[RipError] | None = None
            if not isinstance(write, Create) and write.advert_id not in self.board:
                expected = NotFound
            elif isinstance(write, Update):
                if not self.board.may_change(write.advert_id, write.values):
                    expected = Conflict
                else:
                    self.board.change(write.advert_id, write.values)
            elif isinstance(write, Delete):
                del self.board[write.advert_id]
            else:
                assert isinstance(result, Advert)
                self.board.create(result.pk, None, write.values)
            assert isinstance(result, expected or Advert), result
            boards.append(self.board.copy())
        return boards

    def _owner(self, number: int) -> User | None:
        owner = self.board[number].owner
        return next(one for one in self.people if (one.pk if one else None) == owner)

    def _change(self, number: int, values: Mapping[str, Any]) -> None:
        commands.advert_update(user=self._owner(number), advert_id=number, values=values)

    def _delete(self, number: int) -> None:
        commands.advert_delete(user=self._owner(number), advert_id=number)
