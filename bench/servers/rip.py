"""RIP as it is shipped, but for the settings below."""

import contextlib
import os
from collections.abc import Iterator

from bench.servers.launch import pinned
from tests.kit.running import Server, running_server

HIGH = "1000000000"
SETTINGS = {
    # The limits on rates count every request, and refuse nobody.
    "DJANGO_SETTINGS_MODULE": "bench.servers.settings",
    "RIP_RATE_LIMITS": "on",
    "RIP_ENV_FILE": os.devnull,
    "RIP_ANONYMOUS_ADVERTS": "1",
    "RIP_CHAT_RATE": HIGH,
    "RIP_CHAT_BURST": HIGH,
    "RIP_SOCKETS_PER_PERSON": HIGH,
    "RIP_PROFILE": "local",
    "WEB_CONCURRENCY": "1",
}
# The limits are taken off where their cost is shown.
NO_LIMITS = {"RIP_RATE_LIMITS": "off"}


@contextlib.contextmanager
def rip(*arguments: str, access_log: str, **environment: str) -> Iterator[Server]:
    """Serve RIP with one worker, its log in a file. `access_log` is on or off."""
    settings = {**SETTINGS, "RIP_ACCESS_LOG": access_log, **environment}
    with contextlib.ExitStack() as running:
        with pinned():
            server = running.enter_context(running_server(*arguments, **settings))
        yield server
