"""A client of RIP's support chat: a folder to copy. Needs Python 3.11, httpx and websockets."""

from .client import ChatClient
from .events import Delivery, Event, Message, Presence, ReadMark, Reset, State, Typing
from .outbox import Outbox
from .site import SignedOut, Site
from .timing import Timing

__all__ = [
    "ChatClient",
    "Delivery",
    "Event",
    "Message",
    "Outbox",
    "Presence",
    "ReadMark",
    "Reset",
    "SignedOut",
    "Site",
    "State",
    "Timing",
    "Typing",
]
