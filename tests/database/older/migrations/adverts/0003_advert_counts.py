
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('adverts', '0002_board_filters'),
        ('adverts', '0002_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='advert',
            index=models.Index(fields=['status', 'kind', 'gender', 'age', 'price', 'breed_key', 'location_key'], name='advert_counts'),
        ),
    ]
