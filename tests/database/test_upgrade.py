"""A database that an earlier checkout made is brought up to date with all that is in it."""

from typing import Any

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.database.conftest import Fill, Manage
from tests.database.tables import DERIVED, Rows, connected
from tests.kit.running import running_server

# The columns that have other names today, by table.
RENAMED = {
    "accounts_consent": {"address": "ip"},
    "adverts_advertlog": {"forgotten_seq": "compacted_seq"},
    "support_room": {"last_customer_seq": "last_owner_seq"},
}
# Columns by table that have come since, and tables.
ADDED = {
    "support_room": {"unread", "is_unread", "status"},
    "support_chatpicture": {"stored_bytes"},
    "adverts_picture": {"stored_bytes"},
    "adverts_uploadedpicture": {"stored_bytes"},
}
ADDED_TABLES = {"accounts_knownnetwork", "accounts_sessionchange", "accounts_sessionlog"}
MANY = 1_000

# A new database of MySQL is migrated in half a minute on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.timeout(600)]


def renamed(rows: Rows) -> Rows:
    """The rows with the names that their columns have today."""
    return {
        table: [
            {RENAMED.get(table, {}).get(name, name): value for name, value in record.items()}
            for record in records
        ]
        for table, records in rows.items()
    }


def without_added(rows: Rows) -> Rows:
    """The rows without what the earlier checkout did not have."""
    return {
        table: [
            {name: value for name, value in record.items() if name not in ADDED.get(table, ())}
            for record in records
        ]
        for table, records in rows.items()
        if table not in ADDED_TABLES
    }


def by_content(rows: Rows) -> dict[str, list[list[tuple[str, str]]]]:
    return {
        table: sorted(
            sorted((name, repr(value)) for name, value in record.items()) for record in of
        )
        for table, of in rows.items()
    }


def multiplied(rows: Rows) -> Rows:
    """The rows, with thousands of adverts, changes and messages like the first of each."""
    more = {table: list(records) for table, records in rows.items()}
    for number in range(1000, 1000 + MANY):
        own: dict[str, dict[str, Any]] = {
            "adverts_advert": {"id": number, "seq": number, "title": f"№ {number}"},
            "adverts_advertchange": {"seq": number, "advert_id": number},
            "support_message": {"id": number, "seq": number, "client_message_id": f"{number}"},
        }
        for table, values in own.items():
            more[table].append({**rows[table][0], **values})
    more["adverts_advertlog"] = [{**rows["adverts_advertlog"][0], "last_seq": 1000 + MANY - 1}]
    return more


def before_the_search_index(rows: Rows) -> Rows:
    """The rows as they were when adverts were written together with their search entries."""
    log = [{**record, "search_version": "0/old"} for record in rows["adverts_advertlog"]]
    rest = {table: of for table, of in rows.items() if table != "adverts_searchindex"}
    return {**rest, "adverts_advertlog": log}


def upgrade(url: str, manage: Manage) -> None:
    done = manage(url, "migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr


def test_every_row_is_kept(empty: str, older_rows: Rows, fill_older: Fill, manage: Manage) -> None:
    written = multiplied(older_rows)
    fill_older(empty, written)
    with connected(empty) as database:
        before = database.rows()
    assert {table: len(before[table]) for table in written if table not in DERIVED} == {
        table: len(records) for table, records in written.items() if table not in DERIVED
    }
    upgrade(empty, manage)
    with connected(empty) as database:
        after = database.rows()
    assert by_content(without_added(after)) == by_content(renamed(before))


def test_what_support_has_not_read_is_counted(
    empty: str, older_rows: Rows, fill_older: Fill, manage: Manage
) -> None:
    """More rooms than are looked at together, and customers' messages between those of operators:
    support has read nothing in one half of the rooms, and the first message in the other."""
    user, room, message = (
        older_rows[table][0] for table in ("accounts_user", "support_room", "support_message")
    )
    numbers = range(1_000, 1_000 + MANY)
    counters = {"last_seq": 5, "last_customer_seq": 4, "decision": "", "decision_seq": 0}
    authors = (0, 3, 0, 0, 3)
    added: Rows = {
        "accounts_user": [
            {**user, "id": one, "username": f"u{one}", "username_key": f"u{one}"} for one in numbers
        ],
        "support_room": [{**room, **counters, "owner_id": one} for one in numbers],
        "support_readmark": [
            {"id": one, "side": "support", "seq": 1, "room_id": one} for one in numbers if one % 2
        ],
        "support_message": [
            {
                **message,
                "id": 10 * one + seq,
                "seq": seq,
                "client_message_id": f"{seq}",
                "author_id": author or one,
                "room_id": one,
            }
            for one in numbers
            for seq, author in enumerate(authors, 1)
        ],
    }
    fill_older(empty, {table: [*of, *added.get(table, ())] for table, of in older_rows.items()})
    upgrade(empty, manage)
    with connected(empty) as database:
        rows = database.read("SELECT owner_id, unread, is_unread, status FROM support_room")
    kept = {row.pop("owner_id"): tuple(row.values()) for row in rows}
    assert kept == {
        1: (0, 0, "done"),
        2: (0, 0, "waiting"),
        4: (1, 1, "open"),
        **{one: (2 if one % 2 else 3, 1, "waiting") for one in numbers},
    }


def test_the_tables_become_those_of_a_new_site(
    empty: str, today: str, older_rows: Rows, fill_older: Fill, manage: Manage
) -> None:
    fill_older(empty, older_rows)
    upgrade(empty, manage)
    with connected(empty) as upgraded, connected(today) as new:
        assert upgraded.definitions() == new.definitions()


def test_an_upgrade_that_was_cut_goes_on(
    empty: str, today: str, older_rows: Rows, fill_older: Fill, manage: Manage
) -> None:
    fill_older(empty, older_rows)
    with connected(empty) as database:
        database.change(
            "ALTER TABLE support_room RENAME COLUMN last_customer_seq TO last_owner_seq"
        )
    upgrade(empty, manage)
    with connected(empty) as upgraded, connected(today) as new:
        assert upgraded.definitions() == new.definitions()


def test_search_entries_of_before_the_index_are_made_anew(
    empty: str, today: str, older_rows: Rows, fill_older: Fill, manage: Manage
) -> None:
    fill_older(empty, before_the_search_index(older_rows), adverts="0005_fewer_indexes")
    upgrade(empty, manage)
    with connected(empty) as upgraded, connected(today) as new:
        assert upgraded.definitions() == new.definitions()
        [index] = upgraded.read("SELECT seq, version FROM adverts_searchindex")
        assert index["seq"] == older_rows["adverts_advertlog"][0]["last_seq"]
        assert index["version"] != "0/old"
        assert len(upgraded.read("SELECT * FROM adverts_searchentry")) == len(
            older_rows["adverts_advert"]
        )


def test_a_database_from_before_all_that_is_refused_and_left_as_it_is(
    empty: str, older_rows: Rows, fill_older: Fill, manage: Manage
) -> None:
    users = {
        "accounts_user": [
            {name: value for name, value in record.items() if name != "is_guest"}
            for record in older_rows["accounts_user"]
        ]
    }
    fill_older(empty, users, accounts="0001_initial")
    with connected(empty) as database:
        before = database.rows(), database.definitions()
    done = manage(empty, "migrate")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "CommandError: The table accounts_user has no is_guest: this database is older than this"
        " version can bring up to date. CHANGELOG.md says by which version to go."
    )
    assert "Traceback" not in done.stderr
    with connected(empty) as database:
        assert (database.rows(), database.definitions()) == before


def test_the_site_goes_on_where_it_stopped(empty: str, older_rows: Rows, fill_older: Fill) -> None:
    fill_older(empty, older_rows)
    with running_server(DATABASE_URL=empty) as server, httpx.Client(base_url=server.url) as client:
        signed = client.post("/api/token/", json={"username": "vasya", "password": PASSWORD})
        token = {"Authorization": f"Bearer {signed.json()['access']}"}
        board = client.get("/api/v1/execute").json()
        assert [advert["title"] for advert in board] == [
            "С ключом",
            "Будет удалён",
            "Без хозяина",
            "Щенок таксы",
        ]
        assert board[-1]["price"] == 16000.5
        found = client.get("/api/v1/adverts", params={"q": "хозяина"}).json()
        assert {advert["id"] for advert in found["items"]} == {board[2]["id"]}
        said = client.get("/api/v1/support/rooms/1/messages", headers=token).json()["messages"]
        assert [message["seq"] for message in said] == [1, 2, 3, 4]
        assert said[0]["message"] == "Здравствуйте! 🐈"
        kept = client.get("/api/v1/favourites", headers=token).json()["items"]
        assert [one["id"] for one in kept] == [board[1]["id"]]
