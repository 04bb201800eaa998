"""Rows of support's API: the customers' rooms, and the desk."""

import itertools
import uuid
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from bench.data.people import customer_name
from bench.load.exchanges import Exchange
from bench.surface.people import Check, Multipart, People, Person, Who
from bench.surface.rows.row import KEPT, Row, call, decode, each, made_and_taken, rows
from tests.kit.pictures import jpeg

ROOMS: Final = "/api/v1/support/rooms"
ROOM: Final = f"{ROOMS}/{{room}}"
REPLIES: Final = "/api/v1/support/replies"
MESSAGE: Final = "Добрый день! Пупсик ещё ищет дом?"
PICTURE: Final = Multipart.of(jpeg(400, 300))
BOTH: Final = (Who.CUSTOMER, Who.OPERATOR)

_run: Final = uuid.uuid4().hex[:6]
_new = itertools.count()


def _room_of(people: People, person: Person) -> int:
    """A customer's own room; for others some customer's."""
    return person.id if person in people.customers else people.room()


def messages(people: People, person: Person) -> Exchange:
    return person.api("GET", f"{ROOMS}/{_room_of(people, person)}/messages")


def messages_of_talker(people: People, person: Person) -> Exchange:
    return person.api("GET", f"{ROOMS}/{people.by_role[Who.TALKER][0].id}/messages")


def post_message(people: People, person: Person) -> Exchange:
    body = {"message": MESSAGE, "client_message_id": f"{_run}-{next(_new)}"}
    path = f"{ROOMS}/{_room_of(people, person)}/messages"
    return person.api("POST", path, body, status=201)


def post_and_read(people: People, who: Who) -> Iterator[Exchange]:
    """Post a message, and later mark it as read, by the same person in the same room."""
    posted: deque[tuple[Person, int, int]] = deque()
    for person in people.turns(who):
        if len(posted) > KEPT:
            reader, room, seq = posted.popleft()
            yield reader.api("POST", f"{ROOMS}/{room}/read", {"seq": seq})
            continue

        def keep(body: bytes, person: Person = person) -> None:
            posted.append((person, person.id, decode(body)["seq"]))

        path, body = f"{ROOMS}/{person.id}/messages", {"message": MESSAGE}
        yield person.api("POST", path, body, status=201, check=keep, read=True)


def add_picture(people: People, person: Person) -> Exchange:
    path = f"{ROOMS}/{_room_of(people, person)}/pictures"
    return person.api("POST", path, PICTURE, status=201)


def decide(people: People, person: Person) -> Exchange:
    # Beyond all messages: nobody's has come after it.
    body = {"status": people.chance.choice(("done", "waiting", "open")), "seq": 10**9}
    return person.api("PUT", f"{ROOMS}/{people.room()}/status", body)


def assign(people: People, who: Who) -> Iterator[Exchange]:
    """Give each room to an operator and back to nobody. Doing either twice is as good as once."""
    operator = people.by_role[Who.OPERATOR][0].name
    rooms_in_turn = [person.id for person in people.customers]
    for person, number in zip(people.turns(who), itertools.count(), strict=False):
        turn, place = divmod(number, len(rooms_in_turn))
        names = (operator, None) if turn % 2 else (None, operator)
        body = dict(zip(("assignee", "was"), names, strict=True))
        yield person.api("PUT", f"{ROOMS}/{rooms_in_turn[place]}/assignee", body)


def customer(people: People, person: Person) -> Exchange:
    return person.api("GET", f"{ROOMS}/{people.room()}/customer")


def add_note(people: People, person: Person, keep: Check) -> Exchange:
    room = people.room()

    def keep_with_room(body: bytes) -> None:
        keep(b'{"room":%d,"note":%d}' % (room, decode(body)["id"]))

    path, body = f"{ROOMS}/{room}/notes", {"text": "Просит звонить вечером."}
    return person.api("POST", path, body, status=201, check=keep_with_room, read=True)


def remove_note(_people: People, person: Person, made: Any) -> Exchange:
    return person.api("DELETE", f"{ROOMS}/{made['room']}/notes/{made['note']}")


def add_reply(_people: People, person: Person, keep: Check) -> Exchange:
    body = {"shortcut": f"r{_run}{next(_new)}", "title": "Ответ", "text_ru": "Здравствуйте!"}
    return person.api("POST", REPLIES, body, status=201, check=keep, read=True)


def remove_reply(_people: People, person: Person, made: Any) -> Exchange:
    return person.api("DELETE", f"{REPLIES}/{made['id']}")


def change_reply(people: People, person: Person) -> Exchange:
    body = {"title": f"Ответ {people.chance.randrange(1000)}"}
    return person.api("PATCH", f"{REPLIES}/1", body)


def search(people: People, person: Person) -> Exchange:
    return person.api("GET", f"{ROOMS}?q={customer_name(people.chance.randrange(40))}")


ROWS: Final[list[Row]] = [
    *rows("GET /api/v1/support_chat", Who.CUSTOMER, call("GET", "/api/v1/support_chat"), "read"),
    *rows(f"GET {ROOMS}", BOTH, call("GET", ROOMS), "read"),
    *rows(f"GET {ROOMS}", Who.OPERATOR, call("GET", f"{ROOMS}?status=open"), "read", how="open"),
    *rows(f"GET {ROOMS}", Who.OPERATOR, call("GET", f"{ROOMS}?unread=1"), "read", how="unread"),
    *rows(f"GET {ROOMS}", Who.OPERATOR, each(search), "read", how="search"),
    *rows(
        "GET /api/v1/chats_list",
        Who.OPERATOR,
        call("GET", "/api/v1/chats_list"),
        "read",
        whole="It gives every room there is, as the seed does.",
    ),
    *rows(f"GET {ROOM}/messages", BOTH, each(messages), "read"),
    *rows(
        f"GET {ROOM}/messages", Who.OPERATOR, each(messages_of_talker), "read", how="of the talker"
    ),
    *rows(f"GET {ROOM}/customer", Who.OPERATOR, each(customer), "read"),
    *rows("GET /api/v1/support/online", Who.NOBODY, call("GET", "/api/v1/support/online"), "read"),
    *rows(
        "GET /api/v1/support/operators",
        Who.OPERATOR,
        call("GET", "/api/v1/support/operators"),
        "read",
    ),
    *rows(f"GET {REPLIES}", Who.OPERATOR, call("GET", REPLIES), "read"),
    *rows(f"POST {ROOM}/messages", BOTH, each(post_message), "write"),
    *rows((f"POST {ROOM}/read", f"POST {ROOM}/messages"), Who.CUSTOMER, post_and_read, "write"),
    *rows(f"POST {ROOM}/pictures", Who.CUSTOMER, each(add_picture), "write"),
    *rows(f"PUT {ROOM}/status", Who.OPERATOR, each(decide), "write"),
    *rows(f"PUT {ROOM}/assignee", Who.OPERATOR, assign, "write"),
    *rows(
        (f"POST {ROOM}/notes", f"DELETE {ROOM}/notes/{{note}}"),
        Who.OPERATOR,
        made_and_taken(add_note, remove_note),
        "write",
    ),
    *rows(
        (f"POST {REPLIES}", f"DELETE {REPLIES}/{{reply}}"),
        Who.OPERATOR,
        made_and_taken(add_reply, remove_reply),
        "write",
    ),
    *rows(f"PATCH {REPLIES}/{{reply}}", Who.OPERATOR, each(change_reply), "write"),
    *rows(
        f"POST {REPLIES}/{{reply}}/used", Who.OPERATOR, call("POST", f"{REPLIES}/1/used"), "write"
    ),
]
