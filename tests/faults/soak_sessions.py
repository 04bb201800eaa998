"""People who log in and out, and an admin who changes them, on several processes of one site: no
request may be answered by what a log-in was before.

`python -m tests.faults.soak_sessions [--seconds N] [--services]` runs it for long; with --services
on a MariaDB and a Redis of its own, and Redis is killed in the middle.
"""

import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

from tests.faults.soak import main
from tests.kit.running import ROOT, Server

PASSWORD = "кошка-на-окошке-7"

# Changes users as the admin does, by lines of a name, a field and 1 or 0; it answers each.
ADMIN = """
import sys
import django
django.setup()
from rip.accounts.models import User
for line in sys.stdin:
    name, field, value = line.split()
    user = User.objects.get(username=name)
    setattr(user, field, value == "1")
    user.save()
    print("done", flush=True)
"""


class Admin:
    """A process that serves nothing, and changes users."""

    def __init__(self, server: Server) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-c", ADMIN],
            cwd=ROOT,
            env=server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def set(self, name: str, field: str, *, value: bool) -> None:
        """Return once it is committed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(f"{name} {field} {int(value)}\n")
            self._process.stdin.flush()
            assert self._process.stdout.readline() == "done\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class LogIn:
    """One log-in: an access token, or the cookies of a browser."""

    access: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    ended: bool = False


@dataclass
class Person:
    """Has several log-ins, and asks any process who they are."""

    servers: Sequence[Server]
    admin: Admin
    until: float
    seed: int
    name: str = field(default_factory=lambda: f"p{uuid.uuid4().hex[:12]}")
    log_ins: list[LogIn] = field(default_factory=list)
    is_staff: bool = False
    is_active: bool = True
    reads: int = 0
    missed: list[str] = field(default_factory=list)

    def live(self) -> None:
        choose = random.Random(self.seed)
        with httpx.Client(timeout=30) as http:
            body = {"username": self.name, "password": PASSWORD}
            url = choose.choice(self.servers).url
            http.post(f"{url}/api/v1/accounts/register", json=body).raise_for_status()
            while time.monotonic() < self.until and not self.missed:
                what = self._change(http, choose)
                for log_in in self.log_ins:
                    self._look(http, choose.choice(self.servers).url, log_in, what)
                self.log_ins = [one for one in self.log_ins if not one.ended][-6:]

    def _change(self, http: httpx.Client, choose: random.Random) -> str:
        url = choose.choice(self.servers).url
        if not self.is_active:
            self.is_active = True
            # The log-ins themselves are as they were, so they are good again.
            self.admin.set(self.name, "is_active", value=True)
            return "activated"
        there = [one for one in self.log_ins if not one.ended]
        what = choose.random()
        if len(there) < 2 or what < 0.2:
            self.log_ins.append(self._log_in(http, url, by_page=choose.random() < 0.4))
            return "logged in"
        if what < 0.5:
            return self._log_out(http, url, choose.choice(there))
        if what < 0.6:
            token = next((one for one in there if one.access), None)
            if token is not None:
                headers = {"Authorization": f"Bearer {token.access}"}
                http.post(
                    f"{url}/api/token/revoke/", json={"all": True}, headers=headers
                ).raise_for_status()
                for one in self.log_ins:
                    one.ended = True
            return "logged out everywhere"
        if what < 0.85:
            self.is_staff = not self.is_staff
            self.admin.set(self.name, "is_staff", value=self.is_staff)
            return f"staff is {self.is_staff}"
        self.is_active = False
        self.admin.set(self.name, "is_active", value=False)
        return "deactivated"

    def _log_in(self, http: httpx.Client, url: str, *, by_page: bool) -> LogIn:
        if not by_page:
            body = {"username": self.name, "password": PASSWORD}
            return LogIn(
                access=http.post(f"{url}/api/token/", json=body).raise_for_status().json()["access"]
            )
        with httpx.Client(timeout=30) as browser:
            browser.get(f"{url}/accounts/login/").raise_for_status()
            form = {
                "login": self.name,
                "password": PASSWORD,
                "csrfmiddlewaretoken": browser.cookies["csrftoken"],
            }
            assert browser.post(f"{url}/accounts/login/", data=form).status_code == 302
            names = ("sessionid", "csrftoken")
            return LogIn(cookies={name: browser.cookies[name] for name in names})

    def _log_out(self, http: httpx.Client, url: str, log_in: LogIn) -> str:
        log_in.ended = True
        if log_in.access:
            headers = {"Authorization": f"Bearer {log_in.access}"}
            http.post(f"{url}/api/token/revoke/", json={}, headers=headers).raise_for_status()
            return "logged out"
        with httpx.Client(timeout=30, cookies=log_in.cookies) as browser:
            form = {"csrfmiddlewaretoken": log_in.cookies["csrftoken"]}
            assert browser.post(f"{url}/accounts/logout/", data=form).status_code == 302
        return "logged out on a page"

    def _look(self, http: httpx.Client, url: str, log_in: LogIn, what: str) -> None:
        self.reads += 1
        is_there = self.is_active and not log_in.ended
        found: Any
        expected: Any
        if log_in.access:
            headers = {"Authorization": f"Bearer {log_in.access}"}
            answer = http.get(f"{url}/api/v1/accounts/me", headers=headers)
            found = answer.json()["is_staff"] if answer.status_code == 200 else answer.status_code
            expected = self.is_staff if is_there else 401
        else:
            with httpx.Client(timeout=30, cookies=log_in.cookies) as browser:
                page = browser.get(f"{url}/").raise_for_status().text
            # The desk is for operators.
            found = 'href="/profile/"' in page, 'href="/desk/"' in page
            expected = is_there, is_there and self.is_staff
        if found != expected:
            where = "a token" if log_in.access else "a page"
            self.missed.append(f"{what}; {where} said {found!r}, not {expected!r}")


def soak(servers: Sequence[Server], seconds: float, people: int = 4) -> tuple[int, list[str]]:
    """The number of requests, and those that were answered by what a log-in was before."""
    until = time.monotonic() + seconds
    with Admin(servers[0]) as admin:
        crowd = [Person(servers, admin, until, seed) for seed in range(people)]
        with ThreadPoolExecutor(people) as threads:
            for life in [threads.submit(person.live) for person in crowd]:
                life.result()
    return sum(one.reads for one in crowd), [line for one in crowd for line in one.missed]


if __name__ == "__main__":
    sys.exit(main(soak, "tests.faults.soak_sessions", str(__doc__), sys.argv[1:]))
