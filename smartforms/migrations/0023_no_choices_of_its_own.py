from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("smartforms", "0022_choices_live_with_the_other_notices")]

    operations = [migrations.DeleteModel(name="Unnoticed")]
