"""Limits count networks: an address of IPv4, the /64 around one of IPv6."""

from collections.abc import Iterator

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


@pytest.fixture
def proxies(settings: Settings) -> Iterator[None]:
    trusted = "192.0.2.1, 10.0.0.0/8,nonsense"
    settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": trusted})
    is_many_people.cache_clear()
    yield
    is_many_people.cache_clear()


@pytest.mark.usefixtures("proxies")
@pytest.mark.parametrize(
    ("address", "is_many"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.0.2.1", True),
        ("10.200.3.4", True),
        ("192.0.2.2", False),
        ("2001:db8::1", False),
    ],
)
def test_who_may_stand_for_many_people(address: str, *, is_many: bool) -> None:
    assert is_many_people(address) is is_many
