"""The container's health check, `python -m rip.server.health`: exits with 0 if RIP responds."""

import http.client
import os
import sys

# The server answers only under the names it knows.
hosts = os.environ.get("ALLOWED_HOSTS") or "localhost"
name = hosts.split(",")[0].strip().lstrip("*.") or "localhost"

try:
    server = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=4)
    server.request("GET", "/livez", headers={"Host": name})
    sys.exit(server.getresponse().status != 200)
except (OSError, ValueError, OverflowError, http.client.HTTPException) as error:
    sys.exit(f"unhealthy: {error}")
