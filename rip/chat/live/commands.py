"""The receiving half of a socket in a room: what its client sends, and what comes of it."""

import time
from typing import Any

import structlog
from django.utils import translation

from rip.chat.live.process import hub, writer
from rip.chat.live.room import RoomSocket
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.protocol import frames, typed
from rip.chat.protocol.frames import Close, Fault, Post, ReadUpTo, Signal
from rip.chat.protocol.words import WORDS
from rip.server.frames import Inbox

log = structlog.get_logger(__name__)


class Listener:
    """Takes a client's frames one after the other, so that their order is kept.

    While a message is being stored, those after it wait in the inbox. All this happens in calls,
    not in a task of the socket: to wake one would cost as much as the rest.
    """

    __slots__ = ("_connection", "_inbox", "_language")

    def __init__(self, connection: RoomSocket, inbox: Inbox) -> None:
        self._connection = connection
        self._inbox = inbox
        # The server hands frames over outside of what the socket's task has set.
        self._language = translation.get_language()

    def hear(self, event: Any) -> None:
        """Take a frame. Never raises."""
        connection = self._connection
        connection.heard_at = time.monotonic()
        try:
            self._obey(connection.mode.read(event.get("text")))
        except Fault as fault:
            self._refuse(fault)
        except Exception as error:
            log.error("chat_socket_failed", exc_info=error)
            connection.close(Close.SERVER_ERROR)

    def _obey(self, command: frames.Command) -> None:
        match command:
            case Post():
                self._post(command)
            case ReadUpTo():
                hub.mark_read(self._connection, command.seq)
            case Signal.TYPING:
                hub.typing(self._connection)
            case Signal.PING:
                self._connection.offer(typed.PONG)
            case Signal.PONG:
                pass

    def _post(self, post: Post) -> None:
        connection = self._connection
        self._inbox.pause()
        writer.submit(
            Draft(
                connection.feed.room_id, connection.session.user, post.body, post.client_message_id
            ),
            self._posted,
        )

    def _posted(self, draft: Draft, result: Result) -> None:
        """Tell the sender what has become of their message, and take the next frame."""
        client_message_id = draft.client_message_id
        if not isinstance(result, Posted):
            log.warning("message_not_stored", room=draft.room_id, error=repr(result))
            self._refuse(Fault("not_stored", client_message_id))
        elif self._connection.mode.typed and client_message_id is not None:
            self._connection.offer(typed.ack(client_message_id=client_message_id, seq=result.seq))
        elif not result.fresh:
            # Everyone has had this message; only its sender still needs the acknowledgement.
            self._connection.offer(result.frame)
        self._inbox.resume()

    def _refuse(self, fault: Fault) -> None:
        with translation.override(self._language):
            detail = str(WORDS[fault.code])
        mode, client_message_id = self._connection.mode, fault.client_message_id
        self._connection.offer(
            mode.error(code=fault.code, detail=detail, client_message_id=client_message_id)
        )
