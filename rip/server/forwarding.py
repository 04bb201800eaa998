"""Notices a reverse proxy that RIP was not told of."""

from collections.abc import Iterable
from typing import Final

import structlog

from rip.core.http.networks import is_trusted_proxy

log = structlog.get_logger(__name__)

HEADERS: Final = frozenset({b"x-forwarded-for", b"forwarded"})
ADVICE: Final = (
    "Behind a reverse proxy, name it in RIP_TRUSTED_PROXIES: all visitors count as one client"
    " until then, and share its limits."
)


class Forwarding:
    """Warns once when forwarding headers come from a peer that is not trusted.

    Without the proxy's name in RIP_TRUSTED_PROXIES all visitors share the proxy's address. Anybody
    may send such headers, so this is one warning and no more.
    """

    def __init__(self) -> None:
        self._has_warned = False

    def look(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Look at the head of the first request of a connection from `peer`."""
        if self._has_warned or not any(name in HEADERS for name, _value in headers):
            return
        if is_trusted_proxy(peer):
            return
        self._has_warned = True
        log.warning("forwarding_headers_not_trusted", peer=peer, advice=ADVICE)


forwarding: Final = Forwarding()
