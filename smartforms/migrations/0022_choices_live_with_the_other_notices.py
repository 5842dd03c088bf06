from django.conf import settings
from django.db import migrations


def carry_over(apps, schema_editor):
    """Whoever wanted no mail about completed forms wants none still."""
    Notices = apps.get_model("tray", "Notices")
    for row in apps.get_model("smartforms", "Unnoticed").objects.all():
        mine, _is_new = Notices.objects.get_or_create(clinic_id=row.clinic_id, account_id=row.account_id)
        mine.ways = mine.ways | {"forms": "off"}
        mine.save(update_fields=["ways"])


class Migration(migrations.Migration):
    dependencies = [
        ("smartforms", "0021_the_team_puts_a_file_into_a_form"),
        ("tray", "0005_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
