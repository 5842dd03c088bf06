from django.conf import settings
from django.db import models
from django.db.models import F, Q

from records.models.chart import Chart, HasContent


class ChartRevision(models.Model):
    """A chart as it was signed, and as it stood after each amendment: number 1 is what was signed.

    Rows are only ever added (a trigger refuses the rest). Private notes are not in it: they are nobody else's to read.
    """

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(
        max_length=300, blank=True, help_text="Why it was amended; patients read it where the plan changed."
    )
    day = models.DateField()
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    plan = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["chart", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chart", "number"], name="records_chart_revision_once"),
            models.CheckConstraint(
                name="records_chart_revision_has_reason",
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="records_chart_revision_plan_has_content", condition=Q(HasContent(F("plan")))
            ),
        ]

    def __str__(self):
        return f"revision {self.number} of chart {self.chart_id}"
