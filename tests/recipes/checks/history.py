"""A room begins with the newest 20 messages."""

from tests.kit.people import Person, owner
from tests.kit.talking import hear_many, tell_many

__all__ = ["owner"]


def test_whoever_enters_gets_the_newest_twenty(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        sent = tell_many(socket, 25)
    with owner.chat(owner.room) as socket:
        assert [frame["seq"] for frame in hear_many(socket, 20)] == list(range(6, 26))
    assert len(sent) == 25
