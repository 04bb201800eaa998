"""Many clients at once: the numbered log keeps its order, and nobody sees an error."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.kit.people import ADVERT, Person
from tests.kit.running import Server


def check_log(server: Server) -> dict[str, Any]:
    """The log has every number once, in order, and each advert's number is its last change."""
    [(last,)] = server.sql("SELECT last_seq FROM adverts_advertlog")
    changes = server.sql("SELECT seq, advert_id, deleted FROM adverts_advertchange ORDER BY seq")
    assert [seq for seq, _, _ in changes] == list(range(1, last + 1))
    latest = {advert: (seq, deleted) for seq, advert, deleted in changes}
    alive = {advert: seq for advert, (seq, deleted) in latest.items() if not deleted}
    adverts = dict(server.sql("SELECT id, seq FROM adverts_advert"))
    assert alive == adverts
    return {"last": last, "changes": changes, "adverts": adverts}


def test_thirty_posts_at_once_get_thirty_numbers(server: Server, owner: Person) -> None:
    before = check_log(server)["last"]
    with ThreadPoolExecutor(30) as pool:
        answers = list(
            pool.map(lambda _: owner.http.post("/api/v1/execute", json=ADVERT), "x" * 30)
        )
    assert [answer.status_code for answer in answers] == [201] * 30
    log = check_log(server)
    new = [(advert, deleted) for seq, advert, deleted in log["changes"] if seq > before]
    assert sorted(new) == sorted((answer.json()["id"], False) for answer in answers)


def test_of_many_who_change_and_delete_one_advert_each_gets_a_clear_answer(
    server: Server, owner: Person, advert: dict[str, Any]
) -> None:
    def call(turn: int) -> tuple[str, int]:
        method = "DELETE" if turn % 5 == 4 else "PATCH"
        body = {"id": advert["id"]} if method == "DELETE" else {"id": advert["id"], "age": turn}
        return method, owner.http.request(method, "/api/v1/execute", json=body).status_code

    with ThreadPoolExecutor(20) as pool:
        ends = list(pool.map(call, range(30)))
    assert {status for _, status in ends} <= {200, 404}
    assert ends.count(("DELETE", 200)) == 1
    rows = [row for row in check_log(server)["changes"] if row[1] == advert["id"]]
    assert [deleted for _, _, deleted in rows] == [False] * (len(rows) - 1) + [True]
    assert len(rows) == 1 + ends.count(("PATCH", 200)) + 1
