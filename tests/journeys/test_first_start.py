"""The first start, on an empty database: other servers of tests begin with a migrated one."""

from pathlib import Path

import httpx

from tests.kit.databases import own_database
from tests.kit.running import running_server


def test_an_empty_database_is_migrated_before_anything_is_served(tmp_path: Path) -> None:
    with (
        own_database(tmp_path, "nothing") as url,
        running_server(DATABASE_URL=url) as server,
    ):
        assert httpx.get(f"{server.url}/api/v1/adverts").json()["items"] == []
