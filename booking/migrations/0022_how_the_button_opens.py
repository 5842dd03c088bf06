from django.db import migrations, models


def keep_what_was_chosen(apps, schema_editor):
    apps.get_model("booking", "WebsiteButton").objects.filter(over_page=True).update(opens_as="popup")


def go_back(apps, schema_editor):
    apps.get_model("booking", "WebsiteButton").objects.filter(opens_as="popup").update(over_page=True)


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0021_language_of_guests"),
    ]

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
        migrations.RunPython(keep_what_was_chosen, go_back),
        migrations.RemoveField(model_name="websitebutton", name="over_page"),
    ]
