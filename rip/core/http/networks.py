"""The networks that clients come from, which is what limits are counted by."""

import functools
import ipaddress
from typing import Final, TypeAlias

from django.conf import settings

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN: Final = "unknown"
# Whoever has one address of IPv6 has all of the /64 around it.
IPV6_PREFIX: Final = 64
WIDE_IPV6_PREFIX: Final = 32
_MOST_CACHED: Final = 4096
_LONGEST_ADDRESS: Final = 64


def _parsed(address: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed


@functools.lru_cache(maxsize=_MOST_CACHED)
def network_of(address: str) -> str:
    """Return the network of one client: an IPv4 address, or the /64 of an IPv6 address."""
    parsed = _parsed(address)
    if parsed is None:
        return address[:_LONGEST_ADDRESS] or UNKNOWN
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    network = ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False)
    return str(network)


def wide_network_of(address: str) -> str | None:
    """Return the /32 of an IPv6 address, in which a provider has its /64s; None for any other."""
    parsed = _parsed(address)
    if not isinstance(parsed, ipaddress.IPv6Address):
        return None
    return str(ipaddress.ip_network((parsed, WIDE_IPV6_PREFIX), strict=False))


@functools.lru_cache(maxsize=_MOST_CACHED)
def is_many_people(address: str) -> bool:
    """True if connections from this address may be those of many people: it is this computer's, or
    a proxy's that RIP_TRUSTED_PROXIES names."""
    parsed = _parsed(address)
    if parsed is None or parsed.is_loopback:
        return True
    return is_trusted_proxy(address)


def is_trusted_proxy(address: str) -> bool:
    """True if RIP_TRUSTED_PROXIES names this address: what it says of clients is believed."""
    parsed = _parsed(address)
    proxies = settings.ENV.trusted_proxies.split(",")
    return parsed is not None and any(_is_in(parsed, one) for one in proxies)


def _is_in(address: Address, trusted: str) -> bool:
    if trusted.strip() == "*":
        return True
    try:
        return address in ipaddress.ip_network(trusted.strip(), strict=False)
    except ValueError:
        return False
