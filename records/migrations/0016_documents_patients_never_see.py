import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0015_files_of_documents")]

    operations = [
        migrations.AddField(
            model_name="accessrules",
            name="hidden_kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("letter", "Letter"),
                        ("result", "Result"),
                        ("referral", "Referral"),
                        ("requisition", "Requisition"),
                        ("image", "Image"),
                        ("exercise", "Exercise handout"),
                        ("consent", "Consent"),
                        ("insurance", "Insurance card"),
                        ("identity", "Proof of identity"),
                        ("other", "Other document"),
                    ],
                    max_length=12,
                ),
                blank=True,
                default=list,
                help_text="Documents of these kinds are shown to no patient, shared or not. It holds at once.",
                size=None,
                verbose_name="documents that patients never see",
            ),
        ),
    ]
