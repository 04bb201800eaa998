"""Several nodes may be started at once on a new database: one migrates it, the others wait."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from tests.database.conftest import Manage
from tests.database.tables import connected
from tests.kit.running import running_server

# A new database of MySQL is migrated in half a minute on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.timeout(600)]


def test_three_processes_that_migrate_at_once_make_one_database(
    empty: str, today: str, manage: Manage
) -> None:
    with ThreadPoolExecutor() as at_once:
        done = list(at_once.map(lambda _: manage(empty, "migrate", "--verbosity=1"), range(3)))
    assert [one.returncode for one in done] == [0, 0, 0], [one.stderr for one in done]
    # One of them has done all of it.
    assert sorted("No migrations to apply" in one.stdout for one in done) == [False, True, True]
    with connected(empty) as made, connected(today) as new:
        assert made.definitions() == new.definitions()


def test_two_nodes_that_start_at_once_both_serve(empty: str) -> None:
    with ExitStack() as running, ThreadPoolExecutor() as at_once:
        starting = [
            at_once.submit(running.enter_context, running_server(DATABASE_URL=empty))
            for _ in range(2)
        ]
        for node in [one.result() for one in starting]:
            assert httpx.get(f"{node.url}/api/v1/execute").json() == []
