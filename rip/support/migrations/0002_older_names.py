from django.db import migrations

from rip.core.database.older_names import (
    ColumnOnceCalled,
    EveryColumnIsThere,
    IndexesOnceCalled,
)


class Migration(migrations.Migration):

    dependencies = [("support", "0001_initial"), ("accounts", "0002_older_names")]

    operations = [
        ColumnOnceCalled("Room", "last_customer_seq", "last_owner_seq"),
        EveryColumnIsThere(),
        IndexesOnceCalled("ReadMark", {"read_mark_of_side": "support_mark_of_side"}),
        IndexesOnceCalled(
            "Message",
            {
                "message_number": "support_message_number",
                "message_sent_once": "support_message_sent_once",
            },
        ),
        IndexesOnceCalled("ChatPicture", {"chat_picture_unshown": "support_picture_unshown"}),
    ]
