"""The pace at which a person is heard.

Who is faster is heard later: their inbox rests until their bucket has a token again, and what they
send meanwhile waits in the network. So nothing is refused and nothing is lost.
"""

import asyncio
import functools
from collections.abc import Callable
from typing import Final, TypeAlias

from django.conf import settings

from rip.chat.live.socket import ChatSocket
from rip.chat.protocol.frames import Command, Fault, Post
from rip.core.work.buckets import Buckets, Pace
from rip.server.frames import Inbox

# Other frames cost less than messages, and a client may send some with each.
SIGNALS_PER_MESSAGE: Final = 4

Heard: TypeAlias = Command | Fault
# Takes what was heard. Returns True if the inbox rests until that is done, and resumes it then.
Take: TypeAlias = Callable[[Heard], bool]


class Pacing:
    """The buckets of people, each for all of a person's sockets in this process.

    They outlive the sockets: reconnecting fills none.
    """

    def __init__(self) -> None:
        self._messages = Buckets()
        self._signals = Buckets()

    def hear(self, socket: ChatSocket, inbox: Inbox, heard: Heard, take: Take) -> None:
        """Let `take` have a frame, now or as soon as its sender may be heard again."""
        delay = self._delay(socket.session.user.pk, heard) if settings.RIP_RATE_LIMITS else 0.0
        if delay:
            inbox.pause()
            asyncio.get_running_loop().call_later(delay, _hear_late, socket, inbox, heard, take)
        else:
            take(heard)

    def _delay(self, user_id: int, heard: Heard) -> float:
        messages, signals = _paces(settings.RIP_CHAT_RATE, settings.RIP_CHAT_BURST)
        if isinstance(heard, Post):
            return self._messages.reserve(user_id, messages)
        return self._signals.reserve(user_id, signals)


@functools.cache
def _paces(per_second: float, burst: int) -> tuple[Pace, Pace]:
    """Return the paces of messages and of all else."""
    more = SIGNALS_PER_MESSAGE
    return Pace(per_second, burst), Pace(per_second * more, burst * more)


def _hear_late(socket: ChatSocket, inbox: Inbox, heard: Heard, take: Take) -> None:
    # The log-in may have ended meanwhile.
    if socket.closing.done() or not take(heard):
        inbox.resume()
