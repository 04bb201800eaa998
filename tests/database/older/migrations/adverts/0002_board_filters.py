
import rip.core.database.columns
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('adverts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='advert',
            name='breed_key',
            field=rip.core.database.columns.FoldedCharField(max_length=100, of='breed'),
        ),
        migrations.AddField(
            model_name='advert',
            name='location_key',
            field=rip.core.database.columns.FoldedCharField(max_length=200, of='location'),
        ),
        migrations.AddIndex(
            model_name='advert',
            index=models.Index(fields=['status', 'breed_key', 'id'], name='advert_of_breed'),
        ),
        migrations.AddIndex(
            model_name='advert',
            index=models.Index(fields=['status', 'location_key', 'id'], name='advert_at_location'),
        ),
        migrations.AddIndex(
            model_name='advert',
            index=models.Index(fields=['owner', 'status', 'id'], name='advert_of_owner'),
        ),
    ]
