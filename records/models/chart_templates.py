import uuid

from django.db import models
from django.db.models import F, Q

from clinic.models import Practitioner
from common.text import one_line
from records.models.chart import HasContent


class ChartTemplate(models.Model):
    """What a practitioner begins notes with: words of their own, about no patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="chart_templates")
    name = models.CharField(max_length=80, validators=[one_line])
    made_at = models.DateTimeField()
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    plan = models.JSONField(default=dict, blank=True, help_text="As in a chart.")

    class Meta:
        ordering = ["name", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "name"], name="records_chart_template_name_once"),
            models.CheckConstraint(
                name="records_chart_template_plan_has_content", condition=Q(HasContent(F("plan")))
            ),
        ]

    def __str__(self):
        return self.name
