from django.db import migrations


def keep_what_was_chosen(apps, schema_editor):
    apps.get_model("booking", "WebsiteButton").objects.filter(over_page=True).update(opens_as="popup")


def go_back(apps, schema_editor):
    apps.get_model("booking", "WebsiteButton").objects.filter(opens_as="popup").update(over_page=True)


class Migration(migrations.Migration):
    dependencies = [("booking", "0022_how_the_button_opens")]
    operations = [migrations.RunPython(keep_what_was_chosen, go_back)]
