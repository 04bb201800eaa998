"""The rooms, the sessions and the quiet of hubs are those the tests of the chat have."""

from tests.chat.conftest import nothing_heals, operator_session, owner_session, room

__all__ = ["nothing_heals", "operator_session", "owner_session", "room"]
