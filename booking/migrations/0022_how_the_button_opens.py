from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0021_language_of_guests")]
    operations = [
        migrations.AddField(
            model_name="websitebutton",
            name="opens_as",
            field=models.CharField(
                choices=[
                    ("popup", "In a window over the page"),
                    ("inline", "Inside the page"),
                    ("link", "Just a link"),
                ],
                default="link",
                max_length=10,
            ),
        ),
    ]
