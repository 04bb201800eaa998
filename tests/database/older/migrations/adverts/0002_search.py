from django.db import migrations, models
import django.db.models.deletion
import rip.adverts.search.query

TABLES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE adverts_searchentry USING fts5("
        "tokens, tokenize=\"ascii tokenchars '_'\", detail=none, columnsize=0, prefix='5 6')"
    ),
    "mysql": (
        "CREATE TABLE adverts_searchentry ("
        "rowid BIGINT NOT NULL PRIMARY KEY, tokens MEDIUMTEXT NOT NULL,"
        " FULLTEXT KEY search_entry_tokens (tokens)"
        ") ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    ),
}


def create_table(apps, schema_editor):
    schema_editor.execute(TABLES[schema_editor.connection.vendor])


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE adverts_searchentry")


class Migration(migrations.Migration):
    dependencies = [("adverts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="advertlog",
            name="search_version",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create_table, drop_table)],
            state_operations=[
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "advert",
                            models.OneToOneField(
                                db_column="rowid",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="search_entry",
                                serialize=False,
                                to="adverts.advert",
                            ),
                        ),
                        ("tokens", rip.adverts.search.query.TokensField()),
                    ],
                    options={
                        "verbose_name": "search entry",
                        "verbose_name_plural": "search entries",
                    },
                )
            ],
        ),
    ]
