from django.db import migrations, models


def tell_nobody(apps, schema_editor):
    """What waited before there were mails about it makes none."""
    items = apps.get_model("tray", "Item").objects.filter(told_at=None)
    items.update(told_at=models.F("put_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("tray", "0003_given_put_off_told"),
    ]

    operations = [
        migrations.RunPython(tell_nobody, migrations.RunPython.noop),
    ]
