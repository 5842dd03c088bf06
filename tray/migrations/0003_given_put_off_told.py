import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tray", "0002_found_by_what_it_is_about"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="assigned_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty where nobody chose: it was meant for them from the beginning.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="When something happened to it last; an open page asks.",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="put_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Whoever did what it is about: nobody is told of their own acts.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="snoozed_until",
            field=models.DateTimeField(blank=True, help_text="Put off until then.", null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="told_at",
            field=models.DateTimeField(
                blank=True, help_text="Empty: the team has not been told yet.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["clinic", "-changed_at"], name="tray_last_changed"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(condition=models.Q(("told_at", None)), fields=["id"], name="tray_to_tell"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("done_at__isnull", False)),
                fields=["clinic", "-done_at"],
                name="tray_done",
            ),
        ),
    ]
