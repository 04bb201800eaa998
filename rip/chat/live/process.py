"""The chat of this process: one hub and the writer that feeds it, shared by sockets and REST."""

from rip.support.hub import Hub
from rip.support.writer import Writer

hub = Hub()
writer = Writer(hub.deliver)
