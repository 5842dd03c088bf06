"""Plans as a reader meets them: not read yet, changed since they were signed, and what changed."""

from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.functions import Cast

from audit.models import Event
from records.chart_changes import plan_history
from records.models import ChartRevision
from records.news import PLAN_OPENED

OPENED = "plan.opened"  # what its own page notes


def for_reader(plans, account):
    """Each plan tells when this account last opened it, on its page or on paper, and what `with_changes` tells."""
    looks = Event.objects.filter(
        actor=account.pk, target=Cast(OuterRef("pk"), CharField()), verb__in=PLAN_OPENED, on_behalf_of=None
    ).order_by("-at")
    return with_changes(plans).annotate(last_read=Subquery(looks.values("at")[:1]))


def with_changes(plans):
    """Each plan tells whether its words changed since it was signed."""
    other = ChartRevision.objects.filter(chart=OuterRef("pk")).exclude(plan=OuterRef("plan"))
    return plans.annotate(is_changed=Exists(other))


def changes_of(plan) -> list:
    """How a plan of `with_changes` changed since it was signed, the latest first. Nothing else of the chart is read."""
    if not plan.is_locked or not plan.is_changed:
        return []
    rows = plan.revisions.only("chart_id", "number", "at", "reason", "plan", "by").select_related("by")
    return plan_history(rows)
