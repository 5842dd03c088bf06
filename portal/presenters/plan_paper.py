"""A treatment plan on paper: the values of templates/pdf/plan.typ."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clinic.letterhead import on_paper
from common.wording import day_month_year


def plan_values(clinic, patient, parts, *, title: str, lede: str, notice=None, signed: str = "") -> dict:
    """The same sections as the page, with the clinic and the patient at the head."""
    return {
        **on_paper(clinic),
        "title": title,
        "about": [
            patient.name,
            _("Born %(day)s") % {"day": day_month_year(patient.date_of_birth)},
        ],
        "lede": lede,
        "notice": f"{notice['title']}. {notice['text']}" if notice else "",
        "parts": [_printed(part) for part in parts],
        "signed": signed,
        "foot": f"{patient.name}  ·  {title}",
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "columns": [_("What"), pgettext("of a medicine", "How much"), _("When"), _("How long")],
    }


def _printed(part) -> dict:
    """Without links: paper leads nowhere."""
    return {
        "title": part["title"],
        "tinted": part["tinted"],
        "entries": [
            {key: entry[key] for key in ("kind", "text", "lines", "rows", "source")}
            for entry in part["entries"]
        ],
        "activities": [
            {"title": one["title"], "text": one["text"], "often": one["often"], "week": one["week"]}
            for one in part["activities"]
        ],
        "next": part["next"]["when"] if part["next"] else "",
        "documents": [
            f"{one['title']} ({one['file']})" if one["file"] else one["title"] for one in part["documents"]
        ],
    }
