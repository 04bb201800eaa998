"""One site, two server processes: whoever is on which, everyone gets everything, in order."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from websockets.sync.client import ClientConnection

from tests.kit import services
from tests.kit.people import Person, make_staff, register_account
from tests.kit.running import Server, running_server
from tests.kit.talking import (
    Frame,
    close_code,
    hear,
    hear_many,
    hear_type,
    numbers,
    say,
    send,
    tell,
    typed,
)

pytestmark = pytest.mark.slow

# With so many that one process has them all once in ten thousand runs.
SOCKETS = 16
EACH = 10


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Two processes that hear of each other through a Redis of their own."""
    with (
        services.redis() as redis,
        running_server(WEB_CONCURRENCY="2", REDIS_URL=redis.url) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def silent_server() -> Iterator[Server]:
    """Two processes that have nothing in common but the database."""
    with running_server(WEB_CONCURRENCY="2", REDIS_URL="", RIP_PROFILE="local") as running:
        yield running


@pytest.fixture(scope="module")
def operator(server: Server) -> Iterator[Person]:
    make_staff(server, "operator")
    with Person(server, "operator") as signed_in:
        yield signed_in


@contextmanager
def signed_up(server: Server, name: str) -> Iterator[Person]:
    register_account(server, name)
    with Person(server, name) as person:
        yield person


@pytest.fixture(scope="module")
def person(server: Server) -> Iterator[object]:
    """Like the site's own `person`, for the server of this module."""
    names = iter(range(1000))
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(signed_up(server, f"{name}-{next(names)}"))


@contextmanager
def crowd(person: Person, room: int) -> Iterator[list[ClientConnection]]:
    """Enough sockets in a room that both processes have some, plain and typed ones."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                typed(person.chat_address(room)) if number % 2 else person.chat(room)
            )
            for number in range(SOCKETS)
        ]


def messages(socket: ClientConnection, count: int) -> list[Frame]:
    """The next messages a socket gets, as plain frames."""
    if socket.subprotocol is None:
        return hear_many(socket, count)
    frames = [hear_type(socket, "message") for _ in range(count)]
    return [{name: frame[name] for name in frame if name != "type"} for frame in frames]


def talk(sockets: list[ClientConnection], each: int = EACH) -> None:
    """Every socket says its share; everyone gets all of it in one order."""
    for number in range(each):
        for index, socket in enumerate(sockets):
            client_id = f"{index}-{number}"
            if socket.subprotocol is None:
                say(socket, client_id, client_id)
            else:
                send(socket, "message", message=client_id, client_message_id=client_id)
    count = each * len(sockets)
    heard = [messages(socket, count) for socket in sockets]
    assert numbers(heard[0]) == list(range(1, count + 1))
    assert all(one == heard[0] for one in heard)
    for index in range(len(sockets)):
        theirs = [one["message"] for one in heard[0] if one["message"].startswith(f"{index}-")]
        assert theirs == [f"{index}-{number}" for number in range(each)]


def test_members_on_both_processes_get_all_in_one_order(owner: Person) -> None:
    with crowd(owner, owner.room) as sockets:
        talk(sockets)


def test_without_redis_the_position_check_brings_what_the_other_process_stored(
    silent_server: Server,
) -> None:
    with (
        signed_up(silent_server, "silent") as person,
        crowd(person, person.room) as sockets,
    ):
        # Few, because two processes take turns at one SQLite, and typed members that are listened
        # to last must not fall silent meanwhile.
        talk(sockets, each=3)


def test_a_retry_on_the_other_process_is_the_same_message(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        first = tell(socket, "a", "id-1")
    for _ in range(SOCKETS // 2):
        with owner.chat(owner.room, since=1) as socket:
            assert tell(socket, "a", "id-1") == first


def test_typing_reading_and_presence_reach_every_process(owner: Person, operator: Person) -> None:
    with crowd(owner, owner.room) as customers, typed(operator.chat_address(owner.room)) as support:
        listeners = [one for one in customers if one.subprotocol]
        tell(customers[0], "a")
        hear_type(support, "message")
        send(support, "typing")
        send(support, "read", seq=1)
        for socket in listeners:
            # Both come in any order, with others between.
            kinds: set[str] = set()
            while not {"typing", "support-read", "support-here"} <= kinds:
                frame = hear(socket)
                if frame["type"] == "read" and frame["side"] == "support":
                    assert frame["seq"] == 1
                    kinds.add("support-read")
                elif frame["type"] == "presence" and frame["support"]:
                    kinds.add("support-here")
                else:
                    kinds.add(frame["type"])
    with typed(owner.chat_address(owner.room)) as socket:
        frame = hear_type(socket, "presence")
        while frame["support"]:
            frame = hear_type(socket, "presence")


@pytest.fixture
def second(server: Server, request: pytest.FixtureRequest) -> Iterator[Person]:
    """An operator of this test's own."""
    name = f"second-{abs(hash(request.node.name))}"
    make_staff(server, name)
    with Person(server, name) as signed_in:
        yield signed_in


CHANGES = [
    ("user.is_staff = False", 4403),
    ("user.is_active = False", 4401),
    ("user.set_password('другая-длинная-фраза-8')", 4401),
]


@pytest.mark.parametrize(("change", "code"), CHANGES)
def test_a_change_of_rights_closes_rooms_and_desks_on_every_process(
    server: Server, owner: Person, second: Person, change: str, code: int
) -> None:
    with crowd(second, owner.room) as sockets, ExitStack() as stack:
        desks = [stack.enter_context(typed(desk_address(second))) for _ in range(SOCKETS // 2)]
        for desk in desks:
            assert hear(desk)["type"] == "hello"
        user = f"User.objects.get(username='{second.username}')"
        server.manage(
            *("shell", "-v0", "-c"),
            f"from rip.accounts.models import User; user = {user}; {change}; user.save()",
        )
        for socket in [*sockets, *desks]:
            assert close_code(socket) == code


def desk_address(person: Person) -> str:
    return f"{person.server.sockets}/ws/desk/?uuid={person.ticket()}"


def test_a_customer_who_logs_out_is_let_go_by_every_process(owner: Person) -> None:
    with crowd(owner, owner.room) as sockets:
        for socket in sockets:
            if socket.subprotocol:
                hear_type(socket, "hello")
        assert owner.http.post("/api/token/revoke/").status_code == 200
        for socket in sockets:
            assert close_code(socket) == 4401


def test_the_desk_hears_of_rooms_on_every_process(owner: Person, operator: Person) -> None:
    with ExitStack() as stack:
        desks = [stack.enter_context(typed(desk_address(operator))) for _ in range(SOCKETS // 2)]
        for desk in desks:
            hear(desk)
        with owner.chat(owner.room) as socket:
            tell(socket, "a")
        for desk in desks:
            while (frame := hear_type(desk, "room"))["room"] != owner.room or not frame["unread"]:
                pass
            assert frame["unread"] == 1
