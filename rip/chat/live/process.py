"""The chat of this process: one hub and the writer that feeds it, shared by sockets and REST."""

from rip.chat.live.hub import Hub
from rip.chat.messages.queue import MessageQueue

hub = Hub()
writer = MessageQueue(hub.deliver)
