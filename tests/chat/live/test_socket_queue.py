"""The frames that wait for a socket: in order, bounded, and none after a gap."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest
from structlog.testing import capture_logs

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.chat.live.socket import ChatSocket
from rip.chat.protocol.frames import Close
from rip.core.errors import Unavailable
from rip.server.frames import Write, no_write, text_frame
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


class Socket(ChatSocket):
    """The sending half of a socket to somebody who takes frames while `reading` is set."""

    def __init__(self, session: Session, write: Write = no_write) -> None:
        super().__init__(session=session, send=self._take, write=write)
        self.taken: list[str] = []
        self.reading = asyncio.Event()
        self.reading.set()
        self.looks: list[Callable[[], bool]] = []

    async def _take(self, frame: str) -> None:
        await self.reading.wait()
        self.taken.append(frame)

    def may_stay(self, user: User) -> bool:
        return True

    async def prepare(self) -> bool:
        """Do what the test left to do here, if anything."""
        return self.looks.pop(0)() if self.looks else await super().prepare()


Scenario = Callable[[Socket], Coroutine[None, None, None]]


@pytest.fixture
def with_socket(owner_session: Session) -> Callable[..., None]:
    """Runs a scenario with a socket that is not open yet."""

    def run(scenario: Scenario, write: Write = no_write) -> None:
        async def whole() -> None:
            socket = Socket(owner_session, write)
            try:
                await scenario(socket)
            finally:
                await socket.shut()

        asyncio.run(whole())

    return run


def closed_with(socket: Socket) -> Close | None:
    return socket.closing.result() if socket.closing.done() else None


def test_500_frames_wait_and_one_more_closes_the_socket(with_socket: Callable[..., None]) -> None:
    async def scenario(socket: Socket) -> None:
        for number in range(500):
            assert not socket.offer(str(number))
        assert closed_with(socket) is None
        assert not socket.offer("500")
        assert closed_with(socket) is Close.FELL_BEHIND
        assert len(socket.queue) == 500

    with_socket(scenario)


def test_what_waits_is_sent_in_order_when_the_socket_opens(
    with_socket: Callable[..., None],
) -> None:
    frames = [str(number) for number in range(500)]

    async def scenario(socket: Socket) -> None:
        for frame in frames:
            socket.offer(frame)
        socket.open()
        await until(lambda: not socket.queue)
        socket.offer("after")
        await until(lambda: len(socket.taken) > 500)
        assert socket.taken == [*frames, "after"]
        assert closed_with(socket) is None

    with_socket(scenario)


def test_a_slow_socket_has_room_again_when_it_has_taken_some(
    with_socket: Callable[..., None],
) -> None:
    async def scenario(socket: Socket) -> None:
        socket.open()
        socket.reading.clear()
        socket.offer("on its way")
        await until(lambda: not socket.queue)
        for number in range(500):
            socket.offer(str(number))
        socket.reading.set()
        await until(lambda: len(socket.taken) == 501)
        socket.offer("more")
        await until(lambda: socket.taken[-1] == "more")
        assert closed_with(socket) is None

    with_socket(scenario)


def test_a_socket_that_is_to_be_closed_takes_and_sends_nothing_more(
    with_socket: Callable[..., None],
) -> None:
    written: list[bytes] = []

    def write(frame: bytes) -> bool:
        written.append(frame)
        return True

    async def scenario(socket: Socket) -> None:
        socket.offer("waits")
        socket.close(Close.RESTARTING)
        assert not socket.offer("late")
        socket.open()
        socket.wake()
        for _ in range(5):
            await asyncio.sleep(0)
        assert (socket.queue, socket.taken, written) == (["waits"], [], [])

    with_socket(scenario, write)


def test_a_closing_socket_stops_in_the_middle_of_what_waits(
    with_socket: Callable[..., None],
) -> None:
    async def scenario(socket: Socket) -> None:
        socket.reading.clear()
        for frame in ("first", "second"):
            socket.offer(frame)
        socket.open()
        await until(lambda: len(socket.queue) == 1)
        socket.close(Close.RESTARTING)
        socket.reading.set()
        await until(lambda: socket.taken)
        for _ in range(5):
            await asyncio.sleep(0)
        assert socket.taken == ["first"]

    with_socket(scenario)


def test_the_first_reason_to_close_counts(with_socket: Callable[..., None]) -> None:
    async def scenario(socket: Socket) -> None:
        socket.close(Close.TICKET)
        socket.close(Close.RESTARTING)
        assert closed_with(socket) is Close.TICKET

    with_socket(scenario)


def test_a_frame_is_written_at_once_if_nothing_is_before_it(
    with_socket: Callable[..., None],
) -> None:
    written: list[bytes] = []
    able = [True]

    def write(frame: bytes) -> bool:
        if able[0]:
            written.append(frame)
        return able[0]

    async def scenario(socket: Socket) -> None:
        assert not socket.offer("before it is open")
        socket.open()
        await until(lambda: socket.taken)
        await until(lambda: socket.offer("a"))
        assert socket.offer("b", b"as it was encoded")
        assert written[-2:] == [text_frame("a"), b"as it was encoded"]
        able[0] = False
        socket.reading.clear()
        assert not socket.offer("c")
        able[0] = True
        assert not socket.offer("d")
        socket.reading.set()
        await until(lambda: socket.taken[-2:] == ["c", "d"])

    with_socket(scenario, write)


def test_more_that_is_prepared_is_sent_before_the_socket_rests(
    with_socket: Callable[..., None],
) -> None:
    async def scenario(socket: Socket) -> None:
        def prepared() -> bool:
            socket.queue.append("prepared")
            return True

        def overlooked() -> bool:
            socket.queue.append("came meanwhile")
            return False

        socket.looks = [prepared, overlooked]
        socket.open()
        await until(lambda: len(socket.taken) == 2)
        assert socket.taken == ["prepared", "came meanwhile"]

    with_socket(scenario)


def test_nothing_is_sent_before_a_socket_opens_or_after_it_is_shut(
    with_socket: Callable[..., None],
) -> None:
    written: list[bytes] = []

    def write(frame: bytes) -> bool:
        written.append(frame)
        return True

    async def scenario(socket: Socket) -> None:
        socket.offer("a")
        for _ in range(5):
            await asyncio.sleep(0)
        await socket.shut()
        socket.offer("b")
        socket.wake()
        for _ in range(5):
            await asyncio.sleep(0)
        assert (socket.queue, socket.taken, written) == (["a", "b"], [], [])

    with_socket(scenario, write)


def test_shutting_ends_a_frame_that_is_on_its_way(
    with_socket: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(socket: Socket) -> None:
        socket.reading.clear()
        socket.offer("a")
        socket.open()
        await until(lambda: not socket.queue)
        await socket.shut()
        socket.reading.set()
        for _ in range(5):
            await asyncio.sleep(0)
        assert not socket.taken
        assert closed_with(socket) is None

    with_socket(scenario)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("error", "code", "logged"),
    [
        (ConnectionResetError(), None, []),
        (Unavailable(), Close.SERVER_ERROR, []),
        (RuntimeError("a surprise"), Close.SERVER_ERROR, ["chat_socket_failed"]),
    ],
)
def test_a_socket_that_cannot_go_on_is_closed_unless_its_client_is_gone(
    with_socket: Callable[..., None], error: Exception, code: Close | None, logged: list[str]
) -> None:
    failed: list[Exception] = []

    async def scenario(socket: Socket) -> None:
        def fail() -> bool:
            failed.append(error)
            raise error

        socket.looks = [fail]
        socket.open()
        await until(lambda: failed)
        for _ in range(5):
            await asyncio.sleep(0)
        assert closed_with(socket) is code

    with capture_logs() as log:
        with_socket(scenario)
    assert [entry["event"] for entry in log] == logged
