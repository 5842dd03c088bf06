from django.db import migrations, models


class Migration(migrations.Migration):
    """A form can be read in several languages: the answers keep in which it was."""

    dependencies = [("smartforms", "0011_sent_to_many")]

    operations = [
        migrations.AddField(
            model_name="response",
            name="language",
            field=models.CharField(
                blank=True,
                help_text="The language of the person who sent it, in which it is printed.",
                max_length=35,
            ),
        ),
    ]
