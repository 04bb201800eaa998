"""The support chat of this process: its hub, the queue that feeds it, and the desk."""

from rip.chat.live.hub import Hub
from rip.chat.messages.queue import MessageQueue
from rip.support.desk.live import Desk
from rip.support.kind import SUPPORT

hub = Hub(SUPPORT)
queue = MessageQueue(SUPPORT, hub.deliver)
desk = Desk(hub)
