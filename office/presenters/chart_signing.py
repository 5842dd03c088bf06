"""The pages before and after writing: which visit a note is about, and the last look before it is signed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from office.presenters.charts import note_parts, place, plan_parts, title_of
from office.presenters.person import workspace_page
from office.presenters.reaching import papers_words
from records.writing import is_hollow


def visit_choices(visits, space) -> list[tuple[str, str]]:
    """'Thursday 19 November 2026, 9:15 am: Follow-up visit'."""
    return [
        (
            str(one.pk),
            f"{wording.moment_with_year(one.starts_at.astimezone(space.zone))}: {one.service.title}",
        )
        for one in visits
    ]


def beginning_page(space, form) -> dict:
    """Everything chart_beginning.html shows."""
    return {
        **workspace_page(space, "charts"),
        "tab": _("Write a note"),
        "title": _("Write a note"),
        "form": form,
        "has_errors": bool(form.errors),
        "back_url": reverse("office:charts", args=[space.patient.pk]),
    }


def signing_page(space, chart, *, has_changed=False) -> dict:
    """Everything chart_signing.html shows."""
    title = _("Sign this note?")
    return {
        **workspace_page(space, "charts"),
        "tab": title,
        "title": title,
        "about": title_of(chart),
        "note": note_parts(chart),
        "plan": plan_parts(chart.plan),
        "revision": chart.version,
        "is_hollow": is_hollow(chart),
        "has_changed": has_changed,
        "reach": papers_words(space.patient) if chart.plan else None,
        "back_url": place("chart_writing", chart),
    }
