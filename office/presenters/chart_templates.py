"""A practitioner's templates in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.charts import note_parts, place, plan_parts, title_of
from office.presenters.person import workspace_page
from records.chart_changes import NOTE_SECTIONS
from records.models.chart import PLAN_SECTIONS


def part_labels(thing) -> list[str]:
    """Which parts hold something, in their order."""
    notes = [str(label) for key, label in NOTE_SECTIONS.items() if getattr(thing, key)]
    return notes + [str(label) for key, label in PLAN_SECTIONS.items() if key in thing.plan]


def templates_page(templates) -> dict:
    """Everything chart_templates.html shows."""
    rows = [
        {
            "name": one.name,
            "url": reverse("office:chart_template", args=[one.pk]),
            "parts": ", ".join(part_labels(one)),
        }
        for one in templates
    ]
    return {"title": _("Templates for notes"), "rows": rows}


def template_page(template, form) -> dict:
    """Everything chart_template.html shows."""
    return {
        "title": template.name,
        "form": form,
        "has_errors": bool(form.errors),
        "note": note_parts(template),
        "plan": plan_parts(template.plan),
        "remove_url": reverse("office:chart_template_removal", args=[template.pk]),
        "back_url": reverse("office:chart_templates"),
    }


def as_template_page(space, chart, form) -> dict:
    """Everything chart_as_template.html shows."""
    title = _("Keep this note as a template")
    return {
        **workspace_page(space, "charts"),
        "tab": title,
        "title": title,
        "form": form,
        "has_errors": bool(form.errors),
        "parts": part_labels(chart),
        "back_label": title_of(chart),
        "back_url": place("chart", chart),
    }
