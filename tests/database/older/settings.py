"""RIP's settings with the migrations of the earlier checkout."""

from rip.settings import *  # noqa: F403

MIGRATION_MODULES = {
    app: f"tests.database.older.migrations.{app}" for app in ("accounts", "adverts", "support")
}
