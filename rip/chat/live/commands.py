"""The receiving half of a socket in a room: a client's frames, and the commands in them."""

import time
from typing import Any

import structlog
from django.utils import translation

from rip.chat.fault_texts import FAULT_TEXTS
from rip.chat.live.hub import Hub
from rip.chat.live.pacing import Heard
from rip.chat.live.room import RoomSocket
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol import frames, typed
from rip.chat.protocol.frames import Close, Fault, Post
from rip.chat.protocol.typed import ReadUpTo, Signal
from rip.server.frames import Inbox

log = structlog.get_logger(__name__)


class Listener:
    """Takes a client's frames one after the other, in order.

    While a message is being stored, or its sender has been too fast, what follows waits in the
    inbox. All this happens in calls, not in a task of the socket: to wake one would cost as much as
    the rest.
    """

    __slots__ = ("_hub", "_inbox", "_language", "_member", "_queue")

    def __init__(self, member: RoomSocket, inbox: Inbox, hub: Hub, queue: MessageQueue) -> None:
        self._member = member
        self._inbox = inbox
        self._hub = hub
        self._queue = queue
        # The server hands frames over outside of what the socket's task has set.
        self._language = translation.get_language()

    def hear(self, event: Any) -> None:
        """Take a frame. Never raises."""
        member = self._member
        member.heard_at = time.monotonic()
        if member.closing.done():
            return
        try:
            heard: Heard = member.mode.read(event.get("text"))
        except Fault as fault:
            heard = fault
        self._hub.pacing.hear(member, self._inbox, heard, self._take)

    def _take(self, heard: Heard) -> bool:
        """See `pacing.Take`."""
        try:
            if isinstance(heard, Fault):
                self._refuse(heard)
            else:
                self._obey(heard)
        except Exception as error:
            log.error("chat_socket_failed", exc_info=error)
            self._member.close(Close.SERVER_ERROR)
            return False
        return isinstance(heard, Post)

    def _obey(self, command: frames.Command) -> None:
        match command:
            case Post():
                self._post(command)
            case ReadUpTo():
                self._hub.mark_read(self._member, command.seq)
            case Signal.TYPING:
                self._hub.typing(self._member)
            case Signal.PING:
                self._member.offer(typed.PONG)
            case Signal.PONG:
                pass

    def _post(self, post: Post) -> None:
        member = self._member
        self._inbox.pause()
        self._queue.submit(
            Draft(
                member.room.room_id,
                member.side,
                member.session.user,
                post.body,
                post.client_message_id,
            ),
            self._posted,
        )

    def _posted(self, draft: Draft, result: Result) -> None:
        """Tell the sender what has become of their message, and take the next frame."""
        client_message_id = draft.client_message_id
        if not isinstance(result, Posted):
            log.warning("message_not_stored", room=draft.room_id, error=repr(result))
            self._refuse(Fault("not_stored", client_message_id))
        elif self._member.mode.typed and client_message_id is not None:
            self._member.offer(typed.ack(client_message_id=client_message_id, seq=result.seq))
        elif not result.fresh:
            # Everyone has had this message; only its sender still needs the acknowledgement.
            self._member.offer(result.frame)
        self._inbox.resume()

    def _refuse(self, fault: Fault) -> None:
        with translation.override(self._language):
            detail = str(FAULT_TEXTS[fault.code])
        mode, client_message_id = self._member.mode, fault.client_message_id
        self._member.offer(
            mode.error(code=fault.code, detail=detail, client_message_id=client_message_id)
        )
