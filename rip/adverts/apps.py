from typing import Any, Final

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.apps.registry import Apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AdvertsConfig(AppConfig):
    name = "rip.adverts"
    verbose_name = _("Adverts")

    def ready(self) -> None:
        from rip.accounts.personal_data import register
        from rip.adverts.personal_data import SOURCE

        register(SOURCE)
        post_migrate.connect(_begin_log, sender=self)
        post_migrate.connect(_describe_to_sqlite, sender=self)


def _has_board(apps: Apps) -> bool:
    """False after going back to before the first migration of the board."""
    return ("adverts", "advertlog") in {
        (model._meta.app_label, model._meta.model_name) for model in apps.get_models()
    }


def _begin_log(using: str, apps: Apps = all_apps, **_kwargs: Any) -> None:
    """The board's log is one row, there from the first migration on and after every flush; so is
    the search index's. Search entries that another version of RIP made are made anew."""
    from rip.adverts.catalogue.search_index import search_rebuild
    from rip.adverts.models import AdvertLog, SearchIndex
    from rip.adverts.search.query import VERSION

    if not _has_board(apps):
        return
    AdvertLog.objects.using(using).get_or_create(pk=1)
    created = {"version": VERSION}
    index, _ = SearchIndex.objects.using(using).get_or_create(pk=1, defaults=created)
    if index.version != VERSION:
        for _ in search_rebuild():
            pass


# The size of a large board, and about how many adverts share the first column of an index, the
# first two, and so on. MariaDB finds that out by itself.
_SHARED: Final = {
    "advert_newest": "1000000 900000 1",
    "advert_by_price": "1000000 900000 20 1 1 1 1",
    "advert_by_age": "1000000 900000 50000 1",
    "advert_of_breed": "1000000 900000 3000 1",
    "advert_at_location": "1000000 900000 1000 1",
    "advert_of_owner": "1000000 20 10 1",
}


def _describe_to_sqlite(using: str, apps: Apps = all_apps, **_kwargs: Any) -> None:
    """Tell SQLite which index is the narrow one; it has no idea otherwise, and never looks.

    As https://sqlite.org/optoverview.html#manual_control_of_query_plans_using_sqlite_stat_tables
    describes it. ANALYZE replaces these rows with what it finds.
    """
    database = connections[using]
    if database.vendor != "sqlite" or not _has_board(apps):
        return
    with database.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")
        for index, shared in _SHARED.items():
            cursor.execute("DELETE FROM sqlite_stat1 WHERE idx = %s", [index])
            cursor.execute(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('adverts_advert', %s, %s)",
                [index, shared],
            )
        # This connection goes by them from here on; others when they begin.
        cursor.execute("ANALYZE sqlite_schema")
