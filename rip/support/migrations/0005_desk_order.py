import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When


class Migration(migrations.Migration):

    dependencies = [
        ("support", "0004_count_unread"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="room",
            name="is_unread",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(When(unread__gt=0, then=Value(True)), default=Value(False)),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="status",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(
                        Q(decision="done", decision_seq__gte=F("last_owner_seq")),
                        then=Value("done"),
                    ),
                    When(
                        Q(decision__in=["open", "waiting"], decision_seq__gte=F("last_seq")),
                        then=F("decision"),
                    ),
                    When(Q(last_seq__gt=F("last_owner_seq")) | Q(last_seq=0), then=Value("waiting")),
                    default=Value("open"),
                ),
                output_field=models.CharField(max_length=16),
            ),
        ),
        migrations.AddIndex(
            model_name="room",
            index=models.Index(fields=["is_unread", "last_activity", "owner"], name="support_room_by_desk"),
        ),
        migrations.AddIndex(
            model_name="room",
            index=models.Index(
                fields=["status", "is_unread", "last_activity", "owner"], name="support_room_by_status"
            ),
        ),
        migrations.AddIndex(
            model_name="room",
            index=models.Index(
                fields=["assignee", "status", "is_unread", "last_activity", "owner"],
                name="support_room_by_assignee",
            ),
        ),
        # After the index that takes its place: MySQL keeps one for each foreign key.
        migrations.AlterField(
            model_name="room",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_rooms",
                to=settings.AUTH_USER_MODEL,
                verbose_name="operator",
            ),
        ),
        migrations.AlterField(
            model_name="room",
            name="last_activity",
            field=models.DateTimeField(auto_now_add=True),
        ),
    ]
