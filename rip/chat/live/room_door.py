"""The door of rooms: a client enters, is brought up to date, greeted, and heard."""

from rip.chat.kinds import Seat
from rip.chat.live.commands import Listener
from rip.chat.live.door import Client, Query, Refused, SocketDoor
from rip.chat.live.hub import Hub
from rip.chat.live.room import RoomSocket
from rip.chat.messages.queue import MessageQueue
from rip.chat.messages.read_marks import read_marks_of
from rip.chat.models import RoomBase
from rip.chat.protocol import frames, typed
from rip.chat.protocol.frames import HISTORY, Close, Plain
from rip.core.database import threads
from rip.core.errors import NotAllowed, NotFound


class RoomDoor(SocketDoor):
    """Serves the rooms of a kind. The path parameter `room` is the room's number, as text."""

    def __init__(self, hub: Hub, queue: MessageQueue) -> None:
        super().__init__(hub)
        self._queue = queue

    async def serve(self, client: Client, query: Query) -> None:
        room, side = await self._enter(client)
        position, recovered = _resume(room, query, client.mode)
        write, inbox = client.direct()
        member = RoomSocket(
            session=client.session,
            send=client.send,
            write=write,
            room=self.hub.room_of(room.pk),
            side=side,
            mode=client.mode,
            position=position,
            on_read=self.hub.mark_read,
        )
        self.hub.join(member)
        try:
            if client.mode.typed:
                await self._greet(member, room, recovered)
            del room, query
            # Every layer that this socket came through has it, and none will read it again.
            client.scope.clear()
            listener = Listener(member, inbox, self.hub, self._queue)
            await self.talk(member, client, inbox, listener.hear)
        finally:
            self.hub.leave(member)

    async def _enter(self, client: Client) -> Seat:
        try:
            room_id = frames.read_room(client.scope["path_params"]["room"])
            enter = self.hub.kind.enter
            return await threads.read(enter, user=client.session.user, room_id=room_id)
        except NotAllowed as error:
            raise Refused(Close.NOT_YOURS) from error
        except NotFound as error:
            raise Refused(Close.NO_SUCH_ROOM) from error

    async def _greet(self, member: RoomSocket, room: RoomBase, recovered: bool) -> None:
        marks = await threads.read(read_marks_of, kind=self.hub.kind, room_id=room.pk)
        self.hub.learn_marks(member, marks)
        frame = typed.hello(
            room=room.pk, epoch=room.epoch, last_seq=room.last_seq, recovered=recovered, read=marks
        )
        await member.send(frame)
        await member.send(self.hub.presence_frame(room.pk))


def _resume(room: RoomBase, query: Query, mode: Plain) -> tuple[int, bool]:
    """Return the position to go on from, and whether that joins on to what the client has."""
    try:
        since = frames.read_since(query.get("since"))
    except ValueError as error:
        raise Refused(Close.BAD_ADDRESS) from error
    epoch = query.get("epoch")
    known = since is not None and since <= room.last_seq and epoch in (None, room.epoch)
    if since is not None and known:
        return since, True
    if since is not None and not mode.typed:
        # There is no frame in plain mode to say it with.
        raise Refused(Close.RELOAD)
    return max(0, room.last_seq - HISTORY), False
