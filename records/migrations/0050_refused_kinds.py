import django.contrib.postgres.fields
from django.db import migrations, models

from records.models.kinds import Kind


class Migration(migrations.Migration):
    dependencies = [("records", "0049_numbers_are_found_by_their_ends")]
    operations = [
        migrations.AddField(
            "accessrules",
            "refused_kinds",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=Kind.choices, max_length=12),
                blank=True,
                default=list,
                help_text="What is sent already stays. It holds at once.",
                size=None,
                verbose_name="files that patients cannot send",
            ),
        ),
    ]
