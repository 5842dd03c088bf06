"""The list of patients in words."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from office.presenters.person import born


def list_page(page, asked: str, clinic, *, at, query: str) -> dict:
    """Everything patients.html shows."""
    return {
        "page": page,
        "asked": asked,
        "counts": _counts(page.paginator.count, asked),
        "query": query,
        "rows": [_row(patient, clinic.zone, at) for patient in page],
    }


def _counts(count, asked) -> str:
    if asked:
        words = ngettext("%(n)d patient fits “%(asked)s”", "%(n)d patients fit “%(asked)s”", count)
        return words % {"n": count, "asked": asked}
    return ngettext("%(n)d patient", "%(n)d patients", count) % {"n": count}


def _row(patient, zone, at) -> dict:
    age = wording.age_words(patient.date_of_birth, at.astimezone(zone).date())
    return {
        "url": reverse("office:patient", args=[patient.pk]),
        "name": patient.name,
        "born": _("%(day)s, %(age)s") % {"day": born(patient.date_of_birth), "age": age},
        "phone": patient.phone,
        "email": patient.email,
        "next": wording.short_moment(patient.next_visit.astimezone(zone)) if patient.next_visit else "",
    }
