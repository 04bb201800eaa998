from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("support", "0002_older_names")]

    operations = [
        migrations.AddField(
            model_name="room",
            name="unread",
            field=models.BigIntegerField(default=0, db_default=0, editable=False),
        ),
    ]
