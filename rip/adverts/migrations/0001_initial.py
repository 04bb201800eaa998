import django.core.validators
import django.db.models.deletion
import rip.adverts.search.query
import rip.core.database.columns
import rip.core.pictures.stored
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


# A full-text table, which Django cannot make: FTS5 on SQLite, a FULLTEXT index elsewhere.
SEARCH_TABLES = {
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


def create_search_table(apps, schema_editor):
    schema_editor.execute(SEARCH_TABLES[schema_editor.connection.vendor])


def drop_search_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE adverts_searchentry")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Advert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(max_length=10000, verbose_name='description')),
                ('kind', models.CharField(max_length=32, verbose_name='kind')),
                ('breed', models.CharField(max_length=100, verbose_name='breed')),
                ('age', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(200)], verbose_name='age, years')),
                ('gender', rip.core.database.columns.ChoiceField(max_length=1, verbose_name='sex')),
                ('location', models.CharField(max_length=200, verbose_name='location')),
                ('price', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='price, ₽')),
                ('status', rip.core.database.columns.ChoiceField(default='published', max_length=16, verbose_name='status')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('seq', models.BigIntegerField(editable=False, unique=True, verbose_name='change number')),
                ('breed_key', rip.core.database.columns.FoldedCharField(max_length=100, of='breed')),
                ('location_key', rip.core.database.columns.FoldedCharField(max_length=200, of='location')),
                ('owner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adverts', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'advert',
                'verbose_name_plural': 'adverts',
            },
        ),
        migrations.CreateModel(
            name='AdvertChange',
            fields=[
                ('seq', rip.core.database.columns.RowNumberField(primary_key=True, serialize=False)),
                ('advert_id', models.BigIntegerField()),
                ('deleted', models.BooleanField(default=False)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='AdvertLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_seq', models.BigIntegerField(default=0)),
                ('compacted_seq', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchIndex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(default=0)),
                ('version', models.CharField(default='', max_length=40)),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create_search_table, drop_search_table)],
            state_operations=[
                migrations.CreateModel(
                    name='SearchEntry',
                    fields=[
                        ('advert', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='adverts.advert')),
                        ('tokens', rip.adverts.search.query.TokensField()),
                    ],
                    options={
                        'verbose_name': 'search entry',
                        'verbose_name_plural': 'search entries',
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name='AdvertReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('gone', 'The pet has found a home already'), ('fraud', 'It looks like a fraud'), ('cruelty', 'The animal is treated badly'), ('wrong', 'Something in it is not true'), ('spam', 'It is not about a pet, or is posted again and again'), ('other', 'Something else')], max_length=16, verbose_name='reason')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='what happened')),
                ('status', models.CharField(choices=[('open', 'open'), ('upheld', 'advert closed'), ('dismissed', 'dismissed')], default='open', max_length=16, verbose_name='status')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('advert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='adverts.advert', verbose_name='advert')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reporter')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
            },
        ),
        migrations.CreateModel(
            name='Favourite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('added', models.DateTimeField(auto_now_add=True)),
                ('advert', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='adverts.advert')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourites', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'favourite',
                'verbose_name_plural': 'favourites',
            },
        ),
        migrations.CreateModel(
            name='PendingDeletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(max_length=16)),
                ('seq', models.BigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('advert', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pending_deletion', to='adverts.advert')),
            ],
            options={
                'verbose_name': 'pending deletion',
                'verbose_name_plural': 'pending deletions',
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default=rip.core.pictures.stored.random_name, max_length=32, unique=True)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('advert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='adverts.advert')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PostKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner_id', models.BigIntegerField()),
                ('key', rip.core.database.columns.ExactCharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('advert_id', models.BigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner_id', 'key'), name='post_key_once')],
            },
        ),
        migrations.CreateModel(
            name='UploadedPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default=rip.core.pictures.stored.random_name, max_length=32, unique=True)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('created', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'uploaded picture',
                'verbose_name_plural': 'uploaded pictures',
            },
        ),
        migrations.AddIndex(
            model_name='advert',
            index=models.Index(fields=['status', '-id'], name='advert_newest'),
        ),
        migrations.AddIndex(
            model_name='advert',
            index=models.Index(fields=['status', 'age', 'id'], name='advert_by_age'),
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
        migrations.AddIndex(
            model_name='advert',
            index=models.Index(fields=['status', 'price', 'id', 'kind', 'gender', 'age'], name='advert_by_price'),
        ),
        migrations.AddIndex(
            model_name='advertreport',
            index=models.Index(fields=['status', '-id'], name='report_newest'),
        ),
        migrations.AddConstraint(
            model_name='favourite',
            constraint=models.UniqueConstraint(fields=('user', 'advert'), name='favourite_once'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['advert', 'position'], name='picture_in_order'),
        ),
    ]
