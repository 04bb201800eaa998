"""Reading, typing and presence, as two clients of one person tell each other."""

from tests.clients.talker import Casting
from tests.kit.people import Person


def test_clients_hear_who_reads_types_and_is_there(owner: Person, start: Casting) -> None:
    with start(owner) as one, start(owner, storage=str(start.folder / "other.json")) as other:
        one.wait_for("state", state="online")
        other.wait_for("state", state="online")
        one.order(send=["a"])
        other.wait_for("message")
        other.order(read=1)
        one.wait_for("read", side="customer", seq=1)
        other.order(typing=True)
        one.wait_for("typing", side="customer", sender=owner.username)
        one.wait_for("presence", customer=True, support=False)
