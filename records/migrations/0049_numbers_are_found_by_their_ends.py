"""A telephone number is found by its beginning or its last digits, however many patients there are."""

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Reverse

OPS = "text_pattern_ops"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0048_red_flags_stay_as_they_are")]
    operations = [
        AddIndexConcurrently(
            "patient",
            models.Index(
                models.F("clinic"),
                OpClass(models.F("match_phone"), name=OPS),
                name="records_patient_phone_begins",
            ),
        ),
        AddIndexConcurrently(
            "patient",
            models.Index(
                models.F("clinic"),
                OpClass(Reverse("match_phone"), name=OPS),
                name="records_patient_phone_ends",
            ),
        ),
    ]
