"""Clinics that were there before the guide need none: it is found in their settings."""

from django.db import migrations
from django.db.models.functions import Now


def put_away(apps, _editor):
    apps.get_model("clinic", "Clinic").objects.filter(guide_put_away_at=None).update(guide_put_away_at=Now())


class Migration(migrations.Migration):
    dependencies = [("clinic", "0013_guide_put_away")]
    operations = [migrations.RunPython(put_away, migrations.RunPython.noop)]
