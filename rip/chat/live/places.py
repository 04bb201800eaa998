"""Places for sockets: so many for each person, and so many for each network, in this process."""

from collections import Counter

from django.conf import settings

from rip.chat.live.socket import ChatSocket
from rip.chat.protocol.frames import Close
from rip.core.http.networks import is_many_people, network_of


class Places:
    def __init__(self) -> None:
        self._sockets: dict[int, list[ChatSocket]] = {}
        self._networks: Counter[str] = Counter()

    def enter(self, address: str | None) -> str | None:
        """Count a connection from `address`; return the network that `leave` counts it off.

        None is the network of whoever may be many people. Raises Full.
        """
        if address is None or is_many_people(address) or not settings.RIP_RATE_LIMITS:
            return None
        network = network_of(address)
        if self._networks[network] >= settings.RIP_SOCKETS_PER_NETWORK:
            raise Full
        self._networks[network] += 1
        return network

    def leave(self, network: str | None) -> None:
        if network is not None:
            self._networks[network] -= 1
            if not self._networks[network]:
                del self._networks[network]

    def sit(self, socket: ChatSocket) -> None:
        """Give a socket a place. If its person has none left, their oldest socket is closed: it is
        the one that is missed least, and may be dead already without the server's knowing."""
        theirs = self._sockets.setdefault(socket.session.user.pk, [])
        theirs.append(socket)
        if settings.RIP_RATE_LIMITS and len(theirs) > settings.RIP_SOCKETS_PER_PERSON:
            theirs.pop(0).close(Close.TOO_MANY)

    def stand_up(self, socket: ChatSocket) -> None:
        """Take the place back, if the socket still has it."""
        theirs = self._sockets.get(socket.session.user.pk, [])
        if socket in theirs:
            theirs.remove(socket)
        if not theirs:
            self._sockets.pop(socket.session.user.pk, None)


class Full(Exception):
    """A network has as many sockets as it may have."""
