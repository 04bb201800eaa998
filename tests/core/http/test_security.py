import pytest
from pytest_django import Settings

from rip.core.http.security import is_known_host


@pytest.mark.parametrize(
    "host", ["rip.example", "RIP.example:8000", "a.shelter.example", "[::1]:80"]
)
def test_a_name_of_the_site_is_allowed(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["rip.example", ".shelter.example", "[::1]"]
    assert is_known_host(host)


@pytest.mark.parametrize(
    "host",
    ["", ":80", "evil.example", "rip.example.evil", "xrip.example", "rip.example/x", "a b", "\0"],
)
def test_any_other_name_is_not(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["rip.example", ".shelter.example", "[::1]"]
    assert not is_known_host(host)
