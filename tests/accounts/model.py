"""Accounts and log-ins as they are promised to be, without a database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rip.accounts.models import name_key

ACCESS: Final = timedelta(minutes=15)
REFRESH: Final = timedelta(days=14)
TICKET: Final = timedelta(seconds=60)
GRACE: Final = timedelta(seconds=30)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2030, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def as_datetime(self) -> type[datetime]:
        """A class that reads this clock, for those who ask `datetime` itself."""
        clock = self

        class SetByHand(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return clock.time.astimezone(tz)

        return SetByHand


@dataclass(eq=False)
class Person:
    """`version` counts what has ended all that was open for them."""

    number: int
    name: str
    password: str | None
    guest: bool = False
    active: bool = True
    version: int = 0

    @property
    def key(self) -> str:
        return name_key(self.name)


@dataclass(eq=False)
class LogIn:
    """The refresh tokens of a log-in, the oldest first, each with the time it was given.

    `parent` is the index of the token that the newest was given for.
    """

    person: Person
    version: int
    family_id: Any
    tokens: list[tuple[str, datetime]]
    parent: int | None = None
    revoked: bool = False

    @property
    def is_open(self) -> bool:
        person = self.person
        return not self.revoked and person.active and person.version == self.version

    @property
    def newest(self) -> str:
        return self.tokens[-1][0]

    @property
    def rotated(self) -> datetime:
        return self.tokens[-1][1]


@dataclass(eq=False)
class Access:
    text: str
    log_in: LogIn
    given: datetime

    def is_good(self, now: datetime) -> bool:
        return self.log_in.is_open and now < self.given + ACCESS


@dataclass(eq=False)
class Ticket:
    text: str
    log_in: LogIn
    given: datetime
    used: bool = False

    def is_good(self, now: datetime) -> bool:
        return self.log_in.is_open and not self.used and now < self.given + TICKET


@dataclass
class Site:
    """Everybody, and everything that was ever given to them."""

    people: list[Person] = field(default_factory=list)
    log_ins: list[LogIn] = field(default_factory=list)
    accesses: list[Access] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)

    def named(self, name: str) -> Person | None:
        key = name_key(name)
        return next((person for person in self.people if person.key == key), None)

    def forget_expired(self, person: Person, now: datetime) -> None:
        """Whoever signs in loses what log-ins have expired, and the sockets of those."""
        for log_in in self.log_ins:
            if log_in.person is person and log_in.rotated + REFRESH < now:
                log_in.revoked = True

    def may_read(self, log_in: LogIn, token: int, now: datetime) -> bool:
        """True if a refresh token, by its index, names an open log-in."""
        return log_in.is_open and now < log_in.tokens[token][1] + REFRESH

    def refresh(self, log_in: LogIn, token: int, now: datetime) -> bool:
        """Use a refresh token: true if it gives a pair. Any but two tokens end the log-in."""
        if not self.may_read(log_in, token, now):
            return False
        newest = len(log_in.tokens) - 1
        log_in.revoked = token not in (newest, log_in.parent)
        return not log_in.revoked

    def rotates(self, log_in: LogIn, token: int, now: datetime) -> bool:
        """True if what this token gives is new."""
        late = now > log_in.rotated + GRACE and not log_in.person.guest
        return token == len(log_in.tokens) - 1 or (token == log_in.parent and late)
