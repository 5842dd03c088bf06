from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        # Events refused it already; a TRUNCATE fires no trigger of the rows.
        migrations.RunSQL(
            "CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();",
            "DROP TRIGGER audit_seal_no_truncate ON audit_seal;",
        )
    ]
