"""A sent form on paper: what was asked, in its words and its order, and what was answered."""

import re

from django.utils.translation import gettext as _

from clinic.letterhead import on_paper
from common.wording import clock_time, long_date_year
from smartforms.engine import signing
from smartforms.presenters.addenda import addenda_rows
from smartforms.presenters.sections import scores, sections, title_of


def sent_values(response, *, sender: str, for_staff=False) -> dict:
    """The values of templates/pdf/form.typ. `sender` is how this reader knows the account that sent the form."""
    assignment = response.assignment
    title, patient = title_of(response), assignment.patient
    local = response.submitted_at.astimezone(assignment.clinic.zone)
    moment = {"day": long_date_year(local), "time": clock_time(local)}
    return {
        **sheet_values(assignment.clinic, assignment.version, response.outline),
        "title": title,
        "about": [patient.name],
        "sent": _("Sent by %(who)s on %(day)s, %(time)s.") % ({"who": sender} | moment),
        "scores": {"title": _("Score"), "rows": scores(response, for_staff=for_staff)},
        "parts": _told(response, title),
        "addenda": {"title": _("Corrections"), "rows": addenda_rows(response, for_staff=for_staff)},
        "foot": f"{patient.name}  ·  {title}",
    }


def sheet_values(clinic, version, outline) -> dict:
    """What every printed form carries: the clinic, the version its words come from, the words around the pages."""
    language = outline.definition.get("language", "")
    return {
        **on_paper(clinic),
        # typst wants two or three small letters; without a language of its own a form is in the reader's.
        "form_language": found[0].lower() if (found := re.match(r"[A-Za-z]{2,3}(?=-|$)", language)) else "",
        "version": _("Version %(number)d") % {"number": version.number},
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "words": {"question": _("Question"), "answer": _("Answer"), "none": _("Not answered")},
    }


def _told(response, title: str) -> list[dict]:
    """The sections of the page; where a form of one page is called like it, the heading says so already."""
    return [
        section
        | {"rows": [_printed(row) for row in section["rows"]]}
        | ({"title": _("Answers")} if section["title"] == title else {})
        for section in sections(response)
    ]


def _printed(row: dict) -> dict:
    """A row with its signature as a picture."""
    return row | {"drawn": signing.drawing(row["drawn"])} if row.get("drawn") else row
