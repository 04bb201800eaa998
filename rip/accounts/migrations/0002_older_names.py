from django.db import migrations

from rip.core.database.older_names import ColumnOnceCalled, EveryColumnIsThere


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = [ColumnOnceCalled("Consent", "address", "ip"), EveryColumnIsThere()]
