"""Support chat in a terminal: every line you type is a message.

    python examples/chat.py --url http://localhost:8000 --user vasya --password 1

It outlives restarts of the server: what was typed meanwhile is sent when the server is back. Ends
at the end of the input (Ctrl+D), once everything is sent, or with Ctrl+C.
"""

import argparse
import asyncio
import getpass
import sys
import threading
from contextlib import suppress
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from examples.rip_chat import (
    ChatClient,
    Delivery,
    Event,
    Message,
    Outbox,
    Reset,
    SignedOut,
    Site,
    State,
    Typing,
)


class Terminal:
    """Input and output of the terminal."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str | None] = asyncio.Queue()
        self.settled = asyncio.Event()
        self.client: ChatClient | None = None
        self._loop = asyncio.get_running_loop()
        # A daemon, because a thread that waits for a key cannot be asked to end.
        threading.Thread(target=self._read, daemon=True).start()

    def show(self, event: Event) -> None:
        match event:
            case Message(seq, sender, message):
                print(f"[{seq}] {sender}: {message}", flush=True)
                if self.client is not None:
                    self.client.read(seq)
            case Delivery(state="failed", text=text, code=code):
                self.note(f"not sent ({code}): {text}")
            case State(state="offline", retry_in=float(pause)):
                self.note(f"offline; next try in {pause:.1f} s")
            case State(state=state):
                self.note(state)
            case Reset():
                self.note("the room begins anew; what is above is out of date")
            case Typing(sender=sender):
                self.note(f"{sender} is typing")
        self.settled.set()

    def note(self, text: str) -> None:
        print(f"· {text}", file=sys.stderr, flush=True)

    async def send_lines(self, client: ChatClient) -> None:
        """Send what is typed; returns at the end of the input, when everything is sent."""
        while (line := await self.lines.get()) is not None:
            try:
                client.send(line)
            except ValueError as error:
                self.note(str(error))
        while client.unsent:
            self.settled.clear()
            await self.settled.wait()

    def _read(self) -> None:
        for line in sys.stdin:
            self._loop.call_soon_threadsafe(self.lines.put_nowait, line.rstrip("\n"))
        self._loop.call_soon_threadsafe(self.lines.put_nowait, None)


async def chat(options: argparse.Namespace) -> str | None:
    """Chat until the end of the input. Returns why it ended otherwise."""
    terminal = Terminal()
    site = Site(options.url, options.user, options.password)
    try:
        room = options.room or await site.room()
        client = terminal.client = ChatClient(
            url=options.url,
            room=room,
            get_ticket=site.ticket,
            on_event=terminal.show,
            outbox=Outbox(options.outbox),
        )
        running = asyncio.create_task(client.run())
        sending = asyncio.create_task(terminal.send_lines(client))
        await asyncio.wait({running, sending}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            sending.cancel()
            return f"The server closed the conversation: {running.result()}."
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    except SignedOut:
        return "The user name or the password is not right."
    except (OSError, httpx.HTTPError) as error:
        return f"{options.url} does not answer: {error}"
    finally:
        await site.close()
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description="Support chat in a terminal.")
    parser.add_argument("--url", default="http://localhost:8000", help="where RIP is")
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", help="asked for when it is not given")
    parser.add_argument("--room", type=int, help="for operators; else your own room")
    parser.add_argument("--outbox", type=Path, help="a file that keeps what is not sent yet")
    options = parser.parse_args()
    options.password = options.password or getpass.getpass()
    with suppress(KeyboardInterrupt):
        sys.exit(asyncio.run(chat(options)))


if __name__ == "__main__":
    main()
