from django.db import migrations

from records.joining.closed import takes_no_rows_when_closed

TABLES = ("payments_entry",)


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_bare_notices"), ("records", "0028_closed_records")]
    operations = [takes_no_rows_when_closed(table) for table in TABLES]
