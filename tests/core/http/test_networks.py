"""Limits count networks: an address of IPv4, the /64 around one of IPv6."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from rip.core.http.networks import UNKNOWN, is_many_people, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1%eth0", "2001:db8:1:2::/64"),
        ("", UNKNOWN),
        ("a socket's name", "a socket's name"),
        ("x" * 1000, "x" * 64),
    ],
)
def test_the_network_of_an_address(address: str, network: str) -> None:
    assert network_of(address) == network


Trust = Callable[[str], None]


@pytest.fixture
def trust(settings: Settings) -> Iterator[Trust]:
    """Makes the site trust these proxies."""

    def trusted(proxies: str) -> None:
        settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": proxies})
        is_many_people.cache_clear()

    yield trusted
    is_many_people.cache_clear()


@pytest.fixture
def proxies(trust: Trust) -> None:
    trust("192.0.2.1, 10.20.30.40/8,nonsense , 203.0.113.5")


@pytest.mark.usefixtures("proxies")
@pytest.mark.parametrize(
    ("address", "is_many"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.0.2.1", True),
        ("10.200.3.4", True),
        ("::ffff:10.200.3.4", True),
        ("203.0.113.5", True),
        # Not from the network at all: a server on this computer may talk through a Unix socket.
        ("", True),
        ("192.0.2.2", False),
        ("2001:db8::1", False),
    ],
)
def test_who_may_stand_for_many_people(address: str, *, is_many: bool) -> None:
    assert is_many_people(address) is is_many


@pytest.mark.parametrize(
    ("proxies", "is_many"),
    [("*", True), ("192.0.2.1, * ", True), ("", False), ("nonsense", False), ("2001::/16", False)],
)
def test_a_site_may_trust_whoever_connects(trust: Trust, proxies: str, *, is_many: bool) -> None:
    trust(proxies)
    assert is_many_people("198.51.100.7") is is_many
