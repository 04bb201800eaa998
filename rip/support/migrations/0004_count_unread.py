"""Counts the customers' messages that support has not read, once; from here on they are kept."""

from typing import Any, Final

from django.db import migrations

ROOMS_AT_ONCE: Final = 500

_COUNT: Final = """
    UPDATE support_room SET unread = (
        SELECT COUNT(*) FROM support_message
        WHERE support_message.room_id = support_room.owner_id
            AND support_message.seq > %s
            AND support_message.author_id = support_room.owner_id
    ) WHERE owner_id = %s
"""


def count(apps: Any, editor: Any) -> None:
    """Only rooms that support has not read to the customer's last message are looked at."""
    rooms = apps.get_model("support", "Room").objects.using(editor.connection.alias)
    marks = apps.get_model("support", "ReadMark").objects.using(editor.connection.alias)
    after = 0
    while some := list(
        rooms.filter(pk__gt=after).order_by("pk").values_list("pk", "last_owner_seq")[
            :ROOMS_AT_ONCE
        ]
    ):
        first, after = some[0][0], some[-1][0]
        of_support = marks.filter(side="support", room__gte=first, room__lte=after)
        read = dict(of_support.values_list("room", "seq"))
        behind = [
            (read.get(room, 0), room) for room, last in some if last > read.get(room, 0)
        ]
        with editor.connection.cursor() as cursor:
            cursor.executemany(_COUNT, behind)


class Migration(migrations.Migration):

    dependencies = [("support", "0003_room_unread")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
