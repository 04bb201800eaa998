"""The rooms and sessions are those the tests of the chat have."""

from tests.chat.conftest import operator_session, owner_session, room

__all__ = ["operator_session", "owner_session", "room"]
