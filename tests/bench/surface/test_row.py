"""Rows that make things and take them away again."""

from collections import Counter
from itertools import islice
from typing import Any

from bench.load.exchanges import Exchange
from bench.surface.people import Check, People, Person, Who
from bench.surface.rows.row import KEPT, Row, call, made_and_taken

URL = "http://127.0.0.1:1"
CUSTOMERS = [Person(URL, number, access=f"token-{number}") for number in (1, 2, 3)]
PEOPLE = People(URL, 100, 10, 3, {Who.NOBODY: [Person(URL)], Who.CUSTOMER: CUSTOMERS})


def make(_people: People, person: Person, keep: Check) -> Exchange:
    return person.api("POST", "/things", status=201, check=keep, read=True)


def take(_people: People, person: Person, made: Any) -> Exchange:
    return person.api("DELETE", f"/things/{made['id']}")


def test_what_was_made_is_taken_away_once_by_who_made_it() -> None:
    taken: Counter[bytes] = Counter()
    made: dict[bytes, bytes] = {}
    for number, exchange in enumerate(
        islice(made_and_taken(make, take)(PEOPLE, Who.CUSTOMER), 10 * KEPT)
    ):
        path, who = exchange.encoded.split(b" ")[1], exchange.encoded.split(b"token-")[1][:1]
        if exchange.status == 201:
            assert exchange.check is not None
            made[b"/things/%d" % number] = who
            exchange.check(b'{"id":%d}' % number)
        else:
            taken[path] += 1
            assert made[path] == who
    assert set(taken.values()) == {1}
    assert len(made) - len(taken) <= KEPT + 1


def test_nothing_is_taken_away_before_it_was_made() -> None:
    unanswered = islice(made_and_taken(make, take)(PEOPLE, Who.CUSTOMER), 10 * KEPT)
    assert {exchange.status for exchange in unanswered} == {201}


def test_people_take_turns_and_nobody_has_no_token() -> None:
    exchanges = list(islice(call("GET", "/me")(PEOPLE, Who.CUSTOMER), 4))
    tokens = [exchange.encoded.split(b"Bearer ")[1][:7] for exchange in exchanges]
    assert tokens == [b"token-1", b"token-2", b"token-3", b"token-1"]
    [anonymous] = islice(call("GET", "/me")(PEOPLE, Who.NOBODY), 1)
    assert b"Authorization" not in anonymous.encoded


def test_a_customers_own_adverts_are_theirs_alone_and_not_the_sellers() -> None:
    own = [{PEOPLE.own_advert(person) for _ in range(500)} for person in CUSTOMERS]
    assert set.union(*own) == set(range(11, 101))
    assert sum(map(len, own)) == 90


def test_a_name_says_what_how_and_who() -> None:
    row = Row(("GET /a", "PUT /a"), Who.NOBODY, call("GET", "/a"), "read", how="again")
    assert row.name == "GET /a + PUT /a, again (nobody)"
