from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("booking", "0023_the_button_opens_as_chosen")]
    operations = [migrations.RemoveField(model_name="websitebutton", name="over_page")]
