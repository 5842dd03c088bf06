from django.db import migrations, models

TABLE = "clinic_hoursexception_services"


class Migration(migrations.Migration):
    dependencies = [("clinic", "0007_service_approval")]
    operations = [
        migrations.AddField(
            model_name="hoursexception",
            name="services",
            field=models.ManyToManyField(
                blank=True, help_text="Empty: all services.", to="clinic.service", verbose_name="services"
            ),
        ),
        # `clinic_raise_version` of 0002 knows the way from a service to its clinic.
        migrations.RunSQL(
            f"CREATE TRIGGER {TABLE}_version AFTER INSERT OR UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION clinic_raise_version('service_id');",
            f"DROP TRIGGER {TABLE}_version ON {TABLE};",
        ),
    ]
