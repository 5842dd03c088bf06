from django.db import migrations, models

import common.tokens


class Migration(migrations.Migration):
    dependencies = [("records", "0030_notices_of_details")]

    operations = [
        migrations.AddField(
            model_name="profileproposal",
            name="asked_at",
            field=models.DateTimeField(
                blank=True, help_text="When a new address was last asked to answer.", null=True
            ),
        ),
        migrations.AddField(
            model_name="profileproposal",
            name="by_team",
            field=models.BooleanField(default=False, help_text="Suggested by a practitioner."),
        ),
        migrations.AddField(
            model_name="profileproposal",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, help_text="When the new address answered.", null=True),
        ),
        migrations.AddField(
            model_name="profileproposal",
            name="nonce",
            field=models.CharField(
                default=common.tokens.new_nonce, help_text="Of the link to a new address.", max_length=32
            ),
        ),
        migrations.AddField(
            model_name="profileproposal",
            name="replaced",
            field=models.TextField(blank=True, help_text="What was on file when it was accepted."),
        ),
        migrations.AddField(
            model_name="profileproposal",
            name="taken_back",
            field=models.BooleanField(default=False, help_text="By its author, who may have written anew."),
        ),
        migrations.AlterField(
            model_name="profileproposal",
            name="source",
            field=models.CharField(
                blank=True,
                help_text="The title of the form it was written in; empty: the portal.",
                max_length=200,
            ),
        ),
        migrations.AlterField(
            model_name="profileproposal",
            name="value",
            field=models.TextField(blank=True, help_text="Empty: nothing is to be on file."),
        ),
        migrations.AddField(
            model_name="profileproposal",
            name="told",
            field=models.CharField(
                blank=True, help_text="Why not, in words the patient reads.", max_length=200
            ),
        ),
        migrations.AlterField(
            model_name="profileproposal",
            name="reason",
            field=models.CharField(blank=True, help_text="Why, for the team.", max_length=200),
        ),
    ]
