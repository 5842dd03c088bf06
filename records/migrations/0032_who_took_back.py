from django.db import migrations

# What its own author closed was taken back; what was accepted before now replaced what was on file then.
FILL = """
UPDATE records_profileproposal SET taken_back = true
 WHERE accepted = false AND (decided_by_id IS NULL OR decided_by_id = proposed_by_id);
UPDATE records_profileproposal SET replaced = "before" WHERE accepted = true;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0031_proposals_of_the_portal")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
