"""The goals of the surface, from measurements that are made up."""

from bench.load.measurement import Measurement
from bench.report.tables import Goal
from bench.surface.goals import goals
from bench.surface.people import Who
from bench.surface.results import RIP, SILENT, STATIC, Place, Results
from bench.surface.rows.row import Row, call
from bench.surface.tables import tables
from bench.surface.templates import Engine

ADVERT = "GET /api/v1/adverts/{advert_id}"
READS = [Row((ADVERT,), who, call("GET", "/"), "read") for who in (Who.NOBODY, Who.CUSTOMER)]
PAGE = Row(("GET privacy/",), Who.NOBODY, call("GET", "/"), "page")


def results(*rates: tuple[Engine, str, Row, str, int]) -> Results:
    found = Results()
    for engine, size, row, server, rate in rates:
        one = Measurement(1.0, [0.001] * rate, server_cpu=0.5)
        found.runs[Place(engine, size), row.name, server].append(one)
    return found


def missed(made: list[Goal]) -> dict[str, str]:
    return {goal.claim: goal.figure for goal in made if not goal.met}


def test_a_read_with_a_token_is_compared_with_the_same_without() -> None:
    nobody, customer = READS
    slow = results(("sqlite", "small", nobody, RIP, 100), ("sqlite", "small", customer, RIP, 79))
    claim = f"sqlite, small: {ADVERT}: with a token ÷ without"
    assert missed(goals(slow, READS)) == {claim: "0.79"}
    quick = results(("sqlite", "small", nobody, RIP, 100), ("sqlite", "small", customer, RIP, 80))
    assert missed(goals(quick, READS)) == {}


def test_a_row_without_responses_is_compared_with_nothing() -> None:
    nobody, customer = READS
    found = results(("sqlite", "small", nobody, RIP, 0), ("sqlite", "small", customer, RIP, 9))
    assert missed(goals(found, READS)) == {}


def test_peers_and_static_bytes_are_compared_in_the_same_place() -> None:
    customer = READS[1]
    found = results(
        ("sqlite", "small", customer, RIP, 100),
        ("sqlite", "small", customer, "PocketBase", 90),
        ("sqlite", "small", customer, STATIC, 400),
        ("mariadb", "small", customer, RIP, 100),
    )
    claim = f"sqlite, small: {customer.name} ÷ PocketBase"
    assert missed(goals(found, READS)) == {claim: "1.11"}


def test_each_row_that_grows_is_named() -> None:
    nobody, customer = READS
    found = results(
        ("sqlite", "small", nobody, RIP, 160),
        ("sqlite", "large", nobody, RIP, 100),
        ("sqlite", "small", customer, RIP, 150),
        ("sqlite", "large", customer, RIP, 100),
    )
    claim = f"sqlite: every row, small ÷ large: {nobody.name}"
    assert missed(goals(found, READS)) == {claim: "1.60"}


def test_where_all_rows_are_within_the_bound_the_worst_is_named() -> None:
    found = results(
        ("sqlite", "small", PAGE, RIP, 300),
        ("sqlite", "small", PAGE, SILENT, 310),
    )
    made = goals(found, [PAGE])
    assert missed(made) == {}
    claims = {goal.claim: goal.figure for goal in made}
    assert claims[f"sqlite, small: every page, a second, the worst: {PAGE.name}"] == "300"
    assert claims[f"sqlite, small: every row, log on ÷ log off, the worst: {PAGE.name}"] == "0.97"


def test_reads_on_mariadb_are_compared_with_those_on_sqlite() -> None:
    nobody = READS[0]
    found = results(("sqlite", "small", nobody, RIP, 100), ("mariadb", "small", nobody, RIP, 39))
    claim = f"small: every read, MariaDB ÷ SQLite: {nobody.name}"
    assert missed(goals(found, READS)) == {claim: "0.39"}


def test_a_wrong_answer_is_a_goal_missed_and_is_shown() -> None:
    found = results(("sqlite", "small", PAGE, RIP, 300))
    found.wrong.append("RIP, sqlite, small, GET privacy/ (nobody): it gave 500")
    assert missed(goals(found, [PAGE])) == {"Rows that RIP answered wrongly": "1"}
    left_out = tables(found, [PAGE])[-1]
    assert (left_out.title, len(left_out.rows)) == ("Left out", 1)


def test_a_server_without_responses_is_no_error() -> None:
    [table, *_] = tables(results(("sqlite", "small", PAGE, RIP, 0)), [PAGE])
    assert table.rows[0][1] == "0"
