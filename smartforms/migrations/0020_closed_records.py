from django.db import migrations

from records.joining.closed import takes_no_rows_when_closed

TABLES = (
    "smartforms_series",
    "smartforms_formlink",
    "smartforms_dispatchline",
    "smartforms_assignment",
    "smartforms_response",
)


class Migration(migrations.Migration):
    dependencies = [("smartforms", "0019_erasing_empties_answers"), ("records", "0028_closed_records")]
    operations = [takes_no_rows_when_closed(table) for table in TABLES]
