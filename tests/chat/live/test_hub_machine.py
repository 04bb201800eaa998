"""Whatever members, processes, the bus and the database do: everyone gets the room's log."""

import asyncio

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.log import rooms_newest
from rip.chat.messages.read_marks import read_marks_of
from rip.chat.protocol.frames import Close
from rip.core.database import threads
from rip.support.kind import SUPPORT
from rip.support.models import ReadMark
from tests.chat.live.members import post_elsewhere
from tests.chat.live.model import Member, Row, log_of
from tests.chat.live.people import AT_ONCE, TWICE, WAYS, Client, Process
from tests.chat.live.scene import HISTORY, Scene
from tests.chat.rooms import written
from tests.kit.machines import patient, run_machine
from tests.kit.waiting import until

WHICH = st.integers(0, 59)
ONE_OF_TWO = st.integers(0, 1)
# Most of what happens, happens in one room, and most of the time nothing is slow.
ROOM = st.sampled_from([0, 0, 0, 1])
SELDOM = st.sampled_from([False, False, True])
FEW = st.integers(1, 5)


class HubMachine(Scene):
    def __init__(self) -> None:
        super().__init__()
        self.members: list[Member] = []
        self.gone: list[Member] = []
        self.posting: list[asyncio.Future[Posted]] = []
        self.ids = 0
        # True once something was stored that not everybody will be told of.
        self.untold = False
        # The number of each message that was acknowledged, by room, author and id.
        self.acknowledged: dict[tuple[int, str, str], int] = {}
        self.logs: dict[int, list[Row]] = {}
        self.marks: dict[tuple[int, str], int] = {}
        # As each message was first shown to anybody.
        self.times: dict[tuple[int, int], str] = {}
        self.codes: set[Close] = {Close.FELL_BEHIND}

    def teardown(self) -> None:
        try:
            if self.processes and not self.failed:
                self.quiet(joined=False)
                self.everything_is_as_promised()
            self.runner.run(self.end())
        finally:
            self.close()

    async def end(self) -> None:
        self.may_answer.set()
        for member in self.members:
            await member.client.leave()
        await super().end()

    # Members

    @initialize(typed=st.booleans())
    def some_are_there(self, typed: bool) -> None:
        self.join(0, 0, True, typed, True, None)
        self.join(0, 1, False, not typed, False, 0)

    @rule(
        which=ROOM,
        process=ONE_OF_TWO,
        owner=st.booleans(),
        typed=st.booleans(),
        direct=st.booleans(),
        back=st.none() | st.integers(-1, 15),
    )
    def join(
        self, which: int, process: int, owner: bool, typed: bool, direct: bool, back: int | None
    ) -> None:
        """Somebody comes who has all but the latest messages, or has seen a future."""
        session = self.owners[which] if owner else self.operator
        client = Client(session, self.rooms[which].pk, typed=typed, direct=direct)
        newest = len(log_of(client.room))
        since = None if back is None else max(0, newest - back) if back >= 0 else newest + 1_000
        self._come_in(client, process, since, known=back is not None and back >= 0)

    @rule(which=WHICH, process=ONE_OF_TWO, direct=st.booleans())
    def come_back(self, which: int, process: int, direct: bool) -> None:
        """A client is cut off, if it was not yet, and goes on from where it is."""
        if not self.members:
            return
        member = self._leave(which)
        old, since = member.client, member.position()
        client = Client(old.session, old.room, typed=old.typed, direct=direct)
        self._come_in(client, process, since, known=True)

    def _come_in(self, client: Client, process: int, since: int | None, *, known: bool) -> None:
        before = len(log_of(client.room))
        self.run(client.come_in(self.processes[process], since))
        after = len(log_of(client.room))
        if since is not None and known:
            starts = range(since, since + 1)
        else:
            starts = range(max(0, before - HISTORY), max(0, after - HISTORY) + 1)
        if since is not None and not known and not client.typed:
            assert client.close_code == Close.RELOAD
            assert client.frames == []
        else:
            assert client.close_code is None
            self.members.append(member := Member(client, self.processes[process], starts, known))
            if self.may_answer.is_set() and not self.faults.reads:
                # Nobody has to tell, or to check.
                self.run(until(lambda: member.is_up_to(after)))

    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        if self.members:
            self._leave(which)

    def _leave(self, which: int) -> Member:
        member = self.members.pop(which % len(self.members))
        self.run(member.client.leave())
        self.gone.append(member)
        return member

    @rule(which=WHICH, slow=SELDOM)
    def read(self, which: int, slow: bool) -> None:
        if self.members:
            client = self._member(which).client
            self._call(client.read_slowly if slow else client.read_on)

    # Messages

    @rule(which=WHICH, count=FEW, again=st.booleans(), wait=st.booleans())
    def say(self, which: int, count: int, again: bool, wait: bool) -> None:
        """By a socket, new messages or some of the latest once more."""
        if not self.members:
            return
        client = self._member(which).client

        async def say() -> None:
            for given in self._new_ids(count, again=again):
                client.say(given)
            if wait:
                await until(lambda: self._hears_nothing(client) or _answered(client))

        self.run(say())

    @rule(
        which=ROOM,
        process=ONE_OF_TWO,
        owner=st.booleans(),
        count=FEW,
        again=st.booleans(),
        wait=st.booleans(),
    )
    def call(
        self, which: int, process: int, owner: bool, count: int, again: bool, wait: bool
    ) -> None:
        """By calls of the API that come at once."""
        drafts = [self._draft(which, owner, one) for one in self._new_ids(count, again=again)]

        async def post() -> None:
            posting = [self.processes[process].queue.post(draft) for draft in drafts]
            self.posting += posting
            if wait:
                await asyncio.wait(posting)

        self.run(post())

    @rule(which=ROOM, owner=st.booleans(), count=FEW, again=st.booleans())
    def post_elsewhere(self, which: int, owner: bool, count: int, again: bool) -> None:
        """By a process that ends before it tells anybody."""
        self.untold = True
        for given in self._new_ids(count, again=again):
            posted = self.run(post_elsewhere(self._draft(which, owner, given)))
            self._acknowledge(posted)

    def _hears_nothing(self, client: Client) -> bool:
        return not client.is_here or client.slow or not self.may_answer.is_set()

    def _draft(self, which: int, owner: bool, given: str) -> Draft:
        author = (self.owners[which] if owner else self.operator).user
        return written(self.rooms[which].pk, author, given, given)

    def _new_ids(self, count: int, *, again: bool) -> list[str]:
        if not again or self.ids < count:
            self.ids += count
        return [f"m{number}" for number in range(self.ids - count, self.ids)]

    # Read marks

    @rule(which=WHICH, seq=st.integers(0, 40))
    def mark(self, which: int, seq: int) -> None:
        """By a socket, however far."""
        if self.members and (client := self._member(which).client).typed:
            self._call(lambda: client.put("read", seq=seq))

    @rule(which=ROOM, process=ONE_OF_TWO, owner=st.booleans(), back=st.integers(0, 15))
    def mark_by_call(self, which: int, process: int, owner: bool, back: int) -> None:
        pk = self.rooms[which].pk
        seq = max(0, len(log_of(pk)) - back)
        side = SUPPORT.sides.owner if owner else SUPPORT.sides.others
        self.run(self.processes[process].hub.mark_now(pk, side, seq))

    # Failures

    @rule(way=st.sampled_from(WAYS))
    def bus(self, way: str) -> None:
        self.untold |= way not in (AT_ONCE, TWICE)
        self._call(lambda: self.news.take_way(way))

    @rule(backwards=st.booleans())
    def late_news_come(self, backwards: bool) -> None:
        self._call(lambda: self.news.arrive(backwards=backwards))

    @rule(slow=SELDOM)
    def database(self, slow: bool) -> None:
        """While it is slow, those who read the log wait for what they have read."""
        self._call(self.may_answer.clear if slow else self.may_answer.set)

    @rule(what=st.sampled_from(["before_commit", "after_commit", "reads"]))
    def fault(self, what: str) -> None:
        setattr(self.faults, what, 1)
        if what == "reads":
            self.codes |= {Close.SERVER_ERROR}

    @rule(process=ONE_OF_TWO)
    def restart(self, process: int) -> None:
        """The clients of this process are cut off, and find another in its place."""
        ended = self.processes[process]
        for which in reversed(range(len(self.members))):
            if self.members[which].process is ended:
                self._leave(which)
        self.run(ended.stop())
        self.processes[process] = Process(self.news)
        self.run(self.processes[process].start())

    @rule(turns=st.integers(1, 30))
    def go_on(self, turns: int) -> None:
        async def turn() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)

        self.run(turn())

    # The promises

    @rule(joined=st.booleans())
    def quiet(self, joined: bool) -> None:
        """When nothing is wrong any more, and the bus is back or positions are checked, everyone
        who is there has everything."""
        self.faults.clear()
        self.run(self._settle(joined=joined))

    async def _settle(self, *, joined: bool) -> None:
        self.may_answer.set()
        self.news.take_way(AT_ONCE)
        self.news.arrive(backwards=False)
        clients = [member.client for member in self.members]
        for client in clients:
            client.read_on()
        await asyncio.gather(*self.posting)
        await until(lambda: all(not one.is_here or _answered(one) for one in clients))
        if not self.untold:
            await self._everyone_is_up_to_date()
        if joined:
            for bus in self.news.buses:
                bus.joined()
        else:
            for process in self.processes:
                await process.hub.checks.check_positions()
        await self._everyone_is_up_to_date()
        self.untold = False
        for member in self.members:
            await self._counts_as_read(member)

    async def _everyone_is_up_to_date(self) -> None:
        rooms = [one.pk for one in self.rooms]
        newest = await threads.read(rooms_newest, kind=SUPPORT, room_ids=rooms)
        await until(lambda: all(one.is_up_to(newest[one.client.room]) for one in self.members))

    async def _counts_as_read(self, member: Member) -> None:
        """In the plain mode, what was given."""
        client = member.client

        async def is_counted() -> bool:
            if client.typed or not client.is_here:
                return True
            marks = await threads.read(read_marks_of, kind=SUPPORT, room_id=client.room)
            return marks[client.side] >= max(member.numbers(), default=0)

        await until(is_counted)

    @invariant()
    def everything_is_as_promised(self) -> None:
        self.logs = {one.pk: log_of(one.pk) for one in self.rooms}
        for future in [one for one in self.posting if one.done()]:
            self.posting.remove(future)
            self._acknowledge(future.result())
        for member in self.members + self.gone:
            client = member.client
            member.check(self.logs[client.room], self.codes)
            self._check_acknowledged(client)
        self.gone.clear()
        self._check_marks()

    def _check_acknowledged(self, client: Client) -> None:
        for given, seq in client.acknowledged().items():
            key = client.room, client.session.user.username, given
            assert self.acknowledged.setdefault(key, seq) == seq
        for frame in client.messages:
            at = client.room, frame["seq"]
            assert self.times.setdefault(at, frame["sent_at"]) == frame["sent_at"]

    def _acknowledge(self, posted: Posted) -> None:
        frame = msgspec.json.decode(posted.frame)
        key = posted.room_id, frame["sender"], frame["client_message_id"]
        assert self.acknowledged.setdefault(key, posted.seq) == posted.seq == frame["seq"]
        row = log_of(posted.room_id)[posted.seq - 1]
        assert (row.sender, row.client_message_id) == key[1:]

    def _check_marks(self) -> None:
        rows = ReadMark.objects.filter(room__in=self.rooms)
        for key, seq in {(one.room_id, one.side): one.seq for one in rows}.items():
            assert self.marks.get(key, 0) <= seq <= len(self.logs[key[0]])
            self.marks[key] = seq
        for member in self.members:
            newest = len(self.logs[member.client.room])
            for told in member.read_marks().values():
                assert told == sorted(told), f"a mark went back: {told}"
                assert told[-1] <= newest

    def _member(self, which: int) -> Member:
        return self.members[which % len(self.members)]


def _answered(client: Client) -> bool:
    return set(client.said) <= set(client.acknowledged())


@patient
@pytest.mark.django_db(transaction=True)
def test_everyone_gets_the_log_and_what_was_acknowledged_stays() -> None:
    run_machine(HubMachine, examples=50, steps=30)
