import rip.core.database.columns
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_older_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='SessionChange',
            fields=[
                ('seq', rip.core.database.columns.RowNumberField(primary_key=True, serialize=False)),
                ('user_id', models.BigIntegerField(default=0)),
                ('web_session', rip.core.database.columns.ExactCharField(default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='SessionLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_seq', models.BigIntegerField(default=0)),
            ],
        ),
    ]
