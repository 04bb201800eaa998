"""Django's web sessions in the database, whose ends are numbered as those of log-ins are."""

import hashlib

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.db import transaction

from rip.accounts.models import web_session_changed


def hash_of_key(session_key: str) -> str:
    """Return what the log names a web session by."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(db.SessionStore):
    """Logs whatever may end a web session that was there before."""

    def save(self, must_create: bool = False) -> None:
        key = self.session_key
        with transaction.atomic():
            super().save(must_create)
            if key is not None and not must_create:
                web_session_changed(hash_of_key(key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key if session_key is not None else self.session_key
        with transaction.atomic():
            super().delete(session_key)
            if key is not None:
                web_session_changed(hash_of_key(key))

    async def asave(self, must_create: bool = False) -> None:
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)
