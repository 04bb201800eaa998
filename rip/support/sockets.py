"""Support's sockets: /ws/chat/ROOM/ for one room, /ws/desk/ for all of them.

Both take `?uuid=TICKET`.
"""

import re
from collections.abc import Awaitable

from starlette.types import Receive, Scope, Send

from rip.chat.live.door import refuse_handshake
from rip.chat.live.room_door import RoomDoor
from rip.support.chat import desk, hub, queue
from rip.support.desk.door import DeskDoor

_ROOM = re.compile(r"/ws/chat/([^/]+)/")

_room_door = RoomDoor(hub, queue)
_desk_door = DeskDoor(desk)


def door(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
    """The ASGI application that every socket comes in by."""
    if scope["path"] == "/ws/desk/":
        return _desk_door(scope, receive, send)
    if path := _ROOM.fullmatch(scope["path"]):
        scope["path_params"] = {"room": path[1]}
        return _room_door(scope, receive, send)
    return refuse_handshake(send)
