from django.db import migrations

from records.joining.closed import takes_no_rows_when_closed

TABLES = ("booking_appointment", "booking_waitingentry", "booking_waitingoffer")


class Migration(migrations.Migration):
    dependencies = [("booking", "0025_words_of_rules"), ("records", "0028_closed_records")]
    operations = [takes_no_rows_when_closed(table) for table in TABLES]
