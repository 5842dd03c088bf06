"""A chart on paper: records of the clinic, for the team. Private notes are never on it."""

from django.utils.translation import gettext as _

from clinic.letterhead import on_paper
from common.wording import day_month_year
from office.charts import visit_behind
from office.presenters.charts import (
    byline,
    history_words,
    note_parts,
    plan_parts,
    signed_words,
    title_of,
    visit_words,
)


def chart_values(space, chart, revisions) -> dict:
    """The values of templates/pdf/chart.typ."""
    patient = space.patient
    born = _("Born %(day)s") % {"day": day_month_year(patient.date_of_birth)}
    return {
        **on_paper(patient.clinic),
        "title": title_of(chart),
        "about": [patient.name, born],
        "told": list(filter(None, (byline(chart), visit_words(visit_behind(chart))))),
        "draft": "" if chart.is_locked else _("Draft, not signed. It may still change."),
        "note": note_parts(chart),
        "plan": {"title": _("Treatment plan"), "parts": plan_parts(chart.plan)},
        "signed": [
            *filter(None, [signed_words(chart, zone=space.zone)]),
            *history_words(revisions, zone=space.zone),
        ],
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "foot": f"{patient.name}  ·  {title_of(chart)}",
    }
