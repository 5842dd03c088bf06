from django.db import migrations

from records.joining.closed import takes_no_rows_when_closed

TABLES = (
    "activityassignment", "brokenglass", "detailchange", "erasure", "legalhold", "patientdetails", "sentfile",
    "takeout",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("records", "0039_erasing_empties_words")]
    operations = [takes_no_rows_when_closed(f"records_{table}") for table in TABLES]
