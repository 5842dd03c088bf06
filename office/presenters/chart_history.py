"""What became of a signed chart: every amendment with what it changed, and what was signed."""

from django.utils.translation import gettext as _

from common import wording
from office.presenters.charts import place, signed_words, title_of
from office.presenters.person import workspace_page
from records.chart_changes import history


def history_page(space, chart, revisions) -> dict:
    """Everything chart_history.html shows."""
    return {
        **workspace_page(space, "charts"),
        "tab": _("History"),
        "title": _("What changed in the note of %(day)s") % {"day": wording.day_month_year(chart.day)},
        "back_label": title_of(chart),
        "back_url": place("chart", chart),
        "amendments": [_amendment(one, space.zone) for one in history(revisions)],
        "signed": signed_words(chart, zone=space.zone),
    }


def _amendment(one, zone) -> dict:
    return {
        "when": wording.moment_with_year(one.at.astimezone(zone)),
        "who": one.by.name or one.by.email,
        "reason": one.reason,
        "sections": one.sections,
    }
