"""One-time WebSocket tickets, because a browser cannot send a header when it opens a socket.

A ticket is taken by one atomic step: GETDEL in Redis, else a DELETE that must remove one row. Only
its hash is stored, and it is never logged. When Redis is configured but away, tickets go to the
database, so that people can still open a chat.
"""

import functools
import re
import uuid
from datetime import timedelta
from typing import Protocol

import msgspec
import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from redis.asyncio import Redis
from redis.exceptions import RedisError

from rip.accounts import tokens
from rip.accounts.models import RefreshFamily, Ticket
from rip.accounts.sessions import Session
from rip.accounts.tokens import hash_of, session_hash_of
from rip.core.database import threads
from rip.core.errors import NotSignedIn

log = structlog.get_logger(__name__)

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class InvalidTicket(NotSignedIn):
    """Missing, used, expired, or of a session that has ended."""

    code = "invalid-ticket"
    title = _("The ticket is not valid")
    detail = _("A ticket opens one socket, once. Get a new one at GET /api/ws_token/.")


class Holder(msgspec.Struct, frozen=True):
    """The owner of a ticket: a log-in, at a session version."""

    family_id: uuid.UUID
    session_hash: str


class TicketStore(Protocol):
    async def save(self, ticket_hash: str, holder: Holder) -> None:
        """Store a ticket for RIP_TICKET_SECONDS."""

    async def take(self, ticket_hash: str) -> Holder | None:
        """Return the holder to exactly one caller, and None to every other."""


class DatabaseTickets:
    async def save(self, ticket_hash: str, holder: Holder) -> None:
        await threads.write(self.save_row, ticket_hash, holder)

    def save_row(self, ticket_hash: str, holder: Holder) -> None:
        """`save`, in a database thread."""
        now = tokens.now()
        # By their keys: a DELETE that looks for them locks the tickets of the same log-in that are
        # being taken, and the database ends one of the two as a deadlock.
        expired = Ticket.objects.filter(family_id=holder.family_id, expires__lt=now)
        if keys := list(expired.values_list("pk", flat=True)):
            Ticket.objects.filter(pk__in=keys).delete()
        Ticket.objects.create(
            ticket_hash=ticket_hash,
            family_id=holder.family_id,
            session_hash=holder.session_hash,
            expires=now + timedelta(seconds=settings.RIP_TICKET_SECONDS),
        )

    async def take(self, ticket_hash: str) -> Holder | None:
        return await threads.write(self.take_row, ticket_hash)

    def take_row(self, ticket_hash: str) -> Holder | None:
        """`take`, in a database thread."""
        tickets = Ticket.objects.filter(ticket_hash=ticket_hash, expires__gt=tokens.now())
        found = tickets.first()
        if found is None or tickets.delete()[0] != 1:
            return None
        return Holder(found.family_id, found.session_hash)


class RedisTickets:
    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=2.0, socket_connect_timeout=1.0)

    async def save(self, ticket_hash: str, holder: Holder) -> None:
        await self._redis.set(
            f"rip:ticket:{ticket_hash}",
            msgspec.json.encode(holder),
            ex=settings.RIP_TICKET_SECONDS,
        )

    async def take(self, ticket_hash: str) -> Holder | None:
        raw = await self._redis.getdel(f"rip:ticket:{ticket_hash}")
        return msgspec.json.decode(raw, type=Holder) if raw is not None else None

    async def close(self) -> None:
        """Close the connections, which belong to one event loop."""
        await self._redis.aclose()


@functools.cache
def stores() -> list[TicketStore]:
    """Return the ticket stores, the preferred one first."""
    in_database = DatabaseTickets()
    if settings.RIP_REDIS_URL:
        return [RedisTickets(settings.RIP_REDIS_URL), in_database]
    return [in_database]


async def ticket_issue(*, session: Session) -> str:
    """Return a new ticket for this session: a uuid4, valid once and for RIP_TICKET_SECONDS."""
    ticket = str(uuid.uuid4())
    holder = Holder(session.family_id, session_hash_of(session.user))
    for store in stores():
        try:
            await store.save(hash_of(ticket), holder)
        except RedisError as error:
            log.warning("ticket_store_unavailable", error=str(error))
            continue
        break
    return ticket


async def ticket_redeem(*, ticket: str) -> Session:
    """Consume a ticket and return the session it was issued to. Raises InvalidTicket."""
    if not _UUID.fullmatch(ticket):
        raise InvalidTicket
    for store in stores():
        try:
            holder = await store.take(hash_of(ticket))
        except RedisError as error:
            log.warning("ticket_store_unavailable", error=str(error))
            continue
        if holder is not None:
            return await threads.read(session_of_holder, holder)
    raise InvalidTicket


def session_of_holder(holder: Holder) -> Session:
    """Return the session of a ticket's holder. Raises InvalidTicket if it has ended."""
    families = RefreshFamily.objects.alive().select_related("user")
    family = families.filter(pk=holder.family_id).first()
    if family is None or session_hash_of(family.user) != holder.session_hash:
        raise InvalidTicket
    return Session(family.user, family.pk)
