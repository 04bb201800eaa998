"""Everyone in a room gets everything, in the same order."""

from tests.kit.people import Person, make_staff
from tests.kit.running import Server
from tests.kit.talking import hear, hear_many, say, tell


def test_two_tabs_of_one_person_both_get_everything(owner: Person) -> None:
    with owner.chat(owner.room) as one, owner.chat(owner.room) as other:
        first = tell(one, "from one")
        assert hear(other) == first
        second = tell(other, "from the other")
        assert hear(one) == second


def test_two_operators_see_each_other(server: Server, owner: Person, operator: Person) -> None:
    make_staff(server, f"second-{owner.username}")
    with (
        Person(server, f"second-{owner.username}") as second,
        owner.chat(owner.room) as customer,
        operator.chat(owner.room) as one,
        second.chat(owner.room) as other,
    ):
        question = tell(customer, "?")
        assert hear(one) == hear(other) == question
        answer = tell(one, "!")
        assert hear(other) == hear(customer) == answer
        assert tell(other, "+")["sender"] == second.username


def test_rooms_do_not_hear_each_other(owner: Person, stranger: Person) -> None:
    with owner.chat(owner.room) as here, stranger.chat(stranger.room) as there:
        tell(here, "here")
        assert tell(there, "there")["sender"] == stranger.username


def test_everyone_gets_the_same_order(owner: Person, operator: Person) -> None:
    with owner.chat(owner.room) as customer, operator.chat(owner.room) as support:
        for number in range(30):
            say(customer, f"c{number}")
            say(support, f"s{number}")
        heard = hear_many(customer, 60)
        assert hear_many(support, 60) == heard
    for sender in ("c", "s"):
        said = [frame["message"] for frame in heard if frame["message"].startswith(sender)]
        assert said == [f"{sender}{number}" for number in range(30)]
