"""A proxy that RIP was not told of is noticed once: all visitors would share its limits."""

from typing import Final

import pytest
from pytest_django import Settings
from structlog.testing import capture_logs
from structlog.typing import EventDict

from rip.server.forwarding import Forwarding

PROXY: Final = "192.0.2.1"
FORWARDED: Final = [(b"host", b"x"), (b"x-forwarded-for", b"198.51.100.1")]


def looked(*heads: tuple[str, list[tuple[bytes, bytes]]]) -> list[EventDict]:
    forwarding = Forwarding()
    with capture_logs() as logs:
        for peer, headers in heads:
            forwarding.look(peer, headers)
    return logs


@pytest.fixture(autouse=True)
def nobody_trusted(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": ""})


@pytest.mark.parametrize("header", [b"x-forwarded-for", b"forwarded"])
@pytest.mark.parametrize("peer", [PROXY, "127.0.0.1", "2001:db8::1", ""])
def test_one_warning_says_what_to_set(peer: str, header: bytes) -> None:
    [line] = looked(*[(peer, [(header, b"198.51.100.1")])] * 3)
    assert (line["event"], line["log_level"]) == ("forwarding_headers_not_trusted", "warning")
    assert line["peer"] == peer
    assert "RIP_TRUSTED_PROXIES" in line["advice"]


def test_a_client_that_forwards_for_nobody_is_no_proxy() -> None:
    assert looked((PROXY, [(b"host", b"x")]), (PROXY, [])) == []


@pytest.mark.parametrize("trusted", [PROXY, "10.0.0.0/8, 192.0.2.0/24", "*"])
def test_a_proxy_that_is_named_is_trusted(settings: Settings, trusted: str) -> None:
    settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": trusted})
    assert looked((PROXY, FORWARDED)) == []
