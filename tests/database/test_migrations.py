"""The migrations of each app, from nothing to today and back to nothing."""

import pytest
from django.core.management import call_command

from tests.database.conftest import Manage
from tests.database.tables import connected

APPS = ("accounts_", "adverts_", "support_")

# A new database of MySQL is migrated in half a minute on a busy machine.
pytestmark = [pytest.mark.database, pytest.mark.timeout(600)]


def test_the_models_need_no_migration_that_is_not_there(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_new_database_needs_no_second_run(today: str, manage: Manage) -> None:
    assert "No migrations to apply." in manage(today, "migrate").stdout


def test_everything_goes_back_to_nothing_and_comes_again(today: str, manage: Manage) -> None:
    with connected(today) as database:
        before = database.definitions()
    # All that is RIP's goes with the users.
    gone = manage(today, "migrate", "accounts", "zero", "--verbosity=0")
    assert gone.returncode == 0, gone.stderr
    with connected(today) as database:
        assert [table for table in database.tables() if table.startswith(APPS)] == []
    again = manage(today, "migrate", "--verbosity=0")
    assert again.returncode == 0, again.stderr
    with connected(today) as database:
        assert database.definitions() == before
