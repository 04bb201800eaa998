from django.db import migrations, models


def follow_from_here(apps, schema_editor):
    """Until now each advert was written together with its entry."""
    using = schema_editor.connection.alias
    log = apps.get_model("adverts", "AdvertLog").objects.using(using).filter(pk=1).first()
    if log is not None:
        index = apps.get_model("adverts", "SearchIndex").objects.using(using)
        index.create(pk=1, seq=log.last_seq, version=log.search_version)


class Migration(migrations.Migration):
    dependencies = [("adverts", "0005_fewer_indexes")]

    operations = [
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
                ("version", models.CharField(default="", max_length=40)),
            ],
        ),
        migrations.RunPython(follow_from_here, migrations.RunPython.noop),
        migrations.RemoveField(model_name="advertlog", name="search_version"),
    ]
