import django.db.models.deletion
import rip.core.database.columns
import rip.core.pictures.stored
import rip.support.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CannedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shortcut', rip.core.database.columns.ExactCharField(max_length=32, unique=True, verbose_name='shortcut')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('text_ru', models.TextField(blank=True, verbose_name='text in Russian')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('used', models.PositiveIntegerField(default=0, editable=False, verbose_name='used')),
            ],
            options={
                'verbose_name': 'canned reply',
                'verbose_name_plural': 'canned replies',
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('owner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='customer')),
                ('last_seq', models.BigIntegerField(default=0)),
                ('last_customer_seq', models.BigIntegerField(default=0)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('last_activity', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('epoch', models.CharField(default=rip.support.models.new_epoch, editable=False, max_length=16)),
                ('decision', models.CharField(blank=True, choices=[('open', 'waits for us'), ('waiting', 'waits for the customer'), ('done', 'done')], editable=False, max_length=16)),
                ('decision_seq', models.BigIntegerField(default=0, editable=False)),
                ('tended', models.BigIntegerField(default=0, editable=False)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_rooms', to=settings.AUTH_USER_MODEL, verbose_name='operator')),
            ],
            options={
                'verbose_name': 'room',
                'verbose_name_plural': 'rooms',
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField(verbose_name='text')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='support.room')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('customer', 'customer'), ('support', 'support')], max_length=16)),
                ('seq', models.BigIntegerField(default=0)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to='support.room')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('room', 'side'), name='read_mark_of_side')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(verbose_name='number')),
                ('body', models.TextField(verbose_name='text')),
                ('client_message_id', rip.core.database.columns.ExactCharField(blank=True, max_length=64, null=True)),
                ('created', models.DateTimeField(verbose_name='sent')),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('room', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='support.room')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'constraints': [models.UniqueConstraint(fields=('room', 'seq'), name='message_number'), models.UniqueConstraint(fields=('author', 'room', 'client_message_id'), name='message_sent_once')],
            },
        ),
        migrations.CreateModel(
            name='ChatPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default=rip.core.pictures.stored.random_name, max_length=32, unique=True)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('room_seq', models.BigIntegerField()),
                ('shown', models.BooleanField(default=False)),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='support.room')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'indexes': [models.Index(fields=['shown', 'created'], name='chat_picture_unshown')],
            },
        ),
    ]
