from django.db import migrations

from rip.core.database.older_names import ColumnOnceCalled, EveryColumnIsThere, columns_of


def follow_the_log(apps, schema_editor):
    """Give the search index its own row, where adverts were written together with their entries."""
    log, index = (apps.get_model("adverts", name) for name in ("AdvertLog", "SearchIndex"))
    if not columns_of(index, schema_editor):
        schema_editor.create_model(index)
    if "search_version" in columns_of(log, schema_editor):
        schema_editor.execute(
            "INSERT INTO adverts_searchindex (id, seq, version)"
            " SELECT id, last_seq, search_version FROM adverts_advertlog"
            " WHERE id NOT IN (SELECT id FROM adverts_searchindex)"
        )
        schema_editor.execute("ALTER TABLE adverts_advertlog DROP COLUMN search_version")


class Migration(migrations.Migration):

    dependencies = [("adverts", "0001_initial"), ("accounts", "0002_older_names")]

    operations = [
        ColumnOnceCalled("AdvertLog", "forgotten_seq", "compacted_seq"),
        migrations.RunPython(follow_the_log, migrations.RunPython.noop, atomic=False),
        EveryColumnIsThere(),
    ]
