from django.db import migrations

from records.joining.closed import FUNCTION, WITHOUT, takes_no_rows_when_closed

TABLES = (
    "accesscode", "accessrequest", "apart", "carerelation", "chart", "contact", "denial", "document", "grant",
    "invitation", "lockdown", "merge", "profileproposal", "upload",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("records", "0027_match_keys")]
    operations = [
        migrations.RunSQL(FUNCTION, WITHOUT),
        *(takes_no_rows_when_closed(f"records_{table}") for table in TABLES),
    ]
