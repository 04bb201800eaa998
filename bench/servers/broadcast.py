"""The ceiling of the chat: sockets in rooms and nothing else, on the server and settings of RIP.

No accounts, no JSON, no storage: a frame goes to all members of its room unchanged.
`python -m bench.servers.broadcast PORT` runs it on uvicorn's WebSocket protocol, with `lean` after
the port on RIP's own.
"""

import sys
from collections import defaultdict

import uvicorn
from starlette.types import Receive, Scope, Send

from rip.server.run import LARGEST_WEBSOCKET_MESSAGE
from rip.server.websocket import WebSocketProtocol

rooms: defaultdict[str, set[Send]] = defaultdict(set)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 404})
        await send({"type": "http.response.body"})
        return
    await receive()
    await send({"type": "websocket.accept"})
    members = rooms[scope["path"]]
    members.add(send)
    try:
        while (event := await receive())["type"] == "websocket.receive":
            for member in list(members):
                await member({"type": "websocket.send", "text": event["text"]})
    finally:
        members.discard(send)


if __name__ == "__main__":
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws=WebSocketProtocol if "lean" in sys.argv else "websockets-sansio",
        ws_max_size=LARGEST_WEBSOCKET_MESSAGE,
        ws_per_message_deflate=False,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
